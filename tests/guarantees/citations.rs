//! The book of behaviours (`docs/`) and what cites it: no id without an item, no item without a test. What a citation is
//! lives in `cited`, which tests there are in `evidence`.

use crate::cited::{ids, ids_in_rust};
use crate::evidence::tests_of_the_tree;
use crate::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Items that no test shows yet, and why. Whoever shows one takes it out.
const NOT_YET_SHOWN: &[(&str, &str)] = &[];

#[test]
fn every_citation_has_an_item_in_the_book() {
    let items = items();
    let mut lost = Vec::new();

    for file in files(&root()) {
        let rust = file.extension().is_some_and(|extension| extension == "rs");
        let text = fs::read_to_string(&file).unwrap_or_default();
        for (number, line) in (1..).zip(text.lines()) {
            let cited = if rust { ids_in_rust(line) } else { ids(line) };
            let unknown = cited.into_iter().filter(|id| !items.contains_key(id));
            lost.extend(unknown.map(|id| format!("{}:{number} {id}", file.display())));
        }
    }

    assert!(lost.is_empty(), "write an item `- **ID** …` in docs/, or cite another:\n{}", lost.join("\n"));
}

#[test]
fn every_item_of_the_book_is_shown_by_a_test() {
    let shown = shown();

    let bare: Vec<String> = items().into_keys().filter(|id| !shown.contains(id) && !is_excused(id)).collect();

    assert!(bare.is_empty(), "cite {bare:?} at the tests that show them, or take the items out of docs/");
}

#[test]
fn nothing_is_called_not_yet_shown_that_is() {
    let (items, shown) = (items(), shown());

    let needless = |id: &str| shown.contains(id) || !items.contains_key(id);
    let stale: Vec<_> = NOT_YET_SHOWN.iter().filter(|(id, _)| needless(id)).collect();

    assert!(stale.is_empty(), "take out of NOT_YET_SHOWN: {stale:?}");
}

#[test]
fn the_book_says_everything_once() {
    let twice: Vec<_> = items().into_iter().filter(|(_, files)| files.len() > 1).collect();

    assert!(twice.is_empty(), "{twice:?}");
}

fn is_excused(id: &str) -> bool {
    NOT_YET_SHOWN.iter().any(|(excused, _)| *excused == id)
}

fn shown() -> BTreeSet<String> {
    tests_of_the_tree(&root()).into_iter().flat_map(|test| test.cites).collect()
}

/// Every item, `- **B24** …` in a file of `docs/`, and where it stands.
fn items() -> BTreeMap<String, Vec<PathBuf>> {
    let mut items: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for file in files(&root().join("docs")) {
        for line in fs::read_to_string(&file).unwrap_or_default().lines() {
            let head = line.strip_prefix("- **").and_then(|rest| rest.split("**").next());
            for id in ids(head.unwrap_or_default()) {
                items.entry(id).or_default().push(file.clone());
            }
        }
    }
    assert!(items.len() > 100, "so few items that this test would pass without looking");
    items
}

/// Whatever people write and read: sources, documents, templates, scripts.
fn files(top: &Path) -> Vec<PathBuf> {
    const NOT_OURS: [&str; 4] = [".git", "target", "relance-data", "node_modules"];
    const READ: [&str; 6] = ["rs", "md", "py", "sh", "yaml", "toml"];
    let mut found = Vec::new();
    for entry in fs::read_dir(top).unwrap() {
        let path = entry.unwrap().path();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if path.is_dir() && !NOT_OURS.iter().any(|name| path.ends_with(name)) {
            found.extend(files(&path));
        } else if READ.contains(&extension) && !path.ends_with("guarantees/cited.rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}
