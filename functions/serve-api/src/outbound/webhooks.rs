//! `/webhooks`: endpoints that are told what happens. Secrets go in and never come out.
//! What an endpoint must be like is decided in `application::outbound`.

use crate::Deps;
use crate::wire::{Answer, Body, Listing, PageQuery, Params, Seen, decoded, patched, secrets_in, tagged};
use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use relance_application::account::Caller;
use relance_application::outbound::Webhooks;
use relance_application::stored::Stored;
use relance_domain::outbound::{Disabled, Webhook, WebhookEvent};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A new endpoint.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhookBody {
    /// Where it is called: `https://`, port 443, a public host name.
    url: String,
    /// `answer.completed`, `alert.created`, `invitation.opted_out`.
    #[schema(value_type = Vec<String>)]
    events: BTreeSet<WebhookEvent>,
    /// One or two, the newest first, each `whsec_` and 24 to 64 bytes in base64; never shown again.
    #[serde(default)]
    secrets: Vec<String>,
}

/// What can be changed of an endpoint.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookChanges {
    /// Where it is called.
    #[schema(required = false)]
    url: String,
    /// What it is told.
    #[schema(value_type = Vec<String>, required = false)]
    events: BTreeSet<WebhookEvent>,
    /// False stops its calls; true starts them again after it was disabled.
    #[schema(required = false)]
    enabled: bool,
    /// Replaces the live secrets: one or two, the newest first.
    #[serde(default)]
    secrets: Option<Vec<String>>,
}

impl WebhookChanges {
    fn of(webhook: &Webhook) -> Self {
        let Webhook { url, events, disabled, .. } = webhook.clone();
        Self { url, events, enabled: disabled.is_none(), secrets: None }
    }

    fn onto(self, present: &Webhook, now: Timestamp) -> Webhook {
        let Self { url, events, enabled, .. } = self;
        let by_hand = || Disabled { since: now, reason: "disabled by hand".to_owned() };
        let disabled = (!enabled).then(|| present.disabled.clone().unwrap_or_else(by_hand));
        let again = enabled && present.disabled.is_some();
        let failing_since = present.failing_since.filter(|_| !again);
        Webhook { url, events, disabled, failing_since, ..present.clone() }
    }
}

/// An endpoint.
#[derive(Serialize, ToSchema)]
pub struct WebhookShown {
    /// Its id.
    id: String,
    /// Where it is called.
    url: String,
    /// What it is told.
    #[schema(value_type = Vec<String>)]
    events: BTreeSet<WebhookEvent>,
    /// False while nothing is sent to it.
    enabled: bool,
    /// Why it is disabled.
    disabled_reason: Option<String>,
    /// Since when it is disabled.
    disabled_since: Option<Timestamp>,
    /// Since when every call has failed.
    failing_since: Option<Timestamp>,
    /// When it was made.
    created_at: Timestamp,
}

fn show(webhook: Webhook) -> WebhookShown {
    let Webhook { id, url, events, disabled, failing_since, created_at, .. } = webhook;
    let (disabled_since, disabled_reason) =
        disabled.map(|Disabled { since, reason }| (since, reason)).unzip();
    let (id, enabled) = (id.to_string(), disabled_since.is_none());
    WebhookShown { id, url, events, enabled, disabled_reason, disabled_since, failing_since, created_at }
}

fn answer(stored: Stored<Webhook>) -> Response {
    tagged(stored.version, show(stored.value))
}

fn webhooks(deps: &Deps) -> Webhooks<'_> {
    let Deps { records, secrets, clock, mint, reach, .. } = deps;
    Webhooks { records: &**records, secrets: &**secrets, clock: &**clock, mint: &**mint, reach: *reach }
}

/// Endpoints, oldest first.
#[utoipa::path(get, path = "/webhooks", tag = "webhooks", params(PageQuery),
    responses((status = 200, body = Listing<WebhookShown>)))]
pub async fn list(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Params(query): Params<PageQuery>,
) -> Answer<Json<Listing<WebhookShown>>> {
    Ok(Json(Listing::of(webhooks(&deps).list(&caller.organization, &query.wanted()).await?, show)))
}

/// A new endpoint, told from now on. Calls are signed by Standard Webhooks and carry ids, never names or addresses.
#[utoipa::path(post, path = "/webhooks", tag = "webhooks", request_body = NewWebhookBody,
    responses((status = 201, body = WebhookShown)))]
pub async fn create(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Body(given): Body,
) -> Answer<Response> {
    let NewWebhookBody { url, events, secrets } = decoded(&given)?;
    let stored = webhooks(&deps).create(&caller.organization, (url, events), &secrets).await?;
    Ok((StatusCode::CREATED, answer(stored)).into_response())
}

/// One endpoint.
#[utoipa::path(get, path = "/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 200, body = WebhookShown)))]
pub async fn get(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Response> {
    Ok(answer(webhooks(&deps).get(&caller.organization, &id).await?))
}

/// Changes an endpoint (merge-patch); `secrets` replaces the live ones.
#[utoipa::path(patch, path = "/webhooks/{id}", tag = "webhooks",
    params(("id" = String, Path), ("If-Match" = Option<String>, Header, description = "The `ETag` that you have seen")),
    request_body(content = WebhookChanges, content_type = "application/merge-patch+json"),
    responses((status = 200, body = WebhookShown)))]
pub async fn change(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Seen(seen): Seen,
    Body(given): Body,
) -> Answer<Response> {
    let secrets = secrets_in(&given)?;
    let now = deps.clock.now();
    let edit = |present: &Webhook| Ok(patched(&WebhookChanges::of(present), &given)?.onto(present, now));
    let changes = (seen, &edit as _);
    let stored = webhooks(&deps).change(&caller.organization, &id, changes, secrets.as_deref()).await?;
    Ok(answer(stored))
}

/// Takes an endpoint away.
#[utoipa::path(delete, path = "/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 204, description = "It is gone")))]
pub async fn remove(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    webhooks(&deps).delete(&caller.organization, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
