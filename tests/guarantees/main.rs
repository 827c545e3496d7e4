//! `GUARANTEES.md` is made from `promises` and from the names of the tests that are about each, so it cannot go stale. That
//! every id is defined in docs/ is held by `citations`. Write the page by `RELANCE_WRITE_GUARANTEES=1`.
#![expect(clippy::unwrap_used, reason = "a broken page must stop the test")]

mod citations;
mod cited;
mod evidence;
mod promises;

use evidence::{Evidence, tests_of_the_tree};
use promises::{NOT_PROMISED, Promise, promises};
use std::fmt::Write as _;
use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// R6.10.
#[test]
fn every_promise_is_shown_by_a_test() {
    let tests = tests_of_the_tree(&root());

    let bare: Vec<&str> =
        promises().filter(|promise| shown_by(promise, &tests).is_empty()).map(|promise| promise.id).collect();

    assert!(
        bare.is_empty(),
        "no test is about {bare:?}: name a test after the requirement, or cite it above the test"
    );
}

/// R6.10.
#[test]
fn the_page_says_what_the_tests_show() {
    let page = page(&tests_of_the_tree(&root()));
    let file = root().join("GUARANTEES.md");
    #[expect(clippy::disallowed_methods, reason = "asks whether to write the page instead of comparing it")]
    if std::env::var("RELANCE_WRITE_GUARANTEES").is_ok() {
        std::fs::write(&file, &page).unwrap();
    }

    let written = std::fs::read_to_string(&file).unwrap_or_default();

    let command = "RELANCE_WRITE_GUARANTEES=1 cargo test -p relance-tests --test guarantees";
    assert!(written == page, "GUARANTEES.md is not what the tests say; write it anew with `{command}`");
}

fn shown_by<'a>(promise: &Promise, tests: &'a [Evidence]) -> Vec<&'a Evidence> {
    tests.iter().filter(|test| test.shows.iter().any(|id| id == promise.id)).collect()
}

fn page(tests: &[Evidence]) -> String {
    let mut page = String::from(INTRODUCTION);
    let mut family = "";
    for promise in promises() {
        if promise.family != family {
            family = promise.family;
            write!(page, "\n## {family}\n").unwrap();
        }
        write!(page, "\n### {} {}\n{}\n", promise.id, promise.title, promise.words).unwrap();
        write!(page, "\n**Residual window.** {}\n\n**Shown by**\n", promise.residual).unwrap();
        for line in listed(&shown_by(promise, tests)) {
            writeln!(page, "- {line}").unwrap();
        }
    }
    page.push_str("\n## Not promised\n");
    for line in NOT_PROMISED {
        writeln!(page, "- {line}").unwrap();
    }
    page
}

/// A line per test; a file with many of them gets one line.
fn listed(tests: &[&Evidence]) -> Vec<String> {
    let mut lines = Vec::new();
    for file in tests.chunk_by(|one, next| one.file == next.file) {
        match file {
            [test, ..] if file.len() > MOST_NAMED => {
                lines.push(format!("`{}` · {} tests", test.file, file.len()));
            }
            few => lines
                .extend(few.iter().map(|test| format!("`{}` · {}", test.file, test.name.replace('_', " ")))),
        }
    }
    lines
}

/// Tests of one file that are named one by one.
const MOST_NAMED: usize = 4;

const INTRODUCTION: &str = "# Guarantees
What relance promises, what remains when everything that can go wrong does so at once, and the tests that show each. This page
is made from the names of the tests (`tests/guarantees`): it changes when they do. A test stands under a promise that it
would fail without; ids are those of `docs/reliability.md`.

In one sentence: an accepted trigger is never lost; it leads to at most one mail unless two independent faults meet, and
with the campaign's policy `hold` to at most one mail in any case; nothing is sent early, after an opt-out, or while
sending is paused; an answer counts once.
";
