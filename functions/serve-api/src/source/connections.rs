//! `/connections`: where events come from. Secrets go in and never come out.
//! What a connection must be like is decided in `application::source`.

use crate::Deps;
use jiff::Timestamp;
use relance_application::call::Page;
use relance_application::call::Reply;
use relance_application::source::{ConnectionView, Connections, NewConnection};
use relance_application::stored::Stored;
use relance_domain::name::ConnectionId;
use relance_domain::source::{Connection, ConnectionKind, FieldMap, SignatureScheme, Strength};
use relance_wire::form::{self, FieldMapSchema, VerificationSchema};
use relance_wire::{
    Call, MergePatch, PageQuery, Representation, Resource, Summaries, Writable, WritingSummaries, decoded,
    patched, secrets_in,
};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use serde_json::Value;
use utoipa::ToSchema;

/// A new connection.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConnectionBody {
    /// Last segment of its hook's URL, unique in the deployment; made up when absent.
    #[schema(value_type = Option<form::ConnectionId>)]
    id: Option<ConnectionId>,
    /// What people call it.
    name: String,
    /// `standard`, `generic`, `progressionlive` or `housecall-pro`.
    #[schema(value_type = form::ConnectionKind)]
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
    #[schema(value_type = form::ConnectionId)]
    id: String,
    /// What people call it.
    name: String,
    /// Which tool.
    #[schema(value_type = form::ConnectionKind)]
    kind: ConnectionKind,
    /// How its requests are verified.
    #[schema(value_type = VerificationSchema)]
    verification: SignatureScheme,
    /// What a verified request proves: `local_only`, `bearer`, `signed` or `signed_and_timed`.
    #[schema(value_type = form::Strength)]
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

fn answer(stored: Stored<ConnectionView>, deps: &Deps) -> Representation<ConnectionShown> {
    Representation::shown(stored, |view| show(view, &deps.base_url))
}

fn connections(deps: &Deps) -> Connections<'_> {
    let Deps { records, secrets, clock, mint, .. } = deps;
    Connections { records: &**records, secrets: &**secrets, clock: &**clock, mint: &**mint }
}

impl Resource for ConnectionShown {
    type Deps = Deps;
    type Id = form::ConnectionId;
    type Query = PageQuery;
    type Listed = Self;

    const PATH: &'static str = "/connections";
    const ABOUT: Summaries = Summaries { list: "Connections, in order of their ids", get: "One connection" };

    async fn list(call: Call<Deps>, query: PageQuery) -> Reply<Page<Self>> {
        let page = connections(&call.deps).list(call.organization(), &query.wanted()).await?;
        Ok(page.map(|view| show(view, &call.deps.base_url)))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        Ok(answer(connections(&call.deps).get(call.organization(), &id).await?, &call.deps))
    }
}

impl Writable for ConnectionShown {
    type New = NewConnectionBody;
    type Changes = ConnectionChanges;

    const WRITING: WritingSummaries = WritingSummaries {
        create: "A new connection",
        change: "Changes a connection (merge-patch); `secrets` replaces the live ones",
    };

    async fn create(call: Call<Deps>, given: Map<String, Value>) -> Reply<Representation<Self>> {
        let NewConnectionBody { id, name, kind, verification, fields, secrets, enabled } = decoded(&given)?;
        let new = NewConnection { id, name, kind, verification, fields, enabled: enabled.unwrap_or(true) };
        let stored = connections(&call.deps).create(call.organization(), new, secrets).await?;
        Ok(answer(stored, &call.deps))
    }

    async fn change(
        call: Call<Deps>,
        id: String,
        MergePatch { seen, given }: MergePatch,
    ) -> Reply<Representation<Self>> {
        let secrets = secrets_in(&given)?;
        let edit = |present: &Connection| Ok(patched(&ConnectionChanges::of(present), &given)?.onto(present));
        let stored = connections(&call.deps).change(call.organization(), &id, seen, &edit, secrets).await?;
        Ok(answer(stored, &call.deps))
    }
}
