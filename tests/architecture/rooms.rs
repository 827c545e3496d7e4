//! Rooms inside a crate: each sees only those that its `lib.rs` lists above it, so no two can lean on each other.
//! Which crate may see which lives in `direction`.

use crate::workspace::{folders, root};
use std::fs;
use std::path::Path;

/// Crates whose `lib.rs` lists their rooms from the ground up, as `//! - [`room`]: what it is about`.
const LAYERED: [&str; 3] = ["shared/domain", "shared/application", "shared/views"];

fn rooms(lib: &str) -> Vec<&str> {
    lib.lines().filter_map(|line| line.strip_prefix("//! - [`")?.split('`').next()).collect()
}

/// The code of a file without its own tests, which may look further than what they test.
fn production(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Rooms that the code names, as `crate::room` or inside `crate::{…}`.
fn named<'a>(code: &str, rooms: &[&'a str]) -> Vec<&'a str> {
    let seen = |room: &str| {
        let path = format!("crate::{room}");
        code.split(&path).skip(1).any(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    rooms.iter().copied().filter(|room| seen(room)).collect()
}

fn is_test(path: &Path) -> bool {
    path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests")
}

#[test]
fn no_arrow_runs_up_inside_a_crate() {
    let mut up = Vec::new();
    let mut looked_at = 0;

    for member in LAYERED {
        let source = root().join(member).join("src");
        let lib = fs::read_to_string(source.join("lib.rs")).unwrap();
        let order = rooms(&lib);
        let inside = folders(&source).into_iter().flat_map(|(_, files)| files);
        for path in inside.filter(|path| path.extension().is_some_and(|extension| extension == "rs")) {
            let within = path.strip_prefix(&source).unwrap();
            if is_test(within) || within == Path::new("lib.rs") {
                continue;
            }
            let first = within.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
            let own = first.trim_end_matches(".rs");
            let Some(place) = order.iter().position(|room| *room == own) else {
                up.push(format!("{member}: list `{own}` in lib.rs, above whatever may see it"));
                continue;
            };
            looked_at += 1;
            let code = production(&fs::read_to_string(&path).unwrap());
            assert!(!code.contains("use crate::{"), "{}: name one room per `use`", within.display());
            let above = named(&code, &order[place + 1..]);
            up.extend(above.into_iter().map(|room| format!("{member}: {} -> {room}", within.display())));
        }
    }

    assert!(looked_at > 150, "so few files that this test would pass without looking");
    assert_eq!(up, [""; 0], "move the shared part down to where both may see it, or the user up");
}

#[test]
fn every_room_is_in_the_list_once() {
    for member in LAYERED {
        let lib = fs::read_to_string(root().join(member).join("src/lib.rs")).unwrap();
        let mut listed = rooms(&lib);
        let mut declared: Vec<_> =
            lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();

        listed.sort_unstable();
        declared.sort_unstable();

        assert_eq!(listed, declared, "{member}/src/lib.rs");
    }
}

/// What is no subject of its own, with the reason.
const BESIDE_THE_SUBJECTS: [(&str, &str); 3] = [
    ("main", "names the rooms"),
    ("recovery", "what is lost and comes back goes through all of them"),
    ("told", "what the log tells of each of them"),
];

#[test]
fn journeys_are_told_in_the_rooms_of_the_house() {
    let lib = fs::read_to_string(root().join("shared/domain/src/lib.rs")).unwrap();
    let subjects = rooms(&lib);
    let entries = fs::read_dir(root().join("tests/journey")).unwrap();
    let names: Vec<_> = entries
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();

    let beside = |name: &str| BESIDE_THE_SUBJECTS.iter().any(|(known, _)| *known == name);
    let strange: Vec<_> =
        names.iter().filter(|name| !subjects.contains(&name.as_str()) && !beside(name)).collect();

    assert!(names.len() > 8, "{names:?}");
    assert_eq!(strange, [""; 0], "a room of `shared/domain/src/lib.rs`, or one file of one of them");
}
