//! `/connections`: where events come from. Secrets go in and never come out.
//! What a connection must be like is decided in `application::source`.

use crate::Deps;
use crate::wire::{
    Answer, Body, FieldMapSchema, Listing, PageQuery, Params, Seen, VerificationSchema, decoded, patched,
    secrets_in, tagged,
};
use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use relance_application::account::Caller;
use relance_application::source::{ConnectionView, Connections, NewConnection};
use relance_application::stored::Stored;
use relance_domain::name::ConnectionId;
use relance_domain::source::{Connection, ConnectionKind, FieldMap, SignatureScheme, Strength};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A new connection.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConnectionBody {
    /// Last segment of its hook's URL, unique in the deployment; made up when absent.
    #[schema(value_type = Option<String>)]
    id: Option<ConnectionId>,
    /// What people call it.
    name: String,
    /// `standard`, `generic`, `progressionlive` or `housecall-pro`.
    #[schema(value_type = String)]
    kind: ConnectionKind,
    /// The tool's own way when absent.
    #[schema(value_type = Option<VerificationSchema>)]
    verification: Option<SignatureScheme>,
    /// For `generic`: where each field is.
    #[schema(value_type = Option<FieldMapSchema>)]
    fields: Option<FieldMap>,
    /// Up to two, the newest first; never shown again.
    secrets: Option<Vec<String>>,
    /// False when its requests are refused.
    enabled: Option<bool>,
}

/// What can be changed of a connection.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectionChanges {
    /// What people call it.
    #[schema(required = false)]
    name: String,
    /// How its requests are verified.
    #[schema(value_type = VerificationSchema, required = false)]
    verification: SignatureScheme,
    /// For `generic`: where each field is.
    #[serde(default)]
    #[schema(value_type = Option<FieldMapSchema>)]
    fields: Option<FieldMap>,
    /// Replaces the live secrets: up to two, the newest first.
    #[serde(default)]
    secrets: Option<Vec<String>>,
    /// False when its requests are refused.
    #[schema(required = false)]
    enabled: bool,
}

impl ConnectionChanges {
    fn of(connection: &Connection) -> Self {
        let Connection { name, verification, fields, enabled, .. } = connection.clone();
        Self { name, verification, fields, secrets: None, enabled }
    }

    fn onto(self, present: &Connection) -> Connection {
        let Self { name, verification, fields, enabled, .. } = self;
        Connection { name, verification, fields, enabled, ..present.clone() }
    }
}

/// A connection.
#[derive(Serialize, ToSchema)]
pub struct ConnectionShown {
    /// Last segment of its hook's URL.
    id: String,
    /// What people call it.
    name: String,
    /// Which tool.
    #[schema(value_type = String)]
    kind: ConnectionKind,
    /// How its requests are verified.
    #[schema(value_type = VerificationSchema)]
    verification: SignatureScheme,
    /// What a verified request proves: `local_only`, `bearer`, `signed` or `signed_and_timed`.
    #[schema(value_type = String)]
    strength: Strength,
    /// Where each field of a generic body is.
    #[schema(value_type = Option<FieldMapSchema>)]
    fields: Option<FieldMap>,
    /// False when its requests are refused.
    enabled: bool,
    /// How many secrets are live.
    live_secrets: usize,
    /// Where the tool sends its events.
    hook_url: String,
    /// When its newest event arrived, if it is among the organization's latest.
    last_event_at: Option<Timestamp>,
    /// When it was made.
    created_at: Timestamp,
}

fn show(view: ConnectionView, base_url: &str) -> ConnectionShown {
    let ConnectionView { connection, secrets, last_event_at } = view;
    ConnectionShown {
        hook_url: format!("{base_url}/hooks/{}", connection.id),
        id: connection.id.to_string(),
        name: connection.name,
        kind: connection.kind,
        strength: connection.verification.strength(),
        verification: connection.verification,
        fields: connection.fields,
        enabled: connection.enabled,
        live_secrets: secrets,
        last_event_at,
        created_at: connection.created_at,
    }
}

fn answer(stored: Stored<ConnectionView>, deps: &Deps) -> Response {
    tagged(stored.version, show(stored.value, &deps.base_url))
}

fn connections(deps: &Deps) -> Connections<'_> {
    let Deps { records, secrets, clock, mint, .. } = deps;
    Connections { records: &**records, secrets: &**secrets, clock: &**clock, mint: &**mint }
}

/// Connections, in order of their ids.
#[utoipa::path(get, path = "/connections", tag = "connections", params(PageQuery),
    responses((status = 200, body = Listing<ConnectionShown>)))]
pub async fn list(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Params(query): Params<PageQuery>,
) -> Answer<Json<Listing<ConnectionShown>>> {
    let page = connections(&deps).list(&caller.organization, &query.wanted()).await?;
    Ok(Json(Listing::of(page, |view| show(view, &deps.base_url))))
}

/// A new connection.
#[utoipa::path(post, path = "/connections", tag = "connections", request_body = NewConnectionBody,
    responses((status = 201, body = ConnectionShown)))]
pub async fn create(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Body(given): Body,
) -> Answer<Response> {
    let NewConnectionBody { id, name, kind, verification, fields, secrets, enabled } = decoded(&given)?;
    let new = NewConnection { id, name, kind, verification, fields, enabled: enabled.unwrap_or(true) };
    let stored = connections(&deps).create(&caller.organization, new, secrets).await?;
    Ok((StatusCode::CREATED, answer(stored, &deps)).into_response())
}

/// One connection.
#[utoipa::path(get, path = "/connections/{id}", tag = "connections", params(("id" = String, Path)),
    responses((status = 200, body = ConnectionShown)))]
pub async fn get(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Response> {
    Ok(answer(connections(&deps).get(&caller.organization, &id).await?, &deps))
}

/// Changes a connection (merge-patch); `secrets` replaces the live ones.
#[utoipa::path(patch, path = "/connections/{id}", tag = "connections",
    params(("id" = String, Path), ("If-Match" = Option<String>, Header, description = "The `ETag` that you have seen")),
    request_body(content = ConnectionChanges, content_type = "application/merge-patch+json"),
    responses((status = 200, body = ConnectionShown)))]
pub async fn change(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Seen(seen): Seen,
    Body(given): Body,
) -> Answer<Response> {
    let secrets = secrets_in(&given)?;
    let edit = |present: &Connection| Ok(patched(&ConnectionChanges::of(present), &given)?.onto(present));
    let stored = connections(&deps).change(&caller.organization, &id, (seen, &edit), secrets).await?;
    Ok(answer(stored, &deps))
}
