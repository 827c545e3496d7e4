//! Proves that both catalogues are whole, alike, in use, and typeset as each language asks.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use fluent_bundle::FluentResource;
use proptest::prelude::*;

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
        for mark in [':', ';', '?', '!', '»'] {
            for (before, _) in line.match_indices(mark).map(|(at, _)| line.split_at(at)) {
                assert!(before.ends_with('\u{a0}'), "no non-breaking space before `{mark}` in `{line}`");
            }
        }
        assert!(!line.contains("« "), "a breaking space inside guillemets in `{line}`");
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
    for french in ["fr", "fr-CA", "FR_ca"] {
        assert_eq!(Catalogue::of(french).say("nps-low"), "Pas du tout probable");
    }
    for english in ["en", "en-CA", "de", "frr", ""] {
        assert_eq!(Catalogue::of(english).say("nps-low"), "Not at all likely");
    }
}

#[test]
fn numbers_follow_the_plural_of_the_language() {
    let summary =
        |language, count: usize| Catalogue::of(language).fill("error-summary", &[("count", count.into())]);

    assert_eq!(summary("en", 1), "One answer needs a correction");
    assert_eq!(summary("en", 2), "2 answers need a correction");
    assert_eq!(summary("fr", 1), "Une réponse est à corriger");
    assert_eq!(summary("fr", 3), "3 réponses sont à corriger");
}

#[test]
fn each_correction_says_what_to_do() {
    assert_eq!(correction("en", Correction::Missing), "An answer is needed here.");
    assert_eq!(correction("fr", Correction::OffScale { min: 1, max: 5 }), "Choisissez un nombre de 1 à 5.");
    assert_eq!(correction("en", Correction::UnknownChoice), "Choose among the answers shown.");
    assert_eq!(
        correction("fr", Correction::TooLong { max_chars: 500 }),
        "Raccourcissez ce texte à 500 caractères."
    );
}

/// C1, C9.
#[test]
fn default_texts_name_the_company_and_fit_their_limits() {
    for language in ["fr", "en"] {
        let mail = default_mail(language, "Nord");
        let information = default_information(language, "Nord");

        assert!(mail.subject.chars().count() < 60, "{}", mail.subject);
        assert!(mail.description.contains("Nord") && !mail.title.is_empty());
        // C8: at most 800 characters, and a company's name is short of that.
        assert!(information.contains("Nord") && information.chars().count() < 400, "{information}");
        assert!(default_nps_question(language, "Nord").contains("Nord"));
    }
}

proptest! {
    #[test]
    fn a_name_that_looks_like_a_template_is_only_a_name(name in r"\PC{0,20}") {
        let name = format!("{{ $company }}{name}{{");

        let question = default_nps_question("en", &name);

        prop_assert_eq!(question, format!("How likely are you to recommend {name} to a friend or colleague?"));
    }

    #[test]
    fn a_line_holds_no_control_character(text in any::<String>()) {
        prop_assert!(!one_line(&text).chars().any(char::is_control));
    }
}
