//! Names: a room is a folder, a package and a resource under one name; nothing is called after nothing.
//! The resource's details are held by the test `template`.

use crate::workspace::{packages, production_files, root, rust_files, shown};
use std::collections::BTreeMap;
use std::fs;

#[test]
fn every_room_is_a_folder_a_package_and_a_resource_under_one_name() {
    let template = fs::read_to_string(root().join("infra/template.yaml")).unwrap();
    let drawing = fs::read_to_string(root().join("infra/README.md")).unwrap();

    for package in packages().into_iter().filter(crate::workspace::Package::is_function) {
        let name = &package.name;
        assert!(package.folder.ends_with(name), "rename the folder of `{name}` or the package");
        assert!(name.split('-').count() == 2, "`{name}` must be a verb and a noun");
        assert!(
            template.contains(&format!("CodeUri: ../target/lambda/{name}/")),
            "add `{name}` to the template"
        );
        assert!(drawing.contains(&format!("| {name} |")), "add `{name}` to the table of infra/README.md");
    }
}

const EMPTY_WORDS: [&str; 6] = ["Manager", "Helper", "Utils", "Service", "Data", "Info"];

fn declared_type(line: &str) -> Option<&str> {
    // A type inside an `impl` has the name that its trait gave it.
    let of_a_trait = line.starts_with("    type ");
    let line = if of_a_trait { "" } else { line.trim_start() };
    let declaration = line.strip_prefix("pub ").unwrap_or(line);
    let limited = declaration.strip_prefix("pub(").and_then(|rest| rest.split_once(") "));
    let declaration = limited.map_or(declaration, |(_, rest)| rest);
    let keyword = ["struct ", "enum ", "trait ", "type "];
    let rest = keyword.iter().find_map(|keyword| declaration.strip_prefix(keyword))?;
    rest.split(|c: char| !c.is_alphanumeric()).next()
}

#[test]
fn types_are_nouns_of_the_customers_language() {
    let mut empty = Vec::new();

    for (path, text) in rust_files() {
        let types = text.lines().filter_map(declared_type);
        let bad = types.filter(|name| EMPTY_WORDS.iter().any(|word| name.ends_with(word)));
        empty.extend(bad.map(|name| format!("{}: {name}", shown(&path))));
    }

    assert_eq!(empty, [""; 0], "say what it is in a word of the glossary");
}

/// What each function, and each route, has of its own under the same name, because it means the same in all of them.
const OF_EACH: [&str; 2] = ["Deps", "Query"];

#[test]
fn a_name_of_a_type_has_one_meaning_in_the_whole_house() {
    let mut defined: BTreeMap<String, Vec<String>> = BTreeMap::new();

    for (path, text) in production_files() {
        let code = text.split("#[cfg(test)]\nmod").next().unwrap_or_default();
        let of_the_file = code.lines().filter(|line| !line.starts_with(' '));
        for name in of_the_file.filter_map(declared_type).filter(|name| !OF_EACH.contains(name)) {
            defined.entry(name.to_owned()).or_default().push(path.clone());
        }
    }

    assert!(defined.len() > 700, "so few types that this test would pass without looking: {}", defined.len());
    let twice: Vec<_> = defined.into_iter().filter(|(_, paths)| paths.len() > 1).collect();
    assert_eq!(twice, [], "another meaning has another name; the same thing is defined once");
}

/// Recipes that lead nowhere are worse than none.
#[test]
fn every_path_of_the_recipes_exists() {
    let page = fs::read_to_string(root().join("docs/recipes.md")).unwrap();

    let quoted = page.split('`').skip(1).step_by(2);
    let paths: Vec<&str> = quoted.filter(|text| text.contains('/') && !text.contains(' ')).collect();
    let lost: Vec<_> = paths.iter().filter(|path| !root().join(path).exists()).collect();

    assert!(paths.len() > 40, "so few paths that this test would pass without looking");
    assert_eq!(lost, [&""; 0], "the house was rearranged: say where these live now");
}
