//! Sizes: files that fit in a head, folders that fit in a glance, entry points that only wire.
//! The length of functions is clippy's affair (clippy.toml).

use crate::workspace::{folders, packages, rust_files, shown};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 400;
const LONGEST_MAIN: usize = 40;
const MOST_CHILDREN: usize = 7;

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

/// `send.rs`, `send/` and `send/tests.rs` are one child; the file that names the folder itself is none.
fn child(path: &Path) -> Option<PathBuf> {
    let entry = ["mod.rs", "lib.rs", "main.rs"].iter().any(|name| path.ends_with(name));
    let relevant = path.is_dir() || path.extension().is_some_and(|extension| extension == "rs");
    (relevant && !entry && !is_own_test(path)).then(|| path.with_extension(""))
}

#[test]
fn no_folder_of_code_has_more_than_seven_children() {
    let mut crowded = Vec::new();

    for package in packages() {
        let code = folders(&package.folder).into_iter().filter(|(folder, _)| folder != &package.folder);
        for (folder, inside) in code {
            let children: BTreeSet<_> = inside.iter().filter_map(|path| child(path)).collect();
            if children.len() > MOST_CHILDREN {
                crowded.push(format!("{}: {} children", shown(&folder), children.len()));
            }
        }
    }

    assert_eq!(crowded, [""; 0], "put a level between: group these files by what they are about");
}
