//! Form bodies and JSON bodies as the same form: control name to texts.
//! Whether a field is a good answer is decided by the domain.

use crate::unreadable;
use axum::http::{HeaderMap, StatusCode};
use relance_adapters::source::number_text;
use relance_application::call::{BadField, BadFieldCode};
use relance_domain::answer::{FieldError, FieldProblem, Form};
use relance_views::frame::page::FORM;
use relance_wire::{Problem, is_json, object, plain};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Member of a JSON body that holds the values, as `/v1/answers` shows them.
const VALUES: &str = "values";

/// What a link chooses: which question is preselected with which value, and in which language. Never recorded.
pub type Preselected = BTreeMap<String, String>;

/// How a body was sent, which is also how the answer is sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// By a browser.
    Form,
    /// By a program.
    Json,
}

/// A body that was sent.
pub struct SentBody {
    /// How.
    pub spoken: Spoken,
    /// What it holds, by the name of its control.
    pub fields: Form,
    /// The member of a JSON body under which the values stood, where there was one.
    values_under: Option<&'static str>,
}

impl SentBody {
    /// Reads a body in the way in which its sender speaks.
    ///
    /// # Errors
    /// A problem that says where it cannot be read.
    pub fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Problem> {
        if !is_json(headers) {
            let fields = form_fields(body).ok_or_else(unreadable)?;
            return Ok(Self { spoken: Spoken::Form, fields, values_under: None });
        }
        plain(headers)?;
        from_json(object(body)?)
    }

    /// What is wrong with a value, and where in the body it stood.
    pub fn bad_field(&self, error: &FieldError) -> BadField {
        let code = match error.problem {
            FieldProblem::Required => BadFieldCode::Missing,
            FieldProblem::NotAsked => BadFieldCode::Unknown,
            _ => BadFieldCode::Unusable,
        };
        let path: Vec<_> =
            self.values_under.into_iter().chain(error.field.split('.')).map(str::to_owned).collect();
        BadField { field: error.field.clone(), ..BadField::at(&path, code, problem(error.problem)) }
    }
}

/// A problem in the words of the JSON answer.
fn problem(problem: FieldProblem) -> String {
    match problem {
        FieldProblem::Required => "an answer is required".to_owned(),
        FieldProblem::NotOnScale { min, max } => format!("use a whole number from {min} to {max}"),
        FieldProblem::NotAChoice => "use one of the choices".to_owned(),
        FieldProblem::OnlyOne => "give one value".to_owned(),
        FieldProblem::TooLong { max } => format!("use at most {max} characters"),
        FieldProblem::NotAsked => "this question was not asked".to_owned(),
    }
}

/// The fields of a browser's form; nothing when it cannot be read.
pub fn form_fields(body: &[u8]) -> Option<Form> {
    serde_urlencoded::from_bytes(body).ok().map(collect)
}

fn collect(pairs: Vec<(String, String)>) -> Form {
    let mut fields = Form::new();
    for (name, text) in pairs {
        fields.entry(name).or_default().push(text);
    }
    fields
}

/// `{"values": {question: value}}`, or the values alone; beside them, a public survey's form.
fn from_json(mut body: Map<String, Value>) -> Result<SentBody, Problem> {
    let (values_under, values, beside) = match body.remove(VALUES) {
        Some(Value::Object(values)) => (Some(VALUES), values, body.remove(FORM)),
        Some(_) => return Err(misshapen(&[VALUES], "expected an object: values by their questions")),
        None => (None, body, None),
    };
    let mut fields = Form::new();
    if let Some(form) = beside {
        fields.insert(FORM.to_owned(), texts(form).ok_or_else(|| misshapen(&[FORM], ONE_OR_SEVERAL))?);
    }
    for (name, value) in values {
        insert(&mut fields, &name, value).map_err(|row| {
            let path: Vec<_> =
                values_under.into_iter().chain([name.as_str()]).chain(row.as_deref()).collect();
            misshapen(&path, ONE_OR_SEVERAL)
        })?;
    }
    Ok(SentBody { spoken: Spoken::Json, fields, values_under })
}

const ONE_OR_SEVERAL: &str = "expected a number or a text, or a list of them";

/// One question's value; of a matrix by rows, as in the controls of the form.
///
/// # Errors
/// The row, where it is of one, that holds no value.
fn insert(fields: &mut Form, name: &str, value: Value) -> Result<(), Option<String>> {
    let Value::Object(rows) = value else {
        fields.insert(name.to_owned(), texts(value).ok_or(None)?);
        return Ok(());
    };
    for (row, value) in rows {
        let texts = texts(value).ok_or_else(|| Some(row.clone()))?;
        fields.insert(format!("{name}.{row}"), texts);
    }
    Ok(())
}

fn misshapen(path: &[&str], reason: &str) -> Problem {
    let path: Vec<_> = path.iter().map(|&member| member.to_owned()).collect();
    let errors = vec![BadField::at(&path, BadFieldCode::Unreadable, reason)];
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "the answer could not be read").with_errors(errors)
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
    use axum::http::header;
    use axum::response::IntoResponse;

    fn headers(kind: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::CONTENT_TYPE, kind.parse().unwrap())])
    }

    fn json(body: &[u8]) -> Option<Form> {
        SentBody::read(&headers("application/json"), body).ok().map(|sent| sent.fields)
    }

    #[test]
    fn a_form_and_its_json_say_the_same() {
        let form = form_fields(b"q_nps=9&q_many=a&q_many=b&q_text=tr%C3%A8s+bien");

        let said = json(r#"{"values":{"q_nps":9,"q_many":["a","b"],"q_text":"très bien"}}"#.as_bytes());

        assert!(form.is_some());
        assert_eq!(said, form);
    }

    #[test]
    fn json_is_known_however_its_type_is_written() {
        let spoken = |kind: &str| SentBody::read(&headers(kind), b"{}").unwrap().spoken;

        for kind in ["application/json", "Application/JSON; charset=utf-8", " APPLICATION/JSON;v=1"] {
            assert_eq!(spoken(kind), Spoken::Json, "{kind}");
        }
        assert_eq!(spoken("application/x-www-form-urlencoded"), Spoken::Form);
        assert_eq!(spoken("application/jsonish"), Spoken::Form);
    }

    #[test]
    fn a_whole_number_is_one_however_a_program_writes_it() {
        let plain = json(br#"{"q_nps":9}"#).unwrap();

        for body in [&br#"{"q_nps":9.0}"#[..], b"\xef\xbb\xbf{\"q_nps\":9}", br#"{"q_nps":0.9e1}"#] {
            assert_eq!(json(body).unwrap(), plain);
        }
        assert_ne!(json(br#"{"q_nps":9.5}"#).unwrap(), plain);
    }

    #[test]
    fn a_matrix_is_said_by_rows_or_as_one_object() {
        let form = form_fields(b"q_m.speed=4&q_m.care=not_applicable").unwrap();

        let said = json(br#"{"values":{"q_m":{"speed":4,"care":"not_applicable"}}}"#);

        assert_eq!(said.unwrap(), form);
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_named_and_not_guessed() {
        for (bad, pointer) in [
            (r#"{"q":{"r":{}}}"#, Some("/q/r")),
            (r#"{"values":{"q":true}}"#, Some("/values/q")),
            (r#"{"values":3}"#, Some("/values")),
            (r#"{"values":{},"form":{}}"#, Some("/form")),
            ("{", None),
            ("[]", None),
            ("true", None),
        ] {
            let refused = SentBody::read(&headers("application/json"), bad.as_bytes()).err().unwrap();

            let body = axum::body::to_bytes(refused.into_response().into_body(), 10_000).await.unwrap();
            let said: Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(said.pointer("/errors/0/pointer").and_then(Value::as_str), pointer, "{bad}: {said}");
        }
    }
}
