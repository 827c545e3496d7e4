//! `POST /desk/sign-in` and `/desk/api-key`: a link into the console, an account with its keys, for whoever may read the data
//! directory, while the program runs. What opens it is in that directory, made anew at each start. Who asks is `operate`.

use crate::keys::{self, KeyWanted, KeysWanted};
use axum::Router;
use axum::extract::{Json, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use relance_adapters::chance::{SystemClock, UlidMint};
use relance_application::account::SignIns;
use relance_application::call::{BadField, Failure};
use relance_application::ports::records::Records;
use relance_domain::name::{Digest, OrganizationId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where it is all kept.
#[derive(Clone)]
pub struct Desk {
    /// The store.
    pub records: Arc<dyn Records>,
    /// Start of links.
    pub base_url: Arc<str>,
    /// What opens it.
    pub key: Arc<str>,
}

/// Who wants into the console.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInWanted {
    /// The account.
    pub organization: OrganizationId,
    /// As whom.
    pub user: String,
}

pub(super) fn routes(desk: Desk) -> Router {
    Router::new()
        .route("/desk/sign-in", post(sign_in))
        .route("/desk/api-key", post(api_key))
        .route("/desk/api-keys", post(api_keys))
        .layer(from_fn_with_state(desk.clone(), only_its_owner))
        .with_state(desk)
}

/// Nobody else learns that there is a desk. Digests are compared: how long that takes tells nothing of the key.
async fn only_its_owner(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    if Digest::of_bytes(given.as_bytes()) == Digest::of_bytes(desk.key.as_bytes()) {
        next.run(request).await
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

/// Answers with the link alone.
async fn sign_in(State(desk): State<Desk>, Json(wanted): Json<SignInWanted>) -> Response {
    let sign_ins = SignIns { records: &*desk.records, clock: &SystemClock, mint: &UlidMint };
    match sign_ins.issue(&wanted.organization, &wanted.user).await {
        Ok(token) => format!("{}/console/sign-in?token={token}", desk.base_url).into_response(),
        Err(fault) => told(Failure::Fault(fault)),
    }
}

/// Answers with the key alone.
async fn api_key(State(desk): State<Desk>, Json(wanted): Json<KeyWanted>) -> Response {
    keys::make(&desk.records, wanted).await.map_or_else(told, IntoResponse::into_response)
}

/// Answers with a line for each key, or with nothing once one is taken back.
async fn api_keys(State(desk): State<Desk>, Json(wanted): Json<KeysWanted>) -> Response {
    keys::show_or_revoke(&desk.records, &wanted).await.map_or_else(told, IntoResponse::into_response)
}

fn told(failure: Failure) -> Response {
    match failure {
        Failure::Fault(fault) => (StatusCode::SERVICE_UNAVAILABLE, fault.to_string()).into_response(),
        Failure::Refused(refusal) => {
            let field = |BadField { field, reason, .. }: BadField| format!("; {field}: {reason}");
            let fields: String = refusal.errors.into_iter().map(field).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, format!("{}{fields}", refusal.detail)).into_response()
        }
    }
}
