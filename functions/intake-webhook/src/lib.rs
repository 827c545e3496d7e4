//! `POST /hooks/{connection}`: verify the raw bytes, store the raw event once, answer (R4.2). Nothing else:
//! what an event means is decided by `evaluate-rules`.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use relance_adapters::edge::{Pace, Throttle};
use relance_adapters::webhook::check_json;
use relance_application::ports::chance::Clock;
use relance_application::ports::due::Announce;
use relance_application::ports::inbound::{RawHook, ReadEvent, VerifyHook};
use relance_application::ports::records::Records;
use relance_application::source::{AcceptEvent, Accepted, Refused};
use std::sync::Arc;

/// Largest body taken, in bytes (R4.3).
const MAX_BODY: usize = 256 * 1024;
/// Events of one connection.
const PACE: Pace = Pace { per_second: 200.0, burst: 2_000.0 };

/// What the function needs.
#[derive(Clone)]
pub struct Deps {
    /// Where connections and events are.
    pub records: Arc<dyn Records>,
    /// Wakes the planner.
    pub announce: Arc<dyn Announce>,
    /// Checks who sent it.
    pub verify: Arc<dyn VerifyHook>,
    /// Finds the sender's name for the event.
    pub read: Arc<dyn ReadEvent>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Start of our own addresses; some schemes sign the URL.
    pub base_url: Arc<str>,
}

/// Put on a request by the single-machine server when its peer is this very machine; never on AWS.
#[derive(Debug, Clone, Copy)]
pub struct FromThisMachine;

#[derive(Clone)]
struct Intake {
    deps: Deps,
    throttle: Arc<Throttle>,
}

/// The function's routes.
pub fn router(deps: Deps) -> Router {
    let intake = Intake { deps, throttle: Arc::new(Throttle::new(PACE)) };
    Router::new()
        .route("/hooks/{connection}", post(receive))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(intake)
}

async fn receive(
    State(intake): State<Intake>,
    Path(connection): Path<String>,
    parts: Parts,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Response {
    let deps = &intake.deps;
    let Ok(body) = body else {
        return problem(StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than 256 KiB");
    };
    if !is_json(&parts.headers) {
        return problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send the event as `application/json`");
    }
    if let Err(wait_s) = intake.throttle.take(&connection, deps.clock.now()) {
        let slow_down =
            problem(StatusCode::TOO_MANY_REQUESTS, "this connection sends too fast: try again later");
        return ([(header::RETRY_AFTER, wait_s.to_string())], slow_down).into_response();
    }
    let hook = raw_hook(&deps.base_url, &parts, &body);
    let accept = AcceptEvent {
        records: deps.records.as_ref(),
        announce: deps.announce.as_ref(),
        verify: deps.verify.as_ref(),
        read: deps.read.as_ref(),
        check: |body| check_json(body).map(drop).map_err(|refused| refused.to_string()),
        clock: deps.clock.as_ref(),
    };
    match accept.run(&connection, &hook).await {
        Ok(result) => answer(result),
        Err(fault) => {
            tracing::error!(connection, reason = %fault, "the event could not be stored");
            problem(StatusCode::SERVICE_UNAVAILABLE, "the event could not be stored: send it again")
        }
    }
}

fn answer(result: Result<Accepted, Refused>) -> Response {
    match result {
        Ok(Accepted::New { event_id }) => outcome(StatusCode::ACCEPTED, &event_id, "accepted"),
        Ok(Accepted::Duplicate { event_id }) => outcome(StatusCode::OK, &event_id, "duplicate"),
        Err(Refused::UnknownConnection) => problem(StatusCode::NOT_FOUND, "there is no such connection"),
        Err(Refused::NotVerified(doubt)) => problem(StatusCode::UNAUTHORIZED, &doubt.to_string()),
        Err(Refused::Unreadable(reason)) => problem(StatusCode::UNPROCESSABLE_ENTITY, &reason),
    }
}

fn outcome(status: StatusCode, event_id: &str, outcome: &str) -> Response {
    let body = serde_json::json!({ "event_id": event_id, "outcome": outcome }).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// RFC 9457 problem details.
fn problem(status: StatusCode, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or("Error");
    let body = serde_json::json!({ "title": title, "status": status.as_u16(), "detail": detail }).to_string();
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
}

fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn raw_hook(base_url: &str, parts: &Parts, body: &[u8]) -> RawHook {
    let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    RawHook {
        headers,
        method: "POST".to_owned(),
        url: format!("{base_url}{path}"),
        body: body.to_vec(),
        from_loopback: parts.extensions.get::<FromThisMachine>().is_some(),
    }
}
