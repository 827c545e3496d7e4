//! Sizes: files that fit in a head, entry points that only wire. How many files a folder holds follows its subject.
//! The length of functions is clippy's affair (clippy.toml).

use crate::workspace::{packages, rust_files, shown};
use std::path::Path;

const LONGEST_FILE: usize = 400;
const LONGEST_MAIN: usize = 40;

fn is_own_test(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let in_test_module = path.parent().is_some_and(|folder| folder.ends_with("tests"));
    name == "tests" || name.ends_with("_tests") || (in_test_module && shown(path).contains("src/"))
}

fn lines_without_tests(text: &str) -> usize {
    text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count()
}

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    let mut long = Vec::new();

    for (path, text) in rust_files().into_iter().filter(|(path, _)| !is_own_test(path)) {
        let lines = lines_without_tests(&text);
        if lines > LONGEST_FILE {
            long.push(format!("{}: {lines} lines", shown(&path)));
        }
    }

    assert_eq!(long, [""; 0], "split these files by what changes together");
}

#[test]
fn the_entry_point_of_a_function_only_wires() {
    let mut long = Vec::new();

    for package in packages().into_iter().filter(crate::workspace::Package::is_function) {
        let main = package.folder.join("src/main.rs");
        let lines = std::fs::read_to_string(&main).unwrap_or_default().lines().count();
        if lines == 0 || lines > LONGEST_MAIN {
            long.push(format!("{}: {lines} lines", shown(&main)));
        }
    }

    assert_eq!(
        long, [""; 0],
        "main.rs reads settings, builds adapters and starts the runtime; the rest is lib.rs"
    );
}
