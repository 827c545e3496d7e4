//! JSON bodies as objects: 413 when too large, 415 when not JSON, 400 when unreadable, 422 when not an object.
//! Reading fields out of them lives in `decode`.

use crate::MAX_BODY;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use relance_adapters::edge::http::Problem;
use relance_adapters::webhook::without_mark;
use relance_application::call::Refusal;
use serde_json::{Map, Value};

/// A body; an absent one is an empty object.
pub struct Body(pub Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = is_json(request.headers());
        if request.headers().get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
            let words = "send the body as it is, without `Content-Encoding`";
            let refused = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, words);
            return Err(refused.with_header(header::ACCEPT_ENCODING, "identity"));
        }
        let bytes =
            Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    format!("the body is larger than {MAX_BODY} bytes"),
                ),
                _ => Problem::new(StatusCode::BAD_REQUEST, "the body could not be received"),
            })?;
        if bytes.is_empty() {
            return Ok(Self(Map::new()));
        }
        if !json {
            let words = "send json, with `Content-Type: application/json`";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, words));
        }
        let read = serde_json::from_slice(without_mark(&bytes)).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            Problem::new(StatusCode::BAD_REQUEST, format!("the body is not readable json: see {place}"))
        });
        match read? {
            Value::Object(members) => Ok(Self(members)),
            _ => Err(Refusal::invalid("the body must be a json object", Vec::new()).into()),
        }
    }
}

/// `application/json`, or anything else that ends in `+json` such as a merge-patch.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}
