//! Proves that both catalogues are whole, alike, in use, and typeset as each language asks.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use fluent_bundle::FluentResource;
use proptest::prelude::*;
use relance_domain::name::LanguageTag;

use super::{
    catalogue::{ENGLISH, FRENCH},
    *,
};

/// Each key of a catalogue with the names of its arguments.
fn arguments(source: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut current = "";
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once(" =").filter(|_| line.starts_with(char::is_alphabetic)) {
            current = key;
            found.entry(key).or_default();
        }
        let names = line.split('$').skip(1);
        let names = names.map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap());
        found.entry(current).or_default().extend(names);
    }
    found.remove("");
    found
}

/// The crate's own source, without its tests.
fn source(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text += &source(&path);
        } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("tests.rs") {
            text += &fs::read_to_string(&path).unwrap();
        }
    }
    text
}

fn own_source() -> String {
    source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

#[test]
fn both_catalogues_are_read_without_an_error() {
    for catalogue in [FRENCH, ENGLISH] {
        assert!(FluentResource::try_new(catalogue.to_owned()).is_ok());
    }
}

#[test]
fn every_key_exists_in_every_language_with_the_same_arguments() {
    let (french, english) = (arguments(FRENCH), arguments(ENGLISH));

    assert!(french.len() > 60);
    assert_eq!(french, english);
}

#[test]
fn every_text_is_used() {
    let source = own_source();

    for key in arguments(ENGLISH).keys() {
        assert!(source.contains(&format!("\"{key}\"")), "`{key}` is used nowhere");
    }
}

#[test]
fn every_text_asked_for_exists() {
    let source = own_source();
    let keys = arguments(ENGLISH);
    let asked = ["say(", "fill("].iter().flat_map(|call| source.split(call).skip(1));
    let asked: Vec<_> =
        asked.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"')).collect();

    assert!(asked.len() > 40);
    for (key, _) in asked {
        assert!(keys.contains_key(key), "`{key}` is in no catalogue");
    }
}

#[test]
fn french_keeps_its_high_punctuation_from_starting_a_line() {
    for line in FRENCH.lines().filter(|line| !line.starts_with('#')) {
        for (mark, space) in
            [(':', '\u{a0}'), ('»', '\u{a0}'), (';', '\u{202f}'), ('?', '\u{202f}'), ('!', '\u{202f}')]
        {
            for (before, _) in line.match_indices(mark).map(|(at, _)| line.split_at(at)) {
                assert!(before.ends_with(space), "the space before `{mark}` in `{line}`");
            }
        }
        assert!(!line.contains("« "), "a breaking space inside guillemets in `{line}`");
    }
}

#[test]
fn apostrophes_are_curly_in_both_languages() {
    for line in FRENCH.lines().chain(ENGLISH.lines()).filter(|line| !line.starts_with('#')) {
        assert!(!line.contains('\''), "{line}");
    }
}

/// "email" in English, « courriel » in French; nobody is promised how long it takes, and nobody is a man by default.
#[test]
fn the_words_are_those_of_quebec_and_promise_nothing() {
    let said = |catalogue: &'static str| {
        let lines = catalogue.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| format!(" {} ", line.split_once([']', '=']).map_or(line, |(_, words)| words)))
    };

    for (catalogue, never) in [
        (ENGLISH, &[" mail ", " mails ", "E-mail", "minutes to", "about a minute", "two minutes"][..]),
        (FRENCH, &["mail", "deux minutes", "satisfait ", "auprès du client", "technicien"]),
    ] {
        for word in never {
            let found = said(catalogue).find(|line| line.contains(word));
            assert_eq!(found, None, "{word}");
        }
    }
}

#[test]
fn an_english_hour_never_ends_a_sentence_with_two_full_stops() {
    assert!(!ENGLISH.contains("$moment }."), "`p.m.` would be followed by another full stop");
}

#[test]
fn french_never_elides_before_a_name_it_does_not_know() {
    for name in ["company", "agent", "customer", "sender"] {
        for article in ["de", "que", "le", "la"] {
            assert!(!FRENCH.contains(&format!(" {article} {{ ${name}")), "`{article}` before {name}");
        }
    }
}

#[test]
fn the_base_language_decides_and_the_rest_reads_english() {
    for french in ["fr", "fr-CA", "FR_ca"].map(tag) {
        assert_eq!(Catalogue::read_in(&french).say("nps-low"), "Pas du tout probable");
    }
    for english in ["en", "en-CA", "de", "frr"].map(tag) {
        assert_eq!(Catalogue::read_in(&english).say("nps-low"), "Not at all likely");
    }
}

#[test]
fn numbers_follow_the_plural_of_the_language() {
    let summary = |language, count: usize| {
        Catalogue::read_in(&tag(language)).fill("error-summary", &[("count", count.into())])
    };

    assert_eq!(summary("en", 1), "One answer needs a correction");
    assert_eq!(summary("en", 2), "2 answers need a correction");
    assert_eq!(summary("fr", 1), "Une réponse est à corriger");
    assert_eq!(summary("fr", 3), "3 réponses sont à corriger");
}

#[test]
fn each_correction_says_what_to_do() {
    use crate::question::correction;
    use relance_domain::answer::FieldProblem;
    let (french, english) = (Catalogue::of(Language::French), Catalogue::of(Language::English));

    assert_eq!(correction(english, FieldProblem::Required), "An answer is needed here.");
    assert_eq!(
        correction(french, FieldProblem::NotOnScale { min: 1, max: 5 }),
        "Choisissez un nombre de 1 à 5."
    );
    assert_eq!(correction(english, FieldProblem::NotAChoice), "Choose among the answers shown.");
    assert_eq!(
        correction(french, FieldProblem::TooLong { max: 500 }),
        "Raccourcissez ce texte à 500 caractères."
    );
}

#[test]
fn a_browser_s_first_wish_that_we_can_meet_is_met() {
    assert_eq!(Language::wished("de, fr-FR;q=0.9, en;q=0.1"), Some(Language::French));
    assert_eq!(Language::wished("en-US,en;q=0.9"), Some(Language::English));
    assert_eq!(Language::wished("de, *"), None);
}

fn tag(text: &str) -> LanguageTag {
    LanguageTag::parse(text).unwrap()
}

proptest! {
    /// C1: the question of a campaign that has not worded it.
    #[test]
    fn c1_a_name_that_looks_like_a_template_is_only_a_name(name in r"\PC{0,20}") {
        let name = format!("{{ $company }}{name}{{");

        let words = Catalogue::of(Language::English);
        let question = words.fill("default-nps-question", &[("company", name.as_str().into())]);

        prop_assert_eq!(question, format!("How likely are you to recommend {name} to a friend or colleague?"));
    }

    #[test]
    fn a_line_holds_no_control_character(text in any::<String>()) {
        prop_assert!(!one_line(&text).chars().any(char::is_control));
    }
}
