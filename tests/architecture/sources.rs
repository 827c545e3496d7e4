//! Sources: every file says what lives in it, no test is put to sleep, nothing names one machine.
//! How long files may be lives in `sizes`.

use crate::workspace::{files, rust_files, shown};
use std::fs;

#[test]
fn every_file_opens_by_saying_what_lives_here() {
    let silent: Vec<_> = rust_files()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| shown(&path))
        .collect();

    assert_eq!(silent, [""; 0], "open with two lines of `//!`: what lives here, what does not");
}

#[test]
fn no_test_is_ignored() {
    let attribute = concat!("#[", "ignore");

    let asleep: Vec<_> = rust_files()
        .into_iter()
        .filter(|(_, text)| text.contains(attribute))
        .map(|(path, _)| shown(&path))
        .collect();

    assert_eq!(asleep, [""; 0], "mend the test or remove it");
}

/// `make test` looks for no examples in the documentation: that compiles everything once more, for none. Drawings say
/// what they are, as `text`.
#[test]
fn no_example_stands_in_a_comment_where_nobody_runs_it() {
    let mut found = Vec::new();

    for (path, text) in rust_files() {
        let said = text.lines().filter_map(|line| {
            let line = line.trim_start();
            line.strip_prefix("//!").or_else(|| line.strip_prefix("///"))
        });
        let fences: Vec<&str> = said.clone().map(str::trim).filter(|line| line.starts_with("```")).collect();
        let drawings = fences.iter().step_by(2).all(|opening| *opening == "```text");
        let indented = said.collect::<Vec<_>>().windows(2).any(
            |pair| matches!(pair, [before, line] if before.trim().is_empty() && line.starts_with("     ")),
        );
        if !drawings || (indented && fences.is_empty()) {
            found.push(shown(&path));
        }
    }

    assert_eq!(found, [""; 0], "show it in a test, or say that it is `text`");
}

/// Beginnings of absolute paths that exist on one machine only.
const MACHINE_PATHS: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/")];

/// Whether the text names the path itself, and not the tail of a longer one such as `https://x.example/home/`.
fn names(text: &str, path: &str) -> bool {
    text.match_indices(path).any(|(at, _)| {
        text.get(..at)
            .and_then(|before| before.chars().next_back())
            .is_none_or(|c| !c.is_alphanumeric() && !"}.-_*".contains(c))
    })
}

#[test]
fn nothing_names_a_path_of_one_machine() {
    let mut named = Vec::new();

    for path in files() {
        let text = fs::read(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap();
        if MACHINE_PATHS.iter().any(|machine| names(&text, machine)) {
            named.push(shown(&path));
        }
    }

    assert_eq!(named, [""; 0], "write paths from the folder of the file, or ask for them");
}
