//! Sentences about secret files: who can read them, what a name may be, what a rotation leaves.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use std::collections::BTreeSet;

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[tokio::test]
async fn an_unknown_secret_has_no_live_values() {
    let home = tempfile::tempdir().unwrap();

    assert_eq!(FileSecrets::new(home.path().join("secrets")).live("hook/none").await.unwrap(), texts(&[]));
}

#[tokio::test]
async fn a_rotation_keeps_both_values_newest_first_and_survives_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let secrets = FileSecrets::new(home.path().join("secrets"));
    secrets.replace("hook/acme", &texts(&["old"])).await.unwrap();

    secrets.replace("hook/acme", &texts(&["new", "old"])).await.unwrap();

    let restarted = FileSecrets::new(home.path().join("secrets"));
    assert_eq!(restarted.live("hook/acme").await.unwrap(), texts(&["new", "old"]));
    let files = fs::read_dir(home.path().join("secrets")).unwrap().count();
    assert_eq!(files, 1, "nothing is left beside the file");
}

/// R4.6.
#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let secrets = FileSecrets::new(home.path().join("secrets"));

    secrets.replace("hook", &texts(&["s"])).await.unwrap();

    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(home.path().join("secrets")), 0o700);
    assert_eq!(mode(home.path().join("secrets/hook.json")), 0o600);
}

#[test]
fn names_stay_apart_and_inside_their_directory() {
    let names = ["SG_aB", "SG_ab", "sg_ab", "../etc/passwd", "..", ".", "", "a/b", "a%2fb", "a\0b", "é"];

    let files: BTreeSet<String> = names.iter().map(|name| file_name(name)).collect();

    assert_eq!(files.len(), names.len());
    assert!(files.iter().all(|file| !file.contains(['/', '.', '\\', '\0'])));
    assert_eq!(files, files.iter().map(|file| file.to_lowercase()).collect());
}

#[tokio::test]
async fn a_damaged_file_is_a_permanent_fault_that_does_not_show_its_content() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("hook.json"), "hunter2").unwrap();

    let fault = FileSecrets::new(home.path()).live("hook").await.unwrap_err();

    assert_eq!(fault, Fault::permanent("a secret file does not hold a list of texts"));
}
