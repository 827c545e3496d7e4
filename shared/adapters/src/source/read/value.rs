//! Reading JSON that somebody else wrote: a value of an unexpected type is absent, never an error.
//! Which values are looked for lives in `tool`.

use relance_domain::name::letters::is_invisible;
use serde_json::{Number, Value};

/// Whole numbers up to here are exact in a double, and are written without a fraction or an exponent.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A text that says something, a number or a truth, as text. Texts are kept byte for byte: ids are exact (D18).
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        Value::Number(number) => Some(number_text(number)),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// What programs write where they have nothing to say.
const NOTHING: [&str; 8] = ["null", "nil", "none", "undefined", "nan", "n/a", "na", "-"];

/// A text that names one thing of many. Blank and its stand-ins name none (B27), as does a template that the tool did not
/// fill: taken for names, they would make every later event a duplicate of the first.
pub(super) fn id(value: &Value) -> Option<String> {
    text(value).filter(|text| !says_nothing(text) && !is_unfilled(text))
}

/// Whether a text is one of the stand-ins for nothing.
pub(super) fn says_nothing(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    text.is_empty() || NOTHING.iter().any(|nothing| text.eq_ignore_ascii_case(nothing))
}

/// Whether a text is a template that the tool should have filled, such as `{{ticket.id}}`.
pub(super) fn is_unfilled(text: &str) -> bool {
    [("{{", "}}"), ("${", "}"), ("<%", "%>")]
        .iter()
        .any(|(opens, closes)| text.split_once(opens).is_some_and(|(_, after)| after.contains(closes)))
}

/// The first of these pointers that names something.
pub(super) fn first_id(value: &Value, pointers: &[&str]) -> Option<String> {
    pointers.iter().find_map(|pointer| value.pointer(pointer).and_then(id))
}

/// Some tools write ids as doubles: `600.0` is `600`.
#[must_use]
pub fn number_text(number: &Number) -> String {
    match number.as_f64() {
        Some(double) if number.is_f64() && double.fract() == 0.0 && double.abs() < EXACT => {
            format!("{double:.0}")
        }
        _ => number.to_string(),
    }
}

/// The text at the first of these pointers that has one.
pub(super) fn first(value: &Value, pointers: &[&str]) -> Option<String> {
    pointers.iter().find_map(|pointer| value.pointer(pointer).and_then(text))
}

/// A text, or what an object is called.
pub(super) fn label(value: &Value) -> Option<String> {
    text(value).or_else(|| first(value, &["/label", "/name"]))
}

/// The labels of a list, or of a lone value; each once, in order.
pub(super) fn labels<'a>(values: impl IntoIterator<Item = Option<&'a Value>>) -> Vec<String> {
    let items = values.into_iter().flatten().flat_map(|value| match value {
        Value::Array(items) => items.iter().collect(),
        alone => vec![alone],
    });
    let mut seen = std::collections::BTreeSet::new();
    items.filter_map(label).filter(|label| seen.insert(label.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn scalars_read_as_the_text_that_people_would_write() {
        for (value, expected) in [
            (json!("T-1"), Some("T-1")),
            (json!(" T-1 "), Some(" T-1 ")),
            (json!("  \t"), None),
            (json!(600), Some("600")),
            (json!(600.0), Some("600")),
            (json!(18_446_744_073_709_551_615_u64), Some("18446744073709551615")),
            (json!(0.5), Some("0.5")),
            (json!(1e300), Some("1e+300")),
            (json!(true), Some("true")),
            (json!(null), None),
            (json!([1]), None),
            (json!({"label": "x"}), None),
        ] {
            assert_eq!(text(&value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn what_stands_for_nothing_names_nothing() {
        for nothing in [
            " ",
            "\u{a0}",
            "\u{200b}",
            "null",
            "Undefined",
            "N/A",
            " none ",
            "{{ticket.id}}",
            "T-{{ id }}",
            "${id}",
        ] {
            assert_eq!(id(&json!(nothing)), None, "{nothing:?}");
        }
        for name in ["0", "T-1", "nullable", "a-b", "{1}", "none-1"] {
            assert_eq!(id(&json!(name)).as_deref(), Some(name));
        }
    }

    #[test]
    fn labels_come_from_texts_objects_and_lists_and_are_not_repeated() {
        let body =
            json!({"one": {"label": "VIP"}, "many": ["VIP", {"name": "Rive-Sud"}, null, {"id": 3}, 7]});

        let read = labels([body.get("one"), body.get("many"), body.get("none")]);

        assert_eq!(read, ["VIP", "Rive-Sud", "7"]);
    }
}
