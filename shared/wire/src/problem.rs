//! Problem details (RFC 9457): how every error of the API looks. A fault of ours is logged here, once, and says
//! nothing about itself to the outside.

use crate::headers::CONTENT_TYPE_PROBLEM;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use relance_application::call::{BadField, Failure, Refusal, RefusalKind};
use relance_application::ports::fault::Fault;
use serde_json::{Map, Value, json};

/// One error as it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    errors: Vec<BadField>,
    members: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem with words for people.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { status, detail, errors: Vec::new(), members: Map::new(), headers: Vec::new() }
    }

    /// The same with a header of its own.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.push((name, HeaderValue::from_static(value)));
        self
    }

    /// The same that names what is to be mended.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<BadField>) -> Self {
        self.errors = errors;
        self
    }

    /// The same with a member of its own (RFC 9457, 3.2), which a program needs to go on.
    #[must_use]
    pub fn with_member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    fn body(&self) -> Value {
        let mut body = self.members.clone();
        body.insert("type".to_owned(), json!("about:blank"));
        body.insert("title".to_owned(), json!(self.status.canonical_reason().unwrap_or("Error")));
        body.insert("status".to_owned(), json!(self.status.as_u16()));
        body.insert("detail".to_owned(), json!(self.detail));
        if !self.errors.is_empty() {
            body.insert("errors".to_owned(), self.errors.iter().map(shown).collect());
        }
        body.into()
    }
}

/// A field to mend: where it is, what is wrong in one word, and what to do about it.
fn shown(bad: &BadField) -> Value {
    let mut shown = json!({ "field": bad.field, "code": bad.code.as_str(), "reason": bad.reason });
    if let Some((shown, pointer)) = shown.as_object_mut().zip(bad.pointer.as_ref()) {
        shown.insert("pointer".to_owned(), json!(pointer));
    }
    shown
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.kind {
            RefusalKind::NotFound => StatusCode::NOT_FOUND,
            RefusalKind::Conflict => StatusCode::CONFLICT,
            RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            RefusalKind::Stale => StatusCode::PRECONDITION_FAILED,
            RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        };
        Self::new(status, refusal.detail).with_errors(refusal.errors)
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        tracing::error!(reason = fault.chain(), "a call failed");
        match fault {
            Fault::Transient(_) => {
                let words = "the call could not be carried out just now: try again";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, words).with_header(header::RETRY_AFTER, "1")
            }
            Fault::Permanent(_) => {
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "something is wrong on our side")
            }
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::Fault(fault) => fault.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = self.body().to_string();
        let kind = [(header::CONTENT_TYPE, CONTENT_TYPE_PROBLEM)];
        let mut response = (self.status, kind, body).into_response();
        response.headers_mut().extend(self.headers);
        response
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[tokio::test]
    async fn a_refusal_names_every_field_to_mend() {
        let errors = vec![BadField::new("delay", "`x` is not of the form `DD:HH:MM`")];
        let response = Problem::from(Refusal::invalid("some fields cannot be used", errors)).into_response();

        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(response.headers()[header::CONTENT_TYPE], CONTENT_TYPE_PROBLEM);
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(
            body,
            json!({
                "type": "about:blank", "title": "Unprocessable Entity", "status": 422,
                "detail": "some fields cannot be used",
                "errors": [{ "pointer": "/delay", "field": "delay", "code": "unusable",
                    "reason": "`x` is not of the form `DD:HH:MM`" }],
            })
        );
    }

    #[test]
    fn a_fault_says_nothing_about_itself() {
        let problem =
            Problem::from(Fault::permanent("record `con_1` of kind Contact has an unexpected shape"));

        assert_eq!(problem.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!problem.body().to_string().contains("con_1"));
    }

    #[test]
    fn a_fault_that_may_pass_asks_to_try_again() {
        let response = Problem::from(Fault::transient("the table is busy")).into_response();

        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
    }
}
