//! The JSON API: `/v1/*`, opened by an API key, described by `/v1/openapi.json`. Handlers decode, call one use case of
//! the same subject in `application`, encode.
//!
//! - `gate`: who calls (default: nobody) and what their key opens, and requests that are repeated
//! - the other rooms: the resources of one subject each

mod account;
mod alert;
mod answer;
mod campaign;
mod contact;
mod gate;
mod invitation;
mod openapi;
mod outbound;
mod question;
mod report;
mod rule;
mod source;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use relance_adapters::edge::http::traced;
use relance_application::account::{Audited, Doer};
use relance_application::ports::chance::{Clock, Mint};
use relance_application::ports::due::Announce;
use relance_application::ports::inbound::ReadEvent;
use relance_application::ports::records::Records;
use relance_application::ports::seal::Secrets;
use relance_domain::outbound::CallReach;
use relance_wire::{ForDoer, MAX_BODY, Problem, Restraint, never_cached};
use std::sync::Arc;

/// Largest list of people taken at once, in bytes: ten thousand of them.
const MAX_LIST: usize = 4 * 1024 * 1024;

/// Largest picture taken, in bytes (B6).
const MAX_PICTURE: usize = 1024 * 1024;

/// Routes of the API.
type ApiRoutes = relance_wire::Routes<Deps>;

/// What the function needs.
#[derive(Clone)]
pub struct Deps {
    /// Where everything is.
    pub records: Arc<dyn Records>,
    /// Wakes the planner and the sender.
    pub announce: Arc<dyn Announce>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Names new things.
    pub mint: Arc<dyn Mint>,
    /// Keeps the secrets of connections.
    pub secrets: Arc<dyn Secrets>,
    /// Finds the sender's name for an event.
    pub read: Arc<dyn ReadEvent>,
    /// Start of every link, such as `https://ask.example.com`.
    pub base_url: String,
    /// How far calls to webhooks may reach.
    pub reach: CallReach,
    /// The most that one answer can carry, in bytes as JSON; nothing limits it on one machine.
    pub most_bytes: Option<usize>,
}

impl ForDoer for Deps {
    fn for_doer(&self, doer: Doer) -> Self {
        let Self { records, clock, mint, .. } = self.clone();
        Self { records: Arc::new(Audited { records, clock, mint, doer }), ..self.clone() }
    }
}

/// The function's routes. A route of a resource is behind the gate because there is no other place to put it.
pub fn router(deps: Deps) -> Router {
    let resources = account::routes()
        .merge(source::routes())
        .merge(outbound::routes())
        .merge(contact::routes())
        .merge(question::routes())
        .merge(campaign::routes())
        .merge(invitation::routes())
        .merge(rule::routes())
        .merge(alert::routes())
        .merge(answer::routes())
        .merge(report::routes());
    let gated = resources
        .router
        .route_layer(from_fn_with_state(deps.clone(), gate::answer_once))
        .route_layer(from_fn_with_state(gate::Door::new(deps.clone()), gate::let_in));
    Router::new()
        .nest("/v1", gated)
        .nest(
            "/v1",
            relance_wire::openapi::route(openapi::frame, resources.described, openapi::REFUSING)
                .fallback(unknown),
        )
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(map_response(async |response| Restraint::API.on(response)))
        .layer(map_response(never_cached))
        .layer(from_fn(traced))
        .with_state(deps)
}

async fn unknown() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "there is no such resource: see /v1/openapi.json")
}

async fn wrong_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "this resource does not take this method")
}
