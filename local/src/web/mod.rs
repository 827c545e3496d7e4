//! What exists on one machine only, for the person in front of it: the outbox, texts, the clock, the metrics.
//! Everything else that speaks HTTP lives in the functions.

mod clock;
mod desk;
mod door;
mod listing;
mod metrics;
mod outbox;
mod outbox_page;
mod serve;
mod sms;

use crate::machine::{Machine, Metrics, TriedCall};
use crate::outbox::Outbox;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::{self, from_fn_with_state};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use axum::{Json, Router};
pub use desk::{Desk, SignInWanted};
pub use door::Serves;
pub use serve::{Patience, serve};
use std::sync::Arc;

/// The whole server: the functions' routes; `/local/*` for whoever sits at this machine, unless it serves the world; and the
/// desk, for whoever may read the data directory.
pub fn server(
    machine: &Arc<Machine>,
    outbox: Option<Arc<Outbox>>,
    metrics: &Arc<Metrics>,
    serves: Serves,
    desk: Desk,
) -> Router {
    let local = match (serves, outbox) {
        (Serves::ThisMachine, Some(outbox)) => at_hand(machine, outbox, metrics),
        _ => Router::new().route("/local/{*rest}", get(nothing).post(nothing)),
    };
    machine
        .router()
        .route("/", get(async || Redirect::to("/console/")))
        .merge(local.layer(middleware::from_fn(door::only_this_machine)))
        .merge(desk::routes(desk))
        .layer(from_fn_with_state(serves, door::mark_this_machine))
}

fn at_hand(machine: &Arc<Machine>, outbox: Arc<Outbox>, metrics: &Arc<Metrics>) -> Router {
    let pages = Router::new()
        .route("/local/outbox", get(outbox_page::page))
        .with_state((machine.clone(), outbox.clone()));
    let mails = Router::new()
        .route("/local/outbox.json", get(outbox::list))
        .route("/local/outbox/{file}", get(outbox::eml))
        .route("/local/sms.json", get(sms::list))
        .with_state(outbox);
    let rest = Router::new()
        .route("/local/calls.json", get(calls))
        .route("/local/sms", post(sms::reply))
        .route("/local/clock", get(clock::tell).post(clock::advance))
        .route("/local/outbox/later", post(clock::advance_by_hand))
        .with_state(machine.clone());
    let measured = Router::new()
        .route("/local/metrics.json", get(metrics::show))
        .with_state((machine.clone(), metrics.clone()));
    pages.merge(mails).merge(rest).merge(measured)
}

async fn nothing() -> impl IntoResponse {
    StatusCode::NOT_FOUND
}

/// What run-actions sent, newest first.
async fn calls(State(machine): State<Arc<Machine>>) -> Json<Vec<TriedCall>> {
    Json(machine.calls())
}
