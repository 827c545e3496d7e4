//! JSON bodies as objects: 413 when too large, 415 when not JSON, 400 when unreadable, 422 when not an object.
//! Reading fields out of them lives in `decode`.

use crate::{Problem, text_of};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use relance_application::call::{BadField, BadFieldCode, Refusal};
use relance_domain::schedule::OpenHours;
use serde_json::{Map, Value};

/// Largest body taken, in bytes (R4.3).
pub const MAX_BODY: usize = 256 * 1024;
/// Characters of one text of a body at most.
pub const MAX_TEXT: usize = 20_000;
/// Entries of one list and members of one object at most.
pub const MAX_ENTRIES: usize = 1_000;
/// The only text that is larger, and has a limit where it is used: the HTML of a template.
const HTML: &str = "html";

/// Entries of the list of this name at most: holidays and other days without sends. A list of people to ask by hand has a
/// limit where it is used, and words of its own.
fn most_entries(name: Option<&String>) -> usize {
    match name.map(String::as_str) {
        Some("recipients") => usize::MAX,
        Some("closed") => OpenHours::MOST_CLOSED,
        Some("quiet_days") => 200,
        _ => MAX_ENTRIES,
    }
}

/// Places that are told of at most.
const MOST_TOLD: usize = 100;
/// What some editors write before the first letter.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A body; an absent one is an empty object.
pub struct JsonBody(pub Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = is_json(request.headers());
        plain(request.headers())?;
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
        object(&bytes).map(Self)
    }
}

/// Reads a body that is an object.
///
/// # Errors
/// A problem that names the place where it cannot be read.
pub fn object(body: &[u8]) -> Result<Map<String, Value>, Problem> {
    let unreadable = |error: serde_json::Error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Problem::new(StatusCode::BAD_REQUEST, format!("the body is not readable json: see {place}"))
    };
    match serde_json::from_slice(body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)).map_err(unreadable)? {
        Value::Object(members) => {
            Refusal::unless_fit(oversized(&members))?;
            Ok(members)
        }
        _ => Err(Refusal::invalid("the body must be a json object", Vec::new()).into()),
    }
}

/// Everything that is larger than anybody can mean, each with its place.
fn oversized(members: &Map<String, Value>) -> Vec<BadField> {
    let mut found = Vec::new();
    of_members(members, &mut Vec::new(), &mut found);
    found
}

fn of_members(members: &Map<String, Value>, path: &mut Vec<String>, found: &mut Vec<BadField>) {
    if members.len() > MAX_ENTRIES {
        found.push(too_large(path, format!("at most {MAX_ENTRIES} members")));
    }
    for (name, value) in members {
        path.push(name.clone());
        of_value(value, path, found);
        path.pop();
    }
}

fn of_value(value: &Value, path: &mut Vec<String>, found: &mut Vec<BadField>) {
    if found.len() >= MOST_TOLD {
        return;
    }
    let is_html = path.last().is_some_and(|name| name == HTML);
    match value {
        // Bytes are counted before characters are: no text has more of these.
        Value::String(text) if text.len() > MAX_TEXT && !is_html && text.chars().count() > MAX_TEXT => {
            found.push(too_large(path, format!("at most {MAX_TEXT} characters")));
        }
        Value::Array(list) => {
            let most = most_entries(path.last());
            if list.len() > most {
                found.push(too_large(path, format!("at most {most} entries")));
            }
            for (index, inner) in list.iter().enumerate() {
                path.push(index.to_string());
                of_value(inner, path, found);
                path.pop();
            }
        }
        Value::Object(members) => of_members(members, path, found),
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
}

fn too_large(path: &[String], reason: String) -> BadField {
    BadField::at(path, BadFieldCode::Unusable, reason)
}

/// A coded body is not read (RFC 9110, 15.5.16): what a few bytes unpack to is nobody's measure.
///
/// # Errors
/// A problem that says so.
pub fn plain(headers: &HeaderMap) -> Result<(), Problem> {
    let mut codings =
        headers.get_all(header::CONTENT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    if codings.all(|coding| coding.trim().eq_ignore_ascii_case("identity")) {
        return Ok(());
    }
    let words = "send the body as it is, without `Content-Encoding`";
    let refused = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, words);
    Err(refused.with_header(header::ACCEPT_ENCODING, "identity"))
}

/// `application/json`, or anything else that ends in `+json` such as a merge-patch.
#[must_use]
pub fn is_json(headers: &HeaderMap) -> bool {
    let kind = text_of(headers, &header::CONTENT_TYPE).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}
