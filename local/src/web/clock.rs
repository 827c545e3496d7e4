//! `GET/POST /local/clock` and the button of the outbox: tells the program's time and moves it forward, timers included.
//! How the timers run lives in `machine::worker`.

use crate::machine::Machine;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, Json};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// At most a year at once.
const MAX_ADVANCE_S: i64 = 366 * 24 * 3600;

/// How far to move.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advance {
    advance_s: i64,
}

pub async fn tell(State(machine): State<Arc<Machine>>) -> Response {
    Json(json!({ "now": machine.now() })).into_response()
}

/// Answers when every timer on the way has run.
pub async fn advance(
    State(machine): State<Arc<Machine>>,
    Json(Advance { advance_s }): Json<Advance>,
) -> Response {
    advanced(&machine, advance_s).await
}

/// The outbox's button: a form of our own page, which comes back to it.
pub async fn advance_by_hand(
    State(machine): State<Arc<Machine>>,
    headers: HeaderMap,
    Form(Advance { advance_s }): Form<Advance>,
) -> Response {
    if !serve_console::from_our_own_pages(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let advanced = advanced(&machine, advance_s).await;
    if advanced.status().is_success() { Redirect::to("/local/outbox").into_response() } else { advanced }
}

async fn advanced(machine: &Machine, advance_s: i64) -> Response {
    if !(0..=MAX_ADVANCE_S).contains(&advance_s) {
        let detail = format!("`advance_s` must be from 0 to {MAX_ADVANCE_S}: the clock only moves forward");
        return (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "detail": detail }))).into_response();
    }
    match machine.advance(SignedDuration::from_secs(advance_s)).await {
        Ok(()) => Json(json!({ "now": machine.now(), "advanced_s": advance_s })).into_response(),
        Err(fault) => {
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "detail": fault.to_string() }))).into_response()
        }
    }
}
