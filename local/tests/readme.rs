//! The README's tour, run as it stands there: a document that is wrong fails here.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a wrong document must stop the test")]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use tempfile::tempdir;

#[test]
fn the_tour_of_the_readme_ends_with_a_score() {
    let readme = include_str!("../../README.md");
    let tour = readme.split("<!-- tour -->\n```sh\n").nth(1).and_then(|rest| rest.split("```").next());
    let home = tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_relance"))
        .args(["--port", "0"])
        .current_dir(home.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines().map_while(Result::ok);
    let greeting: Vec<String> = lines.take_while(|line| line != "ready").collect();
    let hook =
        greeting.iter().find_map(|line| line.strip_prefix("hook: http://")).expect("a hook is printed");
    let address = hook.split('/').next().unwrap();

    let script = tour.expect("the README has a tour").replace("localhost:8080", address);
    let output = Command::new("bash").args(["-euc", &script]).current_dir(home.path()).output();
    program.kill().unwrap();
    program.wait().unwrap();

    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains(r#""outcome":"accepted""#) && said.contains("200\n"), "{said}");
    assert!(said.contains(r#""nps":100.0,"answers":1"#), "{said}");
}
