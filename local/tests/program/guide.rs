//! `docs/one-machine.md`, its commands run as they stand there beside a running program: a guide that is wrong fails here.
//! Its proxy is tried in `proxy`.

use crate::program::Program;
use std::path::Path;
use std::process::Command;
use tempfile::tempdir;

const GUIDE: &str = include_str!("../../../docs/one-machine.md");

fn run(script: &str, home: &Path) -> String {
    let script = script.replace("/var/lib/relance", home.to_str().unwrap());
    let program = Path::new(env!("CARGO_BIN_EXE_relance")).parent().unwrap();
    let script = format!("PATH={}:$PATH\n{script}", program.display());
    let output = Command::new("bash").args(["-euc", &script]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{script}\n{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

fn tried() -> Vec<&'static str> {
    let blocks = GUIDE.split("```sh\n# tried\n").skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn the_commands_of_the_guide_do_what_it_says() {
    let home = tempdir().unwrap();
    let data = home.path().join("data");
    let public = ["--empty", "--base-url", "https://ask.example.com"];
    let program = Program::start_with(&data, 0, &public);
    let [account, backup, restore] = tried().try_into().expect("the guide has three blocks");

    let opened = run(account, home.path());
    let copied = run(backup, home.path());
    let restored = run(restore, home.path());

    assert!(opened.contains("api key: rlk_"), "{opened}");
    assert!(opened.contains("console: https://ask.example.com/console/sign-in?token=acme."), "{opened}");
    assert!(copied.contains("backup"), "{copied}");
    assert!(
        restored.contains("sending of `acme` starts again") && restored.contains("ok  the store opens"),
        "{restored}"
    );
    program.kill();
    let restored = Program::start_with(&home.path().join("backup"), 0, &["--empty", "--restore-epoch", "1"]);
    let key = opened.lines().find_map(|line| line.strip_prefix("api key: ")).unwrap();
    let settings = restored.client().with_key(key).read("/v1/settings").unwrap();
    assert_eq!(settings["sender"], "survey@example.com");
}

#[test]
fn the_service_of_the_guide_starts_with_options_that_exist() {
    let line = GUIDE.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/relance ")).unwrap();

    let output =
        Command::new(env!("CARGO_BIN_EXE_relance")).args(line.split(' ')).arg("--help").output().unwrap();

    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
