//! One journey with the program killed between every two of its steps.
//! Random moments under load are in `under_load`.

use crate::program::{Program, mails_to, survey_link};
use tempfile::tempdir;

const HOUR: i64 = 3600;

#[test]
fn killed_between_any_two_steps_the_journey_ends_as_if_nothing_had_happened() {
    let data = tempdir().unwrap();
    let again = |program: Program| {
        program.kill();
        Program::start(data.path(), 0)
    };

    let program = Program::start(data.path(), 0);
    let finished_at = program.client().now().unwrap();
    assert_eq!(program.client().finish_task("T-1", "lea@example.com", &finished_at), Some(202));
    let program = again(program);
    assert_eq!(
        program.client().finish_task("T-1", "lea@example.com", &finished_at),
        Some(200),
        "a tool that repeats itself"
    );
    program.client().advance(6 * HOUR).unwrap();
    let program = again(program);
    assert!(program.client().mails().unwrap().is_empty(), "never early");
    program.client().advance(6 * HOUR).unwrap();
    let program = again(program);
    let mails = program.client().mails().unwrap();
    let link = survey_link(mails_to(&mails, "lea@example.com")[0]).unwrap();
    let program = again(program);
    assert_eq!(program.client().answer(&link, 3), Some(200));
    let program = again(program);
    program.client().advance(2 * HOUR).unwrap();
    let program = again(program);
    program.client().advance(24 * HOUR).unwrap();

    let mails = program.client().mails().unwrap();
    assert_eq!(mails_to(&mails, "lea@example.com").len(), 1);
    assert_eq!(mails_to(&mails, "owner@demo.example").len(), 1);
    assert_eq!(program.client().items("/v1/alerts").unwrap().len(), 1);
    assert_eq!(program.client().items("/v1/answers").unwrap()[0]["nps_score"], 3);
    let stats = program.client().read("/v1/stats/nps?period=7d").unwrap();
    assert_eq!((stats["answers"].as_u64(), stats["detractors"].as_u64()), (Some(1), Some(1)));
}

#[test]
fn a_second_start_on_the_same_data_is_refused_with_a_clear_line() {
    let data = tempdir().unwrap();
    let first = Program::start(data.path(), 0);

    let second = std::process::Command::new(env!("CARGO_BIN_EXE_relance"))
        .args(["--data", data.path().to_str().unwrap(), "--port", "0"])
        .output()
        .unwrap();

    let message = String::from_utf8_lossy(&second.stderr);
    assert_eq!(second.status.code(), Some(1));
    assert!(message.contains("another relance already uses"), "{message}");
    assert_eq!(message.trim().lines().count(), 1);
    assert!(first.client().now().is_some(), "the first one goes on");
}

#[test]
fn bad_options_are_one_clear_line_and_exit_2() {
    let table: [&[&str]; 5] = [
        &["--port", "many"],
        &["--nope"],
        &["--smtp", "mail.example.com"],
        &["--base-url", "ask"],
        &["surplus"],
    ];

    for options in table {
        let output =
            std::process::Command::new(env!("CARGO_BIN_EXE_relance")).args(options).output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{options:?}: {message}");
        assert_eq!(message.trim().lines().count(), 1, "{message}");
        assert!(message.contains(options[0]), "{message}");
    }
}
