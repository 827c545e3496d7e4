//! `POST /hooks/{connection}`: verify the raw bytes, store the raw event once, answer (R4.2). Nothing else:
//! what an event means is decided by `evaluate-rules`.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use jiff::Timestamp;
use relance_adapters::edge::http::traced;
use relance_adapters::edge::{SourcePace, Throttle};
use relance_adapters::source::check_json;
use relance_application::ports::chance::Clock;
use relance_application::ports::due::Announce;
use relance_application::ports::inbound::{RawHook, ReadEvent, VerifyHook};
use relance_application::ports::records::Records;
use relance_application::source::{AcceptEvent, Accepted, Refused};
use relance_domain::name::ConnectionId;
use relance_wire::{MAX_BODY, Problem, is_json, plain};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Events of one connection, from a sender who is believed.
const PACE: SourcePace = SourcePace { per_second: 200.0, burst: 2_000.0 };
/// Requests from senders who are not, or not yet: of all unknown connections together, and of each known one.
const DOUBTFUL_PACE: SourcePace = SourcePace { per_second: 20.0, burst: 400.0 };
/// Connections whose senders were believed here; beyond that they are learnt anew.
const MOST_KNOWN: usize = 10_000;
/// What stands for all connections of which nothing is known.
const STRANGERS: &str = "";

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
    own: Arc<Throttle>,
    doubtful: Arc<Throttle>,
    believed: Arc<Mutex<HashSet<ConnectionId>>>,
}

impl Intake {
    fn knows(&self, id: &ConnectionId) -> bool {
        self.believed.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }

    /// Before anything is looked up. Nothing is remembered of names that a stranger makes up: those that were never believed
    /// share one measure.
    fn admit(&self, id: &ConnectionId, now: Timestamp) -> Result<(), u32> {
        if self.knows(id) { Ok(()) } else { self.doubtful.take(STRANGERS, now) }
    }

    /// After a sender was not believed: counted apart from the connection's own.
    fn doubt(&self, id: &ConnectionId, now: Timestamp) -> Result<(), u32> {
        if self.knows(id) { self.doubtful.take(id.as_str(), now) } else { Ok(()) }
    }

    fn believe(&self, id: &ConnectionId) {
        let mut believed = self.believed.lock().unwrap_or_else(PoisonError::into_inner);
        if believed.len() >= MOST_KNOWN {
            believed.clear();
        }
        believed.insert(id.clone());
    }
}

/// The function's routes.
pub fn router(deps: Deps) -> Router {
    let intake = Intake {
        deps,
        own: Arc::new(Throttle::new(PACE)),
        doubtful: Arc::new(Throttle::new(DOUBTFUL_PACE)),
        believed: Arc::default(),
    };
    Router::new()
        .route("/hooks/{connection}", post(receive))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn(traced))
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
    if let Err(coded) = plain(&parts.headers) {
        return coded.into_response();
    }
    if !is_json(&parts.headers) {
        return problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send the event as `application/json`");
    }
    let Ok(id) = ConnectionId::parse(&connection) else {
        return answer(Err(Refused::UnknownConnection));
    };
    let now = deps.clock.now();
    if let Err(wait_s) = intake.admit(&id, now) {
        return slow_down(wait_s);
    }
    let hook = raw_hook(&deps.base_url, &parts, &body);
    let accept = AcceptEvent {
        records: deps.records.as_ref(),
        announce: deps.announce.as_ref(),
        verify: deps.verify.as_ref(),
        read: deps.read.as_ref(),
        check: |body| check_json(body).map(drop).map_err(|refused| refused.to_string()),
        pace: &|id, now| {
            intake.believe(id);
            intake.own.take(id.as_str(), now)
        },
        clock: deps.clock.as_ref(),
    };
    match accept.run(&id, &hook).await {
        Ok(Err(Refused::NotVerified(doubt))) => {
            intake.doubt(&id, now).map_or_else(slow_down, |()| answer(Err(Refused::NotVerified(doubt))))
        }
        Ok(result) => answer(result),
        Err(fault) => {
            tracing::error!(connection, reason = fault.chain(), "the event could not be stored");
            problem(StatusCode::SERVICE_UNAVAILABLE, "the event could not be stored: send it again")
        }
    }
}

fn slow_down(wait_s: u32) -> Response {
    let words = "this connection sends too fast: try again later";
    let slow_down = problem(StatusCode::TOO_MANY_REQUESTS, words);
    ([(header::RETRY_AFTER, wait_s.to_string())], slow_down).into_response()
}

fn answer(result: Result<Accepted, Refused>) -> Response {
    match result {
        Ok(Accepted::New { event_id }) => outcome(StatusCode::ACCEPTED, &event_id, "accepted"),
        Ok(Accepted::Duplicate { event_id }) => outcome(StatusCode::OK, &event_id, "duplicate"),
        Err(Refused::UnknownConnection) => problem(StatusCode::NOT_FOUND, "there is no such connection"),
        Err(Refused::NotVerified(doubt)) => problem(StatusCode::UNAUTHORIZED, &doubt.to_string()),
        Err(Refused::TooFast { wait_s }) => slow_down(wait_s),
        Err(Refused::Unreadable(reason)) => problem(StatusCode::UNPROCESSABLE_ENTITY, &reason),
    }
}

fn outcome(status: StatusCode, event_id: &str, outcome: &str) -> Response {
    let body = serde_json::json!({ "event_id": event_id, "outcome": outcome }).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn problem(status: StatusCode, detail: &str) -> Response {
    Problem::new(status, detail).into_response()
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
