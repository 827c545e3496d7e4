//! Sentences about the embedded engine as a process sees it; what it stores is proved in `tests/contract`.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use relance_adapters::dynamo::DynamoRecords;
use relance_application::kind::Kind;
use relance_application::ports::records::{Change, Committed, Key, Partition, RawRecord, Records as _};
use relance_domain::name::OrganizationId;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Names the directory in which a child process writes until it is killed.
const CHILD_WRITES_IN: &str = "RELANCE_TEST_ENGINE_DIRECTORY";

fn record(id: &str) -> RawRecord {
    let organization = OrganizationId::parse("acme").unwrap();
    let key = Key {
        partition: Partition { organization, kind: Kind::Answer, group: String::new() },
        id: id.to_owned(),
    };
    let body = serde_json::json!({ "score": 9 }).as_object().unwrap().clone();
    RawRecord::plain(key, body)
}

fn records(engine: &Engine) -> DynamoRecords {
    DynamoRecords::new(engine.client(), engine.tables().clone(), 2)
}

#[tokio::test]
async fn what_was_stored_is_there_after_a_restart_which_takes_a_moment() {
    let home = tempfile::tempdir().unwrap();
    let engine = Engine::start(home.path()).await.unwrap();
    assert_eq!(records(&engine).commit(&[Change::Create(record("a"))]).await.unwrap(), Committed::Done);
    engine.stop().await;

    let begin = Instant::now();
    let engine = Engine::start(home.path()).await.unwrap();
    let taken = begin.elapsed();

    assert_eq!(records(&engine).get(&record("a").key).await.unwrap().unwrap().version, 1);
    assert!(taken < Duration::from_secs(3), "a restart took {taken:?}");
}

#[tokio::test]
async fn a_second_engine_is_refused_until_the_first_has_stopped() {
    let home = tempfile::tempdir().unwrap();
    let first = Engine::start(home.path()).await.unwrap();

    let refused = Engine::start(home.path()).await;

    assert!(matches!(refused, Err(EngineError::InUse(_))));
    first.stop().await;
    assert!(Engine::start(home.path()).await.is_ok());
}

#[tokio::test]
async fn a_file_that_is_no_store_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let foreign = "not a store ".repeat(1_000);
    fs::write(home.path().join("relance.db"), &foreign).unwrap();

    let refused = Engine::start(home.path()).await;

    assert!(matches!(refused, Err(EngineError::Unreadable(..))));
    assert_eq!(fs::read_to_string(home.path().join("relance.db")).unwrap(), foreign);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_store() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();

    let engine = Engine::start(home.path()).await.unwrap();

    let files = fs::read_dir(home.path()).unwrap().map(Result::unwrap);
    for file in files.filter(|file| file.file_name().to_string_lossy().starts_with("relance.db")) {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", file.file_name());
    }
    engine.stop().await;
}

/// The test starts itself as a child, which commits and reports one id after the other, and kills it.
#[tokio::test]
async fn every_commit_that_was_answered_survives_the_kill_of_the_process() {
    if let Some(directory) = std::env::var_os(CHILD_WRITES_IN) {
        return write_for_ever(Path::new(&directory)).await;
    }
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "engine::tests::every_commit_that_was_answered_survives_the_kill_of_the_process"])
        .arg("--nocapture")
        .env(CHILD_WRITES_IN, home.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let answered: Vec<String> =
        lines.filter_map(|line| line.strip_prefix("done ").map(str::to_owned)).take(200).collect();

    child.kill().unwrap();
    child.wait().unwrap();

    let engine = Engine::start(home.path()).await.unwrap();
    assert_eq!(answered.len(), 200);
    for id in answered {
        assert!(records(&engine).get(&record(&id).key).await.unwrap().is_some(), "{id} is lost");
    }
}

#[expect(clippy::print_stdout, reason = "the parent reads what was committed")]
async fn write_for_ever(directory: &Path) {
    let engine = Engine::start(directory).await.unwrap();
    let records = records(&engine);
    println!();
    for n in 0_u64.. {
        assert_eq!(
            records.commit(&[Change::Create(record(&format!("a{n}")))]).await.unwrap(),
            Committed::Done
        );
        println!("done a{n}");
    }
}
