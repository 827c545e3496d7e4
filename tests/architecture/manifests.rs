//! Manifests: versions in one place, the same settings and lints for every member.
//! Which member may depend on which lives in `direction`.

use crate::workspace::{packages, root};
use std::fs;

/// Lines of the dependency tables of a manifest.
fn dependency_lines(manifest: &str) -> Vec<&str> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line.trim_end_matches(']').ends_with("dependencies");
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            lines.push(line);
        }
    }
    lines
}

#[test]
fn versions_are_written_in_the_workspace_manifest_only() {
    let mut own = Vec::new();

    for package in packages() {
        let manifest = package.manifest();
        let lines = dependency_lines(&manifest);
        let versions = lines.into_iter().filter(|line| !line.contains("workspace = true"));
        own.extend(versions.map(|line| format!("{}: {line}", package.name)));
    }

    assert_eq!(own, [""; 0], "write the version under [workspace.dependencies] and `.workspace = true` here");
}

/// R4.9.
#[test]
fn nothing_that_is_locked_brings_openssl() {
    let locked = fs::read_to_string(root().join("Cargo.lock")).unwrap();

    let names: Vec<&str> = locked.lines().filter_map(|line| line.strip_prefix("name = ")).collect();

    assert!(names.len() > 100, "so few crates that this test would pass without looking");
    let brought = names.iter().filter(|name| name.contains("openssl") || name.contains("native-tls"));
    // What only looks for the machine's certificates links no OpenSSL.
    let brought: Vec<_> = brought.filter(|name| **name != "\"openssl-probe\"").collect();
    assert_eq!(brought, Vec::<&&str>::new(), "use rustls with ring");
}

#[test]
fn every_member_inherits_the_settings_and_the_lints() {
    const INHERITED: [&str; 5] = ["version", "edition", "rust-version", "license", "publish"];

    for package in packages() {
        let manifest = package.manifest();
        for setting in INHERITED {
            let line = format!("{setting}.workspace = true");
            assert!(manifest.contains(&line), "add `{line}` to the manifest of {}", package.name);
        }
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{} must obey the workspace lints",
            package.name
        );
    }
}

#[test]
fn unsafe_code_is_forbidden_and_a_panic_unwinds() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();

    assert!(manifest.contains("unsafe_code = \"forbid\""));
    assert!(
        manifest.contains("panic = \"unwind\""),
        "with abort, one bad record would end the whole environment (house rule 8)"
    );
}
