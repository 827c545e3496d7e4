//! Direction: `domain <- application <- adapters <- functions, local`; `views` sees `domain` only.
//! Where versions are written lives in `manifests`.

use crate::workspace::{Package, packages};

const SHARED: [&str; 5] =
    ["relance-adapters", "relance-application", "relance-domain", "relance-views", "relance-wire"];

/// Whether one member of the workspace may be built from another.
fn may_see(package: &Package, other: &Package) -> bool {
    let other_name = other.name.as_str();
    match package.name.as_str() {
        "relance-domain" => false,
        "relance-application" | "relance-views" => other_name == "relance-domain",
        "relance-adapters" | "relance-testkit" | "relance-wire" => {
            ["relance-application", "relance-domain"].contains(&other_name)
        }
        "relance" => SHARED.contains(&other_name) || other.is_function(),
        "relance-tests" | "relance-bench" => true,
        _ => package.is_function() && SHARED.contains(&other_name),
    }
}

/// Tests may look further than what they test, but only at the testkit and at what its owner may see.
fn may_test_with(package: &Package, other: &Package) -> bool {
    may_see(package, other) || (other.name == "relance-testkit" && package.name != "relance-domain")
}

#[test]
fn dependencies_point_in_one_direction() {
    let everyone = packages();
    let named = |name: &str| everyone.iter().find(|package| package.name == name);
    let mut wrong = Vec::new();

    for package in &everyone {
        let ours = package.dependencies(false).filter_map(named).filter(|other| !may_see(package, other));
        let tested =
            package.dependencies(true).filter_map(named).filter(|other| !may_test_with(package, other));
        wrong.extend(ours.chain(tested).map(|other| format!("{} -> {}", package.name, other.name)));
    }

    assert_eq!(wrong, [""; 0], "these look the wrong way: move the shared part to where both may see it");
}

/// Crates that only one member may name, so that the world outside has one door.
const ONE_DOOR: [(&str, &str); 4] = [
    ("aws-sdk-", "relance-adapters"),
    ("hmac", "relance-adapters"),
    ("lettre", "relance-adapters"),
    ("reqwest", "relance-adapters"),
];

#[test]
fn the_world_outside_is_named_in_one_crate() {
    let mut wrong = Vec::new();

    for package in packages() {
        for dependency in package.dependencies(false) {
            let door = ONE_DOOR.iter().find(|(prefix, _)| dependency.starts_with(prefix));
            if door.is_some_and(|(_, owner)| *owner != package.name) {
                wrong.push(format!("{} -> {dependency}", package.name));
            }
        }
    }

    assert_eq!(wrong, [""; 0], "ask for what you need through a port; only its adapter names the library");
}

/// The walls that were moved on purpose: `sha2`, because derived ids are digests, and the tables of Unicode, because two
/// spellings of one mailbox are one person.
const DOMAIN_MAY_USE: [&str; 8] =
    ["icu_normalizer", "icu_properties", "idna", "jiff", "libm", "serde", "sha2", "thiserror"];

#[test]
fn the_domain_is_pure() {
    let everyone = packages();
    let domain = everyone.iter().find(|package| package.name == "relance-domain").unwrap();

    let impure: Vec<_> = domain.dependencies(false).filter(|name| !DOMAIN_MAY_USE.contains(name)).collect();

    assert_eq!(impure, [""; 0], "the domain decides and does nothing else: put this behind a port");
}
