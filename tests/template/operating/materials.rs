//! `infra/sbom.py`: what the functions are made of, whole and the same each time; `infra/build.sh`: the same bytes each time.
//! Which licences are allowed is in deny.toml.

use crate::document::{Document, own_name, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// R4.9.
#[test]
fn the_bill_of_materials_names_every_function_and_everything_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let made = ["one.json", "two.json"].map(|name| {
        let place = folder.path().join(name);
        let mut python = Command::new("python3");
        let done = python.arg(root().join("infra/sbom.py")).arg(&place).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        fs::read_to_string(place).unwrap()
    });

    let bill: Value = serde_json::from_str(&made[0]).unwrap();

    assert_eq!(made[0], made[1], "the same sources give the same bytes");
    assert_eq!((text(&bill["bomFormat"]), text(&bill["specVersion"])), ("CycloneDX", "1.6"));
    assert!(text(&bill["serialNumber"]).starts_with("urn:uuid:"), "{}", bill["serialNumber"]);
    let components = bill["components"].as_array().unwrap();
    let known: BTreeSet<_> =
        components.iter().map(|part| text(&part["bom-ref"])).chain(["relance"]).collect();
    assert!(components.len() > 100, "{} components", components.len());
    for part in components {
        assert!(part["licenses"][0]["expression"].is_string(), "{part}");
        let ours = part["type"] == "application";
        assert!(ours || text(&part["hashes"][0]["content"]).len() == 64, "{part}");
    }
    for need in bill["dependencies"].as_array().unwrap() {
        let lost: Vec<_> = need["dependsOn"].as_array().unwrap().iter().map(text).collect();
        assert!(lost.iter().all(|one| known.contains(one)), "{need}");
    }
    let names: BTreeSet<_> = components.iter().map(|part| text(&part["name"]).to_owned()).collect();
    for function in Document::system().functions() {
        let name = own_name(function.property("FunctionName"));
        assert!(names.contains(&name), "`{name}` is not in the bill of materials");
    }
    let absent = ["dynoxide-rs", "relance-testkit", "proptest"].map(|name| names.contains(name));
    assert_eq!(absent, [false; 3], "what is not deployed is not in it");
}

/// R4.9: that two folders give the same functions takes two builds to see; this is what it stands on.
#[test]
fn a_build_takes_the_paths_of_its_machine_out_and_stops_where_one_stayed() {
    let script = fs::read_to_string(root().join("infra/build.sh")).unwrap();

    for place in ["$PWD", "$registry", "$library"] {
        let taken_out = format!("--remap-path-prefix={place}=/src/");
        let looked_for = format!(" -e \"{place}/\"");
        assert!(script.contains(&taken_out), "`{place}` stays in the functions");
        assert!(script.contains(&looked_for), "nobody looks whether `{place}` stayed in a function");
    }
    assert!(script.contains("cargo lambda build --locked --release"), "versions are those of Cargo.lock");
}
