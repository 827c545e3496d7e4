//! Errors as the description of the API shows them (RFC 9457).
//! Answering them is the crate's own `problem`.
#![expect(dead_code, reason = "only their derived descriptions are used")]

use super::Text;
use utoipa::ToSchema;

/// An error (RFC 9457).
#[derive(ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "about:blank", "title": "Unprocessable Entity", "status": 422, "detail": "some fields cannot be used",
    "errors": [{ "field": "delay", "reason": "`x` is not of the form `DD:HH:MM`" }],
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
    /// JSON path of the field, such as `texts.fr.subject`.
    field: Text,
    /// What to do about it.
    reason: Text,
}
