//! Stored things: nothing stops reading at a number without a word, and no id hangs on how Rust prints a type.
//! How a whole range is read lives in `application::stored::pages`.

use crate::workspace::production_files;

/// Who may ask the store for a part of a range or of a listing, with the reason.
const READ_PARTS: [(&str, &str); 6] = [
    ("shared/application/src/stored/pages.rs", "reads on to the end"),
    ("shared/application/src/call/page.rs", "gives a cursor with what it leaves"),
    ("shared/application/src/account/audit.rs", "is a store around the store"),
    ("shared/application/src/source/connections.rs", "looks at the latest events, as its field says"),
    ("shared/testkit/src/simulator/laws/writes.rs", "recounts all that a play left, without a limit"),
    ("shared/testkit/src/simulator/ports/records.rs", "is a store around the store"),
];

/// The text without white space: rustfmt breaks a chain of calls where it likes.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(str::split_whitespace).collect()
}

/// Adapters and the testkit are stores themselves.
fn is_a_store(path: &str) -> bool {
    ["shared/adapters/", "shared/testkit/src/memory"].iter().any(|store| path.starts_with(store))
}

#[test]
fn whatever_reads_a_part_of_a_range_says_so_by_a_cursor() {
    let mut parts = Vec::new();

    for (path, text) in production_files().into_iter().filter(|(path, _)| !is_a_store(path)) {
        let code = code(&text);
        let asks = [".range(&", ".listed(&"].iter().any(|call| code.contains(call));
        if asks && !READ_PARTS.iter().any(|(known, _)| *known == path) {
            parts.push(path);
        }
    }

    assert_eq!(parts, [""; 0], "read it whole by `Pages` or `Entries`, or give a cursor by `call::page`");
}

#[test]
fn no_derived_id_holds_how_rust_prints_a_type() {
    let mut printed = Vec::new();

    for (path, text) in production_files() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let derives = |body: &&str| body.contains("Unique::derived") && body.contains(":?}");
        if code.split("fn ").any(|body| derives(&body)) {
            printed.push(path);
        }
    }

    assert_eq!(
        printed, [""; 0],
        "give it a word by `as_str`: a name in the code may change, an id never does"
    );
}
