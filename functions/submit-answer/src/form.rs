//! Form bodies and JSON bodies as the same form: control name to texts.
//! Whether a field is a good answer is decided by the domain.

use axum::http::{HeaderMap, header};
use relance_adapters::webhook::{number_text, without_mark};
use relance_domain::answer::Form;
use relance_views::frame::page::FORM;
use serde_json::Value;

/// How a body was sent, which is also how the answer is sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// By a browser.
    Form,
    /// By a program.
    Json,
}

/// How the sender speaks.
pub fn spoken(headers: &HeaderMap) -> Spoken {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") { Spoken::Json } else { Spoken::Form }
}

/// The fields of a body; `None` when it cannot be read.
pub fn fields(spoken: Spoken, body: &[u8]) -> Option<Form> {
    match spoken {
        Spoken::Form => {
            let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok()?;
            Some(collect(pairs))
        }
        Spoken::Json => from_json(serde_json::from_slice(without_mark(body)).ok()?),
    }
}

fn collect(pairs: Vec<(String, String)>) -> Form {
    let mut fields = Form::new();
    for (name, text) in pairs {
        fields.entry(name).or_default().push(text);
    }
    fields
}

/// `{"values": {question: value}}`, as `/v1/answers` shows them, or the values alone.
fn from_json(body: Value) -> Option<Form> {
    let Value::Object(mut body) = body else { return None };
    let mut fields = Form::new();
    let values = match body.remove("values") {
        Some(Value::Object(values)) => {
            // Beside the values, a public survey's form.
            if let Some(form) = body.remove(FORM) {
                fields.insert(FORM.to_owned(), texts(form)?);
            }
            values
        }
        Some(_) => return None,
        None => body,
    };
    for (name, value) in values {
        match value {
            // A matrix: rows by their names, as in the controls of the form.
            Value::Object(rows) => {
                for (row, value) in rows {
                    fields.insert(format!("{name}.{row}"), texts(value)?);
                }
            }
            value => _ = fields.insert(name, texts(value)?),
        }
    }
    Some(fields)
}

fn texts(value: Value) -> Option<Vec<String>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::String(text) => Some(vec![text]),
        Value::Number(number) => Some(vec![number_text(&number)]),
        Value::Array(values) => {
            values.into_iter().map(|value| texts(value).and_then(|mut one| one.pop())).collect()
        }
        Value::Bool(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn a_form_and_its_json_say_the_same() {
        let form = fields(Spoken::Form, b"q_nps=9&q_many=a&q_many=b&q_text=tr%C3%A8s+bien").unwrap();
        let json = r#"{"values":{"q_nps":9,"q_many":["a","b"],"q_text":"très bien"}}"#;

        assert_eq!(fields(Spoken::Json, json.as_bytes()).unwrap(), form);
    }

    #[test]
    fn json_is_known_however_its_type_is_written() {
        let spoken_as = |kind: &str| {
            let kind = kind.parse().unwrap();
            spoken(&HeaderMap::from_iter([(header::CONTENT_TYPE, kind)]))
        };

        for kind in ["application/json", "Application/JSON; charset=utf-8", " APPLICATION/JSON;v=1"] {
            assert_eq!(spoken_as(kind), Spoken::Json, "{kind}");
        }
        assert_eq!(spoken_as("application/x-www-form-urlencoded"), Spoken::Form);
        assert_eq!(spoken_as("application/jsonish"), Spoken::Form);
    }

    #[test]
    fn a_whole_number_is_one_however_a_program_writes_it() {
        let plain = fields(Spoken::Json, br#"{"q_nps":9}"#).unwrap();

        for body in [&br#"{"q_nps":9.0}"#[..], b"\xef\xbb\xbf{\"q_nps\":9}", br#"{"q_nps":0.9e1}"#] {
            assert_eq!(fields(Spoken::Json, body).unwrap(), plain);
        }
        assert_ne!(fields(Spoken::Json, br#"{"q_nps":9.5}"#).unwrap(), plain);
    }

    #[test]
    fn a_matrix_is_said_by_rows_or_as_one_object() {
        let form = fields(Spoken::Form, b"q_m.speed=4&q_m.care=not_applicable").unwrap();
        let json = r#"{"values":{"q_m":{"speed":4,"care":"not_applicable"}}}"#;

        assert_eq!(fields(Spoken::Json, json.as_bytes()).unwrap(), form);
    }

    #[test]
    fn what_cannot_be_read_is_not_guessed() {
        for bad in ["[]", "{\"q\":{\"r\":{}}}", "{\"values\":3}", "{", "true"] {
            assert!(fields(Spoken::Json, bad.as_bytes()).is_none(), "{bad}");
        }
    }
}
