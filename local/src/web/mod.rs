//! What exists on one machine only, for the person in front of it: the outbox, texts, the clock, the metrics.
//! Everything else that speaks HTTP lives in the functions.

mod clock;
mod metrics;
mod outbox;
mod outbox_page;
mod serve;
mod sms;

use crate::machine::{Call, Machine, Metrics};
use crate::outbox::Outbox;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use intake_webhook::FromThisMachine;
pub use serve::{Patience, serve};
use std::net::SocketAddr;
use std::sync::Arc;

/// The whole server: the functions' routes, metrics, and the rest of `/local/*` while mails go to the outbox.
pub fn server(machine: &Arc<Machine>, outbox: Option<Arc<Outbox>>, metrics: &Arc<Metrics>) -> Router {
    let measured = Router::new()
        .route("/local/metrics.json", get(metrics::show))
        .with_state((machine.clone(), metrics.clone()));
    let at_hand = outbox.map(|outbox| {
        Router::new()
            .route("/local/outbox", get(outbox_page::page))
            .route("/local/outbox.json", get(outbox::list))
            .route("/local/outbox/{file}", get(outbox::eml))
            .route("/local/sms.json", get(sms::list))
            .with_state(outbox)
            .route("/local/calls.json", get(calls))
            .route("/local/sms", post(sms::reply))
            .route("/local/clock", get(clock::tell).post(clock::advance))
            .with_state(machine.clone())
    });
    let local = measured.merge(at_hand.unwrap_or_default()).layer(middleware::from_fn(only_this_machine));
    machine.router().merge(local).layer(middleware::from_fn(mark_this_machine))
}

/// What run-actions sent, newest first.
async fn calls(State(machine): State<Arc<Machine>>) -> Json<Vec<Call>> {
    Json(machine.calls())
}

/// Tells the functions where requests come from, and which of them come from this very machine.
async fn mark_this_machine(mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_canonical());
    // A proxy on this machine forwards strangers: its requests are not ours.
    if let Some(peer) = peer {
        request.extensions_mut().insert(submit_answer::Peer(peer));
    }
    let forwarded = request.headers().contains_key("x-forwarded-for")
        || request.headers().contains_key(header::FORWARDED);
    if peer.is_some_and(|ip| ip.is_loopback()) && !forwarded {
        request.extensions_mut().insert(FromThisMachine);
    }
    next.run(request).await
}

/// `/local/*` is for this machine only, and only under a name of this machine: a page of a stranger's site that the
/// same person has open cannot reach it by a name of its own.
async fn only_this_machine(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let ours = matches!(name, "127.0.0.1" | "localhost" | "[::1]");
    if ours && request.extensions().get::<FromThisMachine>().is_some() {
        next.run(request).await
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}
