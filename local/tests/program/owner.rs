//! What whoever owns the machine does beside the real program, and what it says to them: options, keys, links, exports.
//! What damage of its files leads to is in `damage`.

use crate::neighbours::until;
use crate::program::{KEY, Program};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::tempdir;

fn relance(options: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relance"));
    command.args(options).envs(variables.iter().copied()).output().unwrap()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_link_into_the_console_is_had_beside_the_running_program_and_opens_it_once() {
    let data = tempdir().unwrap();
    let program = Program::start(data.path(), 0);

    let output = relance(&["sign-in", "--data", text(data.path()), "--organization", "demo"], &[]);

    let link = told(&output);
    let link = link.trim().strip_prefix("console: ").expect(&link);
    assert!(
        link.starts_with(&format!("http://127.0.0.1:{}/console/sign-in?token=demo.", program.port())),
        "{link}"
    );
    let opens = || {
        let output = Command::new("curl")
            .args(["-s", "-o", "/dev/null", "-w", "%{http_code}", "-d", "", link])
            .output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    assert_eq!([opens(), opens()], ["303", "401"]);
}

#[test]
fn the_desk_is_there_for_nobody_without_its_key() {
    let data = tempdir().unwrap();
    let program = Program::start(data.path(), 0);

    for key in ["", "Bearer ", "Bearer guessed"] {
        let asked = format!("http://127.0.0.1:{}/desk/sign-in", program.port());
        let output = Command::new("curl")
            .args(["-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", &format!("authorization: {key}")])
            .args([
                "-H",
                "content-type: application/json",
                "-d",
                r#"{"organization":"demo","user":"x"}"#,
                &asked,
            ])
            .output();
        assert_eq!(String::from_utf8_lossy(&output.unwrap().stdout), "404", "{key}");
    }
}

#[test]
fn help_names_variables_and_never_their_values() {
    let secrets = [
        ("RELANCE_SMTP", "smtp://user:hunter2@mail.example.com"),
        ("RELANCE_BASE_URL", "https://hunter2.example.com"),
        ("RELANCE_API_KEY", "hunter2-hunter2-hunter2-hunter2-hunter2"),
        ("RELANCE_DATA", "/tmp/hunter2"),
    ];
    for command in [&["--help"][..], &["doctor", "--help"], &["sign-in", "--help"], &["backup", "--help"]] {
        let help = told(&relance(command, &secrets));

        assert!(help.contains("RELANCE_DATA") && !help.contains("hunter2"), "{help}");
    }
}

#[test]
fn variables_switch_options_on_by_1_and_off_by_0() {
    for (value, demo) in [("1", false), ("0", true)] {
        let data = tempdir().unwrap();

        let program =
            Program::start_as(data.path(), 0, &[], &[("RELANCE_EMPTY", value), ("RELANCE_API_KEY", KEY)]);

        assert_eq!(program.client().items("/v1/campaigns").is_some(), demo, "{value}");
    }
}

#[test]
fn the_key_of_this_machine_takes_the_place_of_the_one_before() {
    let data = tempdir().unwrap();
    let (first, second) = ("first-key-".repeat(4), "second-key-".repeat(4));
    let accepted = |given: &str| {
        let program = Program::start_as(data.path(), 0, &[], &[("RELANCE_API_KEY", given)]);
        [&first, &second].map(|key| program.client().with_key(key).read("/v1/campaigns").is_some())
    };

    assert_eq!(
        [accepted(&first), accepted(&second), accepted(&first)],
        [[true, false], [false, true], [true, false]]
    );
}

#[test]
fn a_made_key_is_printed_at_the_first_start_only_and_a_short_one_is_refused() {
    let data = tempdir().unwrap();
    let greetings: Vec<String> =
        (0..2).map(|_| Program::start_as(data.path(), 0, &[], &[]).greeting().join("\n")).collect();
    let key = fs::read_to_string(data.path().join("api-key")).unwrap();

    assert!(key.len() >= 32 && greetings[0].contains(&format!("api key: {key}")), "{greetings:?}");
    assert!(!greetings[1].contains(&key) && greetings[1].contains("api-key"), "{greetings:?}");
    let short = relance(&["--api-key", "only-31-characters-are-too-few-"], &[]);
    assert!(short.status.code() == Some(2) && told(&short).contains("at least 32"), "{}", told(&short));
}

#[test]
fn an_export_replaces_a_file_only_when_it_is_told_to() {
    let home = tempdir().unwrap();
    let (data, file) = (home.path().join("data"), home.path().join("demo.jsonl"));
    Program::start(&data, 0).kill();
    fs::write(&file, "precious").unwrap();
    let export = ["export", "--data", text(&data), "--organization", "demo", text(&file)];

    let refused = relance(&export, &[]);
    let kept = fs::read_to_string(&file).unwrap();
    let done = relance(&[&export[..], &["--overwrite"]].concat(), &[]);

    assert!(
        !refused.status.success() && told(&refused).contains("demo.jsonl` is there already"),
        "{}",
        told(&refused)
    );
    assert_eq!(kept, "precious");
    assert!(done.status.success() && fs::read_to_string(&file).unwrap().len() > 1_000, "{}", told(&done));
}

#[test]
fn a_mail_server_that_is_not_there_is_named_with_the_mail_that_waits_for_it() {
    let data = tempdir().unwrap();
    let first = Program::start(data.path(), 0);
    let campaign = first.client().items("/v1/campaigns").unwrap()[0]["id"].as_str().unwrap().to_owned();
    first.kill();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let smtp = format!("smtp://user:hunter2@127.0.0.1:{port}");
    let log = data.path().join("log");
    let mut program = Command::new(env!("CARGO_BIN_EXE_relance"))
        .args(["--data", text(data.path()), "--port", "0", "--smtp", &smtp])
        .env("RELANCE_API_KEY", KEY)
        .stderr(fs::File::create(&log).unwrap())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let told = || fs::read_to_string(&log).unwrap();
    let asked = || {
        let desk: serde_json::Value =
            serde_json::from_slice(&fs::read(data.path().join("desk.json")).ok()?).ok()?;
        let url = format!("http://{}/v1/campaigns/{campaign}/send", desk["address"].as_str()?);
        let people = r#"{"recipients":[{"email":"person@example.com"}]}"#;
        let mut curl = Command::new("curl");
        curl.args(["-sf", "-o", "/dev/null", "-H", &format!("authorization: Bearer {KEY}")]);
        curl.args(["-H", "content-type: application/json", "-d", people, &url])
            .status()
            .ok()?
            .success()
            .then_some(())
    };

    until("the list is taken", asked);
    until("a line about it", || told().contains("the conversation with the mail server broke").then_some(()));

    program.kill().unwrap();
    program.wait().unwrap();
    let told = told();
    assert!(told.contains(&format!("127.0.0.1:{port}")) && told.contains("inv_"), "{told}");
    assert!(!told.contains("hunter2") && !told.contains("person@"), "{told}");
}

#[test]
fn memory_stays_flat_however_many_mails_the_outbox_holds() {
    let data = tempdir().unwrap();
    let before = Program::start(data.path(), 0);
    let memory = before.memory_kib();
    before.kill();
    let outbox = data.path().join("outbox/outbox.jsonl");
    let html = "x".repeat(4 * 1024);
    let line = |n: u32| {
        format!(
            r#"{{"id":"demo.inv_{n}.1","to":"a@example.com","from":"A <s@demo.example>","subject":"s","headers":{{}},"text":"t","html":"{html}","links":[],"sent_at":"2026-11-27T08:00:00Z"}}"#
        )
    };
    let lines: Vec<String> = (0..10_000).map(line).collect();
    fs::write(&outbox, lines.join("\n") + "\n").unwrap();

    let program = Program::start(data.path(), 0);
    let listing =
        format!("curl -s http://127.0.0.1:{}/local/outbox.json | grep -o '\"id\":' | wc -l", program.port());
    let listed = Command::new("bash").args(["-c", &listing]).output().unwrap();

    let grown = program.memory_kib().saturating_sub(memory);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).trim(), "10000");
    assert!(grown < 12 * 1024, "40 MB of mails cost {grown} KiB of memory");
}
