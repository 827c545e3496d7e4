//! Sentences about reading bodies.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use relance_domain::campaign::Delay;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    name: String,
    #[serde(default)]
    delay: Delay,
    #[serde(default)]
    texts: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    count: Option<u8>,
}

fn members(value: &Value) -> Members {
    value.as_object().unwrap().clone()
}

fn sample() -> Sample {
    decoded(&members(&json!({ "name": "a", "delay": "00:12:00", "texts": { "fr": { "title": "t" } } })))
        .unwrap()
}

#[test]
fn all_bad_fields_are_named_at_once() {
    let given = json!({ "name": 5, "delay": "00:24:00", "colour": "red", "count": 300, "texts": [] });

    let refusal = decoded::<Sample>(&members(&given)).unwrap_err();

    let named: Vec<_> = refusal.errors.iter().map(|bad| (bad.field.as_str(), bad.reason.as_str())).collect();
    assert_eq!(
        named,
        [
            ("colour", "there is no such field here"),
            ("count", "expected a whole number from 0 to 255"),
            ("delay", "`00:24:00` is not of the form `DD:HH:MM`, such as `00:12:00` for twelve hours"),
            ("name", "expected a text"),
            ("texts", "expected an object"),
        ]
    );
}

#[test]
fn a_missing_field_is_named() {
    let refusal = decoded::<Sample>(&members(&json!({ "count": 1 }))).unwrap_err();

    assert_eq!(refusal.errors, [BadField::new("name", "it is needed")]);
}

#[test]
fn a_patch_keeps_what_it_does_not_name() {
    let patch = members(&json!({ "texts": { "fr": { "subject": "s" }, "en": { "title": "t" } } }));

    let changed = patched(&sample(), &patch).unwrap();

    let expected = json!({
        "name": "a", "delay": "00:12:00", "count": null,
        "texts": { "en": { "title": "t" }, "fr": { "subject": "s", "title": "t" } },
    });
    assert_eq!(serde_json::to_value(&changed).unwrap(), expected);
}

#[test]
fn null_in_a_patch_takes_a_member_away() {
    let patch = members(&json!({ "delay": null, "texts": { "fr": null } }));

    let changed = patched(&sample(), &patch).unwrap();

    assert_eq!((changed.delay, changed.texts.len()), (Delay::NONE, 0));
}

#[test]
fn a_bad_field_deep_inside_is_named_by_its_path() {
    let refusal = patched(&sample(), &members(&json!({ "texts": { "fr": { "title": 1 } } }))).unwrap_err();

    assert_eq!(refusal.errors, [BadField::new("texts.fr.title", "expected a text")]);
}
