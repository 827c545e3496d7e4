//! Reads the workspace: its packages as cargo sees them, its files as they lie on disk.
//! What must be true of them lives in the other files.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder that holds the workspace.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// One member of the workspace.
pub struct Package {
    pub name: String,
    pub folder: PathBuf,
    dependencies: Vec<(String, Option<String>)>,
}

impl Package {
    /// Names of what the package itself is built from, or, for `dev`, what only its tests use.
    pub fn dependencies(&self, dev: bool) -> impl Iterator<Item = &str> {
        let wanted = move |kind: &Option<String>| (kind.as_deref() == Some("dev")) == dev;
        self.dependencies.iter().filter(move |(_, kind)| wanted(kind)).map(|(name, _)| name.as_str())
    }

    /// Whether this is one of the rooms in functions/.
    pub fn is_function(&self) -> bool {
        self.folder.parent().is_some_and(|parent| parent.ends_with("functions"))
    }

    pub fn manifest(&self) -> String {
        fs::read_to_string(self.folder.join("Cargo.toml")).unwrap()
    }
}

/// All members, as `cargo metadata` knows them.
pub fn packages() -> Vec<Package> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]).current_dir(root());
    let answer: Value = serde_json::from_slice(&cargo.output().unwrap().stdout).unwrap();
    answer["packages"].as_array().unwrap().iter().map(package).collect()
}

fn package(described: &Value) -> Package {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let dependencies = described["dependencies"].as_array().unwrap();
    Package {
        name: text(&described["name"]),
        folder: PathBuf::from(text(&described["manifest_path"])).parent().unwrap().to_owned(),
        dependencies: dependencies
            .iter()
            .map(|one| (text(&one["name"]), one["kind"].as_str().map(str::to_owned)))
            .collect(),
    }
}

const NOT_OURS: [&str; 4] = [".git", "target", "relance-data", "node_modules"];

fn children(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> =
        entries.filter(|path| !NOT_OURS.iter().any(|name| path.ends_with(name))).collect();
    paths.sort();
    paths
}

/// Every folder below `top`, and `top` itself, with what lies in it.
pub fn folders(top: &Path) -> Vec<(PathBuf, Vec<PathBuf>)> {
    let inside = children(top);
    let deeper: Vec<_> = inside.iter().filter(|path| path.is_dir()).flat_map(|path| folders(path)).collect();
    std::iter::once((top.to_owned(), inside)).chain(deeper).collect()
}

/// Every file of the workspace.
pub fn files() -> Vec<PathBuf> {
    let everything = folders(&root()).into_iter().flat_map(|(_, inside)| inside);
    everything.filter(|path| path.is_file()).collect()
}

/// Every Rust file with its text.
pub fn rust_files() -> Vec<(PathBuf, String)> {
    let rust = files().into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let read: Vec<_> = rust.map(|path| (path.clone(), fs::read_to_string(&path).unwrap())).collect();
    assert!(read.len() > 20, "so few Rust files that this test would pass without looking");
    read
}

/// A path as people write it.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Every Rust file of what runs in production, as people write its path, with its text; no file that only tests.
pub fn production_files() -> Vec<(String, String)> {
    let runs = |path: &str| {
        ["shared/", "functions/", "local/"].iter().any(|top| path.starts_with(top)) && path.contains("/src/")
    };
    let only_tests = |path: &str| path.ends_with("tests.rs") || path.contains("/tests/");
    let all = rust_files().into_iter().map(|(path, text)| (shown(&path), text));
    let read: Vec<_> = all.filter(|(path, _)| runs(path) && !only_tests(path)).collect();
    assert!(read.len() > 400, "so few files that a test would pass without looking");
    read
}
