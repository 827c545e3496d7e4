//! `/triggers`: a business event given by hand, and what arrived lately. Planning from events lives in
//! `application::source`.

use crate::Deps;
use axum::Json;
use axum::http::StatusCode;
use jiff::Timestamp;
use relance_adapters::source::without_mark;
use relance_application::call::Page;
use relance_application::call::Refusal;
use relance_application::call::Reply;
use relance_application::ports::fault::Fault;
use relance_application::source::Triggers;
use relance_domain::name::ConnectionId;
use relance_domain::source::{Connection, RawEvent, TriggerEvent, is_a_date};
use relance_wire::form::{self, TriggerSchema};
use relance_wire::{Call, HttpResult, JsonBody, PageQuery, Representation, Resource, Summaries, decoded};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What became of a given event.
#[derive(Serialize, ToSchema)]
pub struct AcceptedShown {
    /// The sender's name for it.
    event_id: String,
    /// `accepted`, or `duplicate` when it is known already.
    #[schema(value_type = form::Acceptance)]
    outcome: &'static str,
}

/// One event that arrived.
#[derive(Serialize, ToSchema)]
pub struct TriggerShown {
    /// Its id.
    #[schema(value_type = form::EventId)]
    id: String,
    /// The sender's name for it.
    event_id: String,
    /// Where it came from; `api` for this API.
    connection: String,
    /// When it arrived.
    received_at: Timestamp,
    /// When its planning finished.
    planned_at: Option<Timestamp>,
}

/// One event with its body.
#[derive(Serialize, ToSchema)]
pub struct TriggerWithBody {
    #[serde(flatten)]
    trigger: TriggerShown,
    /// The body as it came: JSON where it is JSON, else text.
    body: Value,
}

fn show(event: &RawEvent) -> TriggerShown {
    TriggerShown {
        id: event.id.to_string(),
        event_id: event.identity.clone(),
        connection: event.connection.to_string(),
        received_at: event.received_at,
        planned_at: event.planned_at,
    }
}

fn triggers(deps: &Deps) -> Triggers<'_> {
    Triggers { records: &*deps.records, announce: &*deps.announce, clock: &*deps.clock }
}

impl Resource for TriggerWithBody {
    type Deps = Deps;
    type Id = form::EventId;
    type Query = PageQuery;
    type Listed = TriggerShown;

    const PATH: &'static str = "/triggers";
    const ABOUT: Summaries = Summaries {
        list: "Events that arrived, from wherever, newest first",
        get: "One event that arrived, with its body",
    };

    async fn list(call: Call<Deps>, query: PageQuery) -> Reply<Page<TriggerShown>> {
        let page = triggers(&call.deps).list(call.organization(), &query.wanted()).await?;
        Ok(page.map(|event| show(&event)))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        let event = triggers(&call.deps).get(call.organization(), &id).await?;
        let read = serde_json::from_slice(without_mark(event.body.as_bytes()));
        let body = read.unwrap_or_else(|_| Value::String(event.body.clone()));
        Ok(Representation::plain(Self { trigger: show(&event), body }))
    }
}

/// Gives an event by hand: planned like a hook's, once per `event_id`.
#[utoipa::path(post, path = "/triggers", tag = "triggers", request_body = TriggerSchema,
    responses((status = 202, body = AcceptedShown), (status = 200, body = AcceptedShown)))]
pub async fn accept(
    call: Call<Deps>,
    JsonBody(given): JsonBody,
) -> HttpResult<(StatusCode, Json<AcceptedShown>)> {
    let body = Value::Object(given.clone()).to_string();
    let Value::Object(said) = without_nulls(Value::Object(given)) else {
        return Err(Fault::permanent("an object lost its shape").into());
    };
    check(&decoded::<TriggerEvent>(&said)?)?;
    let id = ConnectionId::parse(Connection::API).map_err(|error| Fault::permanent(error.to_string()))?;
    let source = Connection::of_the_api(id, call.organization().clone(), call.deps.clock.now());
    let event_id = call.deps.read.identity(&source, body.as_bytes());
    let new = triggers(&call.deps).accept(call.organization(), event_id.clone(), body).await?;
    let (status, outcome) =
        if new { (StatusCode::ACCEPTED, "accepted") } else { (StatusCode::OK, "duplicate") };
    Ok((status, Json(AcceptedShown { event_id, outcome })))
}

/// `null` is absence in the envelope, as it is for hooks.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(_, member)| !member.is_null());
            kept.map(|(name, member)| (name, without_nulls(member))).collect()
        }
        other => other,
    }
}

/// What an event must be like beyond its shape.
fn check(event: &TriggerEvent) -> Result<(), Refusal> {
    if let Some(reason) = event.kind.without_effect() {
        return Err(Refusal::bad_field("type", reason));
    }
    if event.event_id.trim().is_empty() {
        return Err(Refusal::bad_field("event_id", "give the event a name of its own"));
    }
    if !is_a_date(event.occurred_at) {
        let reason = "say when it happened: this date stands for none";
        return Err(Refusal::bad_field("occurred_at", reason));
    }
    match &event.task {
        Some(task) if task.id.trim().is_empty() => Err(Refusal::bad_field("task.id", "it is needed")),
        _ => Ok(()),
    }
}
