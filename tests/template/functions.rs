//! Each room is a folder, a package, a resource and a set of sample events, under one name; none holds a secret.
//! What a room may do is in `rights`.

use crate::document::{Document, Resource, own_name, root};
use crate::routes::called_function;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn folders(path: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(path).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir());
    entries.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

fn pascal_case(name: &str) -> String {
    let capital =
        |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect();
    name.split('-').map(capital).collect::<Vec<String>>().concat()
}

/// Bodies alone, as the tools post them; the adapters' tests read them.
const BODIES: &str = "hooks";

#[test]
fn every_room_is_a_folder_and_a_resource_and_has_sample_events() {
    let document = Document::system();
    let functions = document.functions();

    let deployed: BTreeSet<_> =
        functions.iter().map(|function| own_name(function.property("FunctionName"))).collect();

    let rooms = folders(&root().join("functions"));
    let mut samples = folders(&root().join("events"));
    samples.remove(BODIES);
    assert_eq!(deployed, rooms, "infra/template.yaml and functions/ differ: add the missing one");
    assert_eq!(deployed, samples, "add events/<function>/<sample>.json for each function");
}

#[test]
fn a_function_is_named_after_its_folder_everywhere() {
    for function in Document::system().functions() {
        let name = own_name(function.property("FunctionName"));
        let manifest = fs::read_to_string(root().join("functions").join(&name).join("Cargo.toml")).unwrap();

        assert_eq!(function.id, pascal_case(&name), "the resource of `{name}` is its name in PascalCase");
        assert_eq!(function.property("CodeUri"), &Value::from(format!("../target/lambda/{name}/")));
        assert_eq!(
            function.definition["Metadata"]["SkipBuild"], true,
            "`{name}` is built once, by `make build`"
        );
        assert!(
            manifest.contains(&format!("name = \"{name}\"")),
            "the package in functions/{name} is named `{name}`"
        );
    }
}

#[test]
fn functions_run_our_own_bootstrap_on_a_chosen_architecture() {
    let document = Document::system();

    let globals =
        document.section("Globals").find(|section| section.id == "Function").unwrap().definition.clone();

    assert_eq!(globals["Runtime"], "provided.al2023");
    assert_eq!(globals["Handler"], "bootstrap");
    assert_eq!(globals["Architectures"][0]["Ref"], "Architecture");
}

#[test]
fn every_sample_event_is_json() {
    for function in folders(&root().join("events")) {
        let samples: Vec<_> =
            fs::read_dir(root().join("events").join(&function)).unwrap().map(Result::unwrap).collect();

        assert!(!samples.is_empty(), "events/{function} has no sample");
        for sample in samples {
            let text = fs::read_to_string(sample.path()).unwrap();
            let read: Result<Value, _> = serde_json::from_str(&text);
            assert!(
                read.is_ok_and(|event| event.is_object()),
                "{} is not a JSON object",
                sample.path().display()
            );
        }
    }
}

fn variables(environment: &Value) -> Vec<(String, Value)> {
    let variables = environment["Variables"].as_object().into_iter().flatten();
    variables.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// R4.6: secrets are looked up by name; the environment may hold the prefix of those names and nothing else.
#[test]
fn no_environment_holds_a_secret() {
    let document = Document::system();
    let globals =
        document.section("Globals").flat_map(|section| variables(&section.definition["Environment"]));
    let own =
        document.functions().into_iter().flat_map(|function| variables(function.property("Environment")));

    for (name, value) in globals.chain(own) {
        let secretive = ["SECRET", "TOKEN", "PASSWORD", "KEY"].iter().any(|word| name.contains(word));
        assert!(
            !secretive || name == "RELANCE_SECRETS_PREFIX",
            "`{name}`: keep secrets in SSM and look them up by name"
        );
        assert!(
            !value.to_string().contains("{{resolve:"),
            "`{name}` would copy a secret into the environment"
        );
    }
}

#[test]
fn no_parameter_is_a_secret() {
    let document = Document::system();

    let secret: Vec<_> = document
        .section("Parameters")
        .filter(|p| p.definition["NoEcho"] == true)
        .map(|p| p.id.to_owned())
        .collect();

    assert_eq!(
        secret,
        Vec::<String>::new(),
        "a secret given to the template can be read from the stack: use SSM"
    );
}

/// R4.8: a flood of requests must not take the concurrency that sending needs.
#[test]
fn public_functions_have_their_own_share_of_concurrency() {
    let document = Document::system();
    let public: BTreeSet<_> =
        document.resources("AWS::ApiGatewayV2::Integration").iter().map(called_function).collect();

    let unreserved = |function: &Resource| function.property("ReservedConcurrentExecutions").is_null();

    for function in document.functions() {
        let reserves = public.contains(function.id) || function.id == "ReleaseDue";
        assert_eq!(
            unreserved(&function),
            !reserves,
            "`{}`: reserve concurrency if and only if public, or the one sweeper",
            function.id
        );
    }
}

/// R2.5: two sweeps at once would lay out the same flood twice.
#[test]
fn one_sweep_runs_at_a_time_with_a_whole_processor_s_memory() {
    let document = Document::system();
    let functions = document.functions();

    let sweeper = functions.iter().find(|function| function.id == "ReleaseDue").unwrap();

    assert_eq!(sweeper.property("ReservedConcurrentExecutions")["Fn::If"][1], 1);
    assert_eq!(sweeper.property("MemorySize"), 1024);
}
