//! The tests of the whole tree, fuzz targets among them, and the ids that each cites, in its name (`r1_7_…`), in the
//! comment above it, in its body, or in the header of its file. Read as text: what the tests do is their own affair.

use crate::cited::ids_in_rust;
use std::fs;
use std::path::{Path, PathBuf};

/// One test and what it cites.
pub struct Evidence {
    /// File, relative to the root.
    pub file: String,
    /// Name of the function.
    pub name: String,
    /// Ids such as `R1.7`, anywhere in it or in the header of its file.
    pub cites: Vec<String>,
    /// Those that it is about: in its name and in the comment above it, and what its whole file is a proof of (R6).
    pub shows: Vec<String>,
}

/// Every test below the root, in order of file and place.
pub fn tests_of_the_tree(root: &Path) -> Vec<Evidence> {
    let mut files = Vec::new();
    for folder in ["shared", "functions", "local", "tests", "bench", "fuzz"] {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    files.iter().flat_map(|file| tests_in(root, file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let own_words = path.ends_with("guarantees/cited.rs");
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !own_words {
            files.push(path);
        }
    }
}

fn tests_in(root: &Path, file: &Path) -> Vec<Evidence> {
    let text = fs::read_to_string(file).unwrap();
    let shown = file.strip_prefix(root).unwrap().display().to_string();
    let lines: Vec<&str> = text.lines().collect();
    let starts: Vec<usize> = (0..lines.len()).filter(|line| is_test(&lines, *line)).collect();
    starts.iter().map(|start| evidence(&shown, &lines, *start)).collect()
}

/// A fuzz target, a sentence of a contract suite, or a `fn` whose attributes, just above it, hold one that ends in `test`.
fn is_test(lines: &[&str], line: usize) -> bool {
    let Some(text) = lines.get(line).map(|text| text.trim_start()) else { return false };
    let sentence = text.starts_with("async fn ") && text.contains("(store: Store)");
    if text.starts_with("fuzz_target!(") || sentence && lines.contains(&"on_every_store!(") {
        return true;
    }
    let above = lines.iter().take(line).rev().map(|text| text.trim());
    let mut attributes = above.take_while(|text| text.starts_with("#[") || text.starts_with("//"));
    let function = text.starts_with("fn ") || text.starts_with("async fn ");
    function && attributes.any(|text| text.starts_with("#[test") || text.starts_with("#[tokio::test"))
}

fn evidence(file: &str, lines: &[&str], start: usize) -> Evidence {
    let signature = lines.get(start).copied().unwrap_or_default();
    let function = signature.split("fn ").nth(1).and_then(|rest| rest.split('(').next());
    let target = file.rsplit('/').next().and_then(|name| name.strip_suffix(".rs"));
    let name = function.or(target).unwrap_or_default().to_owned();
    let above = lines.iter().take(start).rev().take_while(|line| {
        let line = line.trim();
        line.starts_with("#[") || line.starts_with("//")
    });
    let indent = signature.len() - signature.trim_start().len();
    let end = |line: &&&str| **line != format!("{}}}", " ".repeat(indent));
    let body = lines.iter().skip(start).take_while(end);
    let header = lines.iter().take_while(|line| line.starts_with("//!"));
    let of_header: Vec<String> = header.flat_map(|line| ids_in_rust(line)).collect();
    let own: Vec<String> = above.chain([&signature]).flat_map(|line| ids_in_rust(line)).collect();
    let of_body = body.flat_map(|line| ids_in_rust(line));
    Evidence {
        file: file.to_owned(),
        name,
        cites: own.iter().chain(&of_header).cloned().chain(of_body).collect(),
        shows: own.iter().chain(of_header.iter().filter(|id| id.starts_with("R6."))).cloned().collect(),
    }
}
