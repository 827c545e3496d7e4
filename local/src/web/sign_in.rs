//! `POST /desk/sign-in`: a link into the console for whoever may read the data directory, while the program runs. The key is in
//! that directory and is made anew at each start. The command that asks is `operate::account`.

use axum::Router;
use axum::extract::{Json, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use relance_adapters::chance::{SystemClock, UlidMint};
use relance_application::account::SignIns;
use relance_application::ports::records::Records;
use relance_domain::name::{Digest, OrganizationId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where links are made.
#[derive(Clone)]
pub struct Desk {
    /// The store.
    pub records: Arc<dyn Records>,
    /// Start of links.
    pub base_url: Arc<str>,
    /// What opens it.
    pub key: Arc<str>,
}

/// Who wants in.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The account.
    pub organization: OrganizationId,
    /// As whom.
    pub user: String,
}

pub(super) fn routes(desk: Desk) -> Router {
    Router::new().route("/desk/sign-in", post(sign_in)).with_state(desk)
}

/// Answers with the link alone.
async fn sign_in(State(desk): State<Desk>, headers: HeaderMap, wanted: Option<Json<Wanted>>) -> Response {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    // Digests are compared: how long that takes tells nothing of the key.
    if Digest::of_bytes(given.as_bytes()) != Digest::of_bytes(desk.key.as_bytes()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let Some(Json(Wanted { organization, user })) = wanted else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    let sign_ins = SignIns { records: &*desk.records, clock: &SystemClock, mint: &UlidMint };
    match sign_ins.issue(&organization, &user).await {
        Ok(token) => format!("{}/console/sign-in?token={token}", desk.base_url).into_response(),
        Err(fault) => (StatusCode::SERVICE_UNAVAILABLE, fault.to_string()).into_response(),
    }
}
