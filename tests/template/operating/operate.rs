//! docs/operate.md: every block of commands says who runs it, and what it says of the stack test is true.
//! What the commands do is tested by the journeys of `tests/stack`.

use crate::document::root;
use std::collections::BTreeSet;
use std::fs;

/// First lines of the two kinds of blocks.
const RUN_HERE: &str = "# stack test";
const RUN_BY_YOU: &str = "# real account";

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The blocks of commands: first line, and the lines behind it.
fn blocks(text: &str) -> Vec<(String, Vec<String>)> {
    let inside = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let block = |block: &str| {
        let mut lines = block.lines().map(str::to_owned);
        (lines.next().unwrap_or_default(), lines.collect())
    };
    inside.map(block).collect()
}

#[test]
fn every_block_of_commands_says_who_runs_it() {
    for (first, commands) in blocks(&read("docs/operate.md")) {
        assert!([RUN_HERE, RUN_BY_YOU].contains(&first.as_str()), "`{first}`: mark the block");
        assert!(!commands.is_empty(), "a block under `{first}` is empty");
    }
}

/// Chapters whose commands the stack test takes out of the document and runs as they are.
const AS_WRITTEN: [&str; 2] = ["## 0.", "## 3."];

#[test]
fn every_variable_of_a_command_is_set_before() {
    let mut set = BTreeSet::from(["PWD".to_owned()]);
    let mut unset = BTreeSet::new();

    for (_, commands) in blocks(&read("docs/operate.md")) {
        for command in commands {
            for used in command.split('$').skip(1) {
                let name = used.trim_start_matches('{');
                let name: String = name.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect();
                if !name.is_empty() && !set.contains(&name) {
                    unset.insert(format!("{name} in `{command}`"));
                }
            }
            let name: String = command.chars().take_while(char::is_ascii_uppercase).collect();
            if command.get(name.len()..).is_some_and(|rest| rest.starts_with('=')) {
                set.insert(name);
            }
        }
    }

    assert!(set.len() > 5, "so few that this test would pass without looking");
    assert_eq!(unset, BTreeSet::new(), "say in an earlier block where it comes from");
}

/// What a command of the stack test must leave in the journeys: the operator's subcommand in quotes, or the method and
/// the resource of a call.
fn traces(command: &str) -> Vec<String> {
    let command = command.split_once("=$(").map_or(command, |(_, asked)| asked);
    let words: Vec<&str> = command.split_whitespace().collect();
    match words.first().copied() {
        Some("relance") => {
            let options = words.iter().filter(|word| word.starts_with("--"));
            let subcommand = format!("\"{}\"", words.get(1).unwrap());
            [subcommand].into_iter().chain(options.map(|option| format!("\"{option}\""))).collect()
        }
        Some("curl") => {
            let resource = command.split("/v1/").nth(1).unwrap();
            vec![format!("/{}", resource.split(['"', '/']).next().unwrap())]
        }
        Some("python") => vec!["infra/deploy.py".to_owned()],
        other => panic!("`{other:?}`: the stack test cannot be held to this command"),
    }
}

#[test]
fn what_the_stack_test_is_said_to_run_it_runs() {
    let journeys = read("tests/stack/journeys.py") + &read("tests/stack/deployed.py");
    let mut missing = BTreeSet::new();

    let document = read("docs/operate.md");
    let chapters = document.split("\n## ").map(|chapter| format!("## {chapter}"));
    let (as_written, others): (Vec<_>, Vec<_>) =
        chapters.partition(|chapter| AS_WRITTEN.iter().any(|name| chapter.starts_with(name)));
    assert_eq!(as_written.len(), AS_WRITTEN.len());
    let runs_them = format!("as_written({})", AS_WRITTEN.map(|name| format!("\"{name}\"")).join(", "));
    assert!(journeys.contains(&runs_them), "tests/stack must run {AS_WRITTEN:?} as they are written");

    let others = others.iter().flat_map(|chapter| blocks(chapter));
    let here = others.filter(|(first, _)| first == RUN_HERE);
    for command in here.flat_map(|(_, commands)| commands) {
        let lost = traces(&command).into_iter().filter(|trace| !journeys.contains(trace));
        missing.extend(lost.map(|trace| format!("{trace} of `{command}`")));
    }

    assert_eq!(missing, BTreeSet::new(), "run it in tests/stack, or mark the block `{RUN_BY_YOU}`");
}

/// A command that does not exist would only be found by an operator in trouble.
#[test]
fn every_command_of_the_operator_is_explained() {
    let document = read("docs/operate.md") + &read("docs/one-machine.md");
    let commands = read("local/src/operate/mod.rs");
    let list = commands.split("pub enum OperatorCommand {").nth(1).unwrap().split("\n}").next().unwrap();
    let variants = list.lines().map(str::trim).filter(|line| line.ends_with("),"));

    for variant in variants.filter_map(|line| line.split('(').next()) {
        let mut name = String::new();
        for (place, letter) in variant.char_indices() {
            if letter.is_uppercase() && place > 0 {
                name.push('-');
            }
            name.push(letter.to_ascii_lowercase());
        }
        assert!(
            document.contains(&format!("relance {name} ")),
            "neither docs/operate.md nor docs/one-machine.md explains `relance {name}`"
        );
    }
}
