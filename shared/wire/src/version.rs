//! Versions of what can be changed: `ETag` on answers, `If-Match` on changes (B30).
//! Comparing them with what is stored lives in the use cases.

use crate::Problem;
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use relance_application::call::Refusal;
use relance_application::ports::records::Version;
use serde::Serialize;

/// The version that the caller has seen; `None` without `If-Match`, or for `*`.
pub struct IfMatch(pub Option<Version>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self(None));
        }
        let text = text.strip_prefix("W/").unwrap_or(text);
        let number = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        // A tag that we never gave cannot be the present one.
        number
            .and_then(|number| number.parse().ok())
            .map(|seen| Self(Some(seen)))
            .ok_or(Refusal::stale().into())
    }
}

/// An answer with its version.
pub fn tagged<T: Serialize>(version: Version, body: T) -> Response {
    let mut response = Json(body).into_response();
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
