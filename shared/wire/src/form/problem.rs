//! Errors as the description of the API shows them (RFC 9457).
//! Answering them is the crate's own `problem`.
#![expect(dead_code, reason = "only their derived descriptions are used")]

use super::{BadFieldCode, Text};
use utoipa::ToSchema;

/// An error (RFC 9457).
#[derive(ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "about:blank", "title": "Unprocessable Entity", "status": 422, "detail": "some fields cannot be used",
    "errors": [{ "pointer": "/delay", "field": "delay", "code": "unreadable", "reason": "`x` is not of the form `DD:HH:MM`" }],
}))]
pub struct ProblemBody {
    /// `about:blank`: the status says it all.
    #[schema(rename = "type")]
    kind: Text,
    /// The status in words.
    title: Text,
    /// HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What happened, for people.
    detail: Text,
    /// The fields to mend, all at once.
    #[schema(nullable = false)]
    errors: Option<Vec<ProblemField>>,
}

/// One field to mend.
#[derive(ToSchema)]
pub struct ProblemField {
    /// JSON pointer to it (RFC 6901), such as `/texts/fr/subject`; absent where it is no part of the body.
    #[schema(nullable = false)]
    pointer: Option<Text>,
    /// JSON path of the field, such as `texts.fr.subject`.
    field: Text,
    /// `unknown`: there is no such field; `missing`: it is needed; `unreadable`: it is of another type or form; `unusable`: it
    /// is what its schema asks for, and yet cannot be so.
    code: BadFieldCode,
    /// What to do about it, for people.
    reason: Text,
}
