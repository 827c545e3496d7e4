//! Sentences about reading bodies.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use proptest::prelude::*;
use relance_domain::schedule::Delay;
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

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Times {
    day: Option<jiff::civil::Date>,
    at: Option<jiff::Timestamp>,
    days: Vec<jiff::civil::Date>,
    kind: Option<relance_domain::alert::AlertKind>,
    value: Option<relance_domain::question::AnswerValue>,
    each: BTreeMap<String, f64>,
    pair: Option<(u8, u8)>,
}

/// Neither serde nor jiff speaks to whoever sends a body.
#[test]
fn what_cannot_be_read_is_said_in_our_words() {
    let (day, instant) =
        ("expected a day such as `2026-12-25`", "expected an instant such as `2026-11-22T15:00:00Z`");
    let table = [
        (json!({ "day": "x" }), "day", day),
        (json!({ "day": "" }), "day", day),
        (json!({ "day": "2026-02-30" }), "day", day),
        (json!({ "day": "2026-13-01" }), "day", day),
        (json!({ "day": "9999-12-31T23:59:59Z" }), "day", day),
        (json!({ "day": {} }), "day", day),
        (json!({ "days": ["2026-12-25", "26-12-25"] }), "days.1", day),
        (json!({ "at": "2026-11-22" }), "at", instant),
        (json!({ "at": "2026-11-22T10:00:00" }), "at", instant),
        (json!({ "at": "2026-11-22T10:00:00Zjunk" }), "at", instant),
        (json!({ "at": "2026-11-22T10:00:00+99:00" }), "at", instant),
        (json!({ "at": [] }), "at", instant),
        (json!({ "value": { "a": null } }), "value", "a value of this kind cannot stand here"),
        (json!({ "each": { "a": "b" } }), "each.a", "expected a number"),
        (json!({ "pair": [1] }), "pair", "expected a list"),
        (json!({ "pair": "x" }), "pair", "expected a list"),
    ];

    for (given, field, reason) in table {
        let refusal = decoded::<Times>(&members(&given)).unwrap_err();
        let named: Vec<_> =
            refusal.errors.iter().map(|bad| (bad.field.as_str(), bad.reason.as_str())).collect();
        assert_eq!(named, [(field, reason)], "{given}");
    }
    let refusal = decoded::<Times>(&members(&json!({ "kind": "angry" }))).unwrap_err();
    assert!(refusal.errors[0].reason.starts_with("`angry` is none of `"), "{:?}", refusal.errors);
}

#[test]
fn a_missing_field_is_named() {
    let refusal = decoded::<Sample>(&members(&json!({ "count": 1 }))).unwrap_err();

    let missing = BadField::at(&["name".to_owned()], BadFieldCode::Missing, "it is needed");
    assert_eq!(refusal.errors, [missing]);
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

    let errors: Vec<_> =
        refusal.errors.iter().map(|bad| (bad.field.as_str(), bad.pointer.as_deref())).collect();
    assert_eq!(errors, [("texts.fr.title", Some("/texts/fr/title"))]);
    assert_eq!(refusal.errors[0].code, BadFieldCode::Unreadable);
}

/// RFC 6901: what separates members in a pointer may also be part of their names.
#[test]
fn a_pointer_leads_to_a_member_of_any_name() {
    let given = json!({ "name": "a", "texts": { "fr.x": { "a/b~c": 1 } } });

    let refusal = decoded::<Sample>(&members(&given)).unwrap_err();

    assert_eq!(refusal.errors[0].pointer.as_deref(), Some("/texts/fr.x/a~1b~0c"));
}

/// `MergePatch` of RFC 7396, section 2, word for word.
fn reference(target: Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else { return patch.clone() };
    let mut target = match target {
        Value::Object(target) => target,
        _ => Members::new(),
    };
    for (name, value) in patch {
        if value.is_null() {
            target.remove(name);
        } else {
            let before = target.remove(name).unwrap_or(Value::Null);
            target.insert(name.clone(), reference(before, value));
        }
    }
    Value::Object(target)
}

/// Few names, so that patches meet what they patch.
fn documents() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3_i32).prop_map(Value::from),
        "[ab]".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::btree_map("[abc]", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    /// R6.6.
    #[test]
    fn r6_6_a_merge_patch_is_the_one_of_the_standard(base in documents(), patch in documents()) {
        if let (Value::Object(base), Value::Object(members)) = (&base, &patch) {
            let expected = reference(Value::Object(base.clone()), &patch);
            prop_assert_eq!(Value::Object(merged(base.clone(), members)), expected);
        }
    }
}
