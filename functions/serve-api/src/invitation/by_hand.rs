//! `/campaigns/{id}/send` and `/campaigns/{id}/sends`: asking people by hand, or finding out who would be asked. Who is,
//! is decided in the domain's policy; lists are worked through in `application::invitation`.

use crate::ApiRoutes;
use crate::{Deps, MAX_LIST};
use axum::Json;
use axum::extract::{DefaultBodyLimit, Path};
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use relance_application::call::Refusal;
use relance_application::invitation::{Batches, ListWanted, OnList, People, SendBatch, StartBatch};
use relance_application::stored::Entity as _;
use relance_domain::condition::Condition;
use relance_domain::invitation::{Batch, Outcome};
use relance_domain::name::CampaignId;
use relance_domain::schedule::Delay;
use relance_domain::source::Customer;
use relance_wire::form::{self, ConditionSchema, CustomerSchema};
use relance_wire::{Call, Cursor, HttpResult, JsonBody, Listing, PageLimit, Params, decoded, routes, wanted};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Lists up to this are worked through before the request is answered.
const AT_ONCE: u32 = 160;

/// The routes of this file. Lists may be larger than other bodies.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .routes(routes!(send))
        .within(|send| send.route_layer(DefaultBodyLimit::max(MAX_LIST)))
        .routes(routes!(get))
        .routes(routes!(recipients))
}

/// Whom to ask: either `recipients` or `contacts`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendBody {
    /// As `customer` of an event: `email`, `phone`, `first_name`, `language`, `fields`…; at most 10,000.
    #[schema(value_type = Option<Vec<CustomerSchema>>, max_items = 10_000)]
    recipients: Option<Vec<Customer>>,
    /// Everybody of the directory of whom the criteria hold.
    contacts: Option<ContactsBody>,
    /// Only say who would be asked, and why others would not.
    #[serde(default)]
    dry_run: bool,
    /// When the first is asked, at the earliest.
    starts_at: Option<Timestamp>,
    /// `DD:HH:MM` from the first to the last; ten a second when absent.
    #[schema(value_type = Option<form::Delay>)]
    spread: Option<Delay>,
}

/// People of the directory.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactsBody {
    /// On fields `contact.…`; everybody when absent.
    #[schema(value_type = Option<ConditionSchema>)]
    criteria: Option<Condition>,
}

/// A list and how far it is.
#[derive(Serialize, ToSchema)]
pub struct SendShown {
    /// Its id.
    #[schema(value_type = form::BatchId)]
    id: String,
    /// What is asked.
    campaign_id: String,
    /// True when nobody is asked.
    dry_run: bool,
    /// `running` or `done`.
    #[schema(value_type = form::RunState)]
    state: &'static str,
    /// People on the list.
    recipients: u32,
    /// People that were decided about.
    decided: u32,
    /// People who are asked; in a dry run, who would be.
    planned: u32,
    /// What became of them so far, by outcome.
    #[schema(value_type = BTreeMap<form::Outcome, u32>)]
    outcomes: BTreeMap<Outcome, u32>,
    /// Why nobody of it is asked, in words for people.
    remark: Option<String>,
    /// When it was made.
    created_at: Timestamp,
}

/// A list with the people that are not asked.
#[derive(Serialize, ToSchema)]
pub struct SendAnswered {
    #[serde(flatten)]
    send: SendShown,
    /// Who is not asked and why; complete once the list is done, at most 160. Longer lists: see `recipients` of the send.
    left_out: Vec<RecipientShown>,
}

/// One person on a list.
#[derive(Serialize, ToSchema)]
pub struct RecipientShown {
    /// Their place, from 0.
    place: u32,
    /// As it was given, also where nothing can be sent to it.
    #[schema(max_length = 262_144)]
    email: Option<String>,
    /// As it was given, also where it is no phone number.
    #[schema(max_length = 262_144)]
    phone: Option<String>,
    /// `planned`, or why not, in one word; `null` while the list has not come so far.
    #[schema(value_type = Option<form::Outcome>)]
    outcome: Option<Outcome>,
    /// Why, in words for people.
    reason: Option<String>,
    /// The invitation.
    invitation_id: Option<String>,
    /// When the same person could be asked.
    next_eligible_at: Option<Timestamp>,
}

fn show(batch: Batch) -> SendShown {
    SendShown {
        state: if batch.is_done() { "done" } else { "running" },
        decided: batch.outcomes.values().sum(),
        planned: batch.outcomes.get(&Outcome::Planned).copied().unwrap_or(0),
        id: batch.id.into(),
        campaign_id: batch.campaign_id.into(),
        dry_run: batch.dry_run,
        recipients: batch.recipients,
        outcomes: batch.outcomes,
        remark: batch.remark,
        created_at: batch.created_at,
    }
}

fn show_recipient(OnList { place, recipient, result }: OnList) -> RecipientShown {
    let (outcome, next_eligible_at) =
        result.as_ref().map_or((None, None), |result| (Some(result.outcome), result.next_eligible_at));
    let (reason, invitation) =
        result.map_or((None, None), |result| (Some(result.reason), result.invitation_id));
    RecipientShown {
        place,
        email: recipient.customer.email,
        phone: recipient.customer.phone,
        outcome,
        reason,
        invitation_id: invitation.map(String::from),
        next_eligible_at,
    }
}

fn people(body: &mut SendBody) -> Result<People, Refusal> {
    match (body.recipients.take(), body.contacts.take()) {
        (Some(recipients), None) => Ok(People::Given(recipients)),
        (None, Some(contacts)) => Ok(People::Contacts(contacts.criteria)),
        _ => Err(Refusal::bad_field("recipients", "give either `recipients` or `contacts`")),
    }
}

/// Asks people by hand, under the same rules as after an event: opt-outs, suppressions, mute and frequency. A short
/// list is answered with its end, a long one with its beginning.
#[utoipa::path(post, path = "/campaigns/{id}/send", tag = "campaigns", params(("id" = form::CampaignId, Path)),
    request_body = SendBody,
    responses((status = 200, body = SendAnswered), (status = 202, body = SendAnswered)))]
pub async fn send(
    call: Call<Deps>,
    Path(id): Path<String>,
    headers: HeaderMap,
    JsonBody(given): JsonBody,
) -> HttpResult<(StatusCode, Json<SendAnswered>)> {
    let mut body: SendBody = decoded(&given)?;
    let campaign_id = CampaignId::parse(&id).map_err(|_| Refusal::not_found("campaign"))?;
    let wanted = ListWanted {
        campaign_id,
        people: people(&mut body)?,
        dry_run: body.dry_run,
        starts_at: body.starts_at,
        spread: body.spread,
        wave: None,
        request: headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned),
    };
    let Deps { records, announce, clock, mint, .. } = &call.deps;
    let (records, announce, clock, mint) = (&**records, &**announce, &**clock, &**mint);
    let batch = StartBatch { records, announce, clock, mint }.run(call.organization(), wanted).await?;
    if batch.recipients > AT_ONCE || batch.gathering.is_some() {
        let answer = SendAnswered { send: show(batch), left_out: Vec::new() };
        return Ok((StatusCode::ACCEPTED, Json(answer)));
    }
    SendBatch { records, announce, clock }.run(&batch.key()).await?;
    let batches = Batches { records };
    let batch = batches.get(call.organization(), &id, batch.id.as_str()).await?;
    let people = batches.people(&batch, 0, usize::try_from(AT_ONCE).unwrap_or(0)).await?;
    let out = |one: &OnList| one.result.as_ref().is_some_and(|result| result.outcome != Outcome::Planned);
    let left_out = people.into_iter().filter(out).map(show_recipient).collect();
    Ok((StatusCode::OK, Json(SendAnswered { send: show(batch), left_out })))
}

/// How far a send by hand is.
#[utoipa::path(get, path = "/campaigns/{id}/sends/{send}", tag = "campaigns", operation_id = "get_send",
    params(("id" = form::CampaignId, Path), ("send" = form::BatchId, Path)), responses((status = 200, body = SendShown)))]
pub async fn get(call: Call<Deps>, Path((id, send)): Path<(String, String)>) -> HttpResult<Json<SendShown>> {
    let batches = Batches { records: &*call.deps.records };
    Ok(Json(show(batches.get(call.organization(), &id, &send).await?)))
}

/// Which people of a list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Items at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<PageLimit>,
    /// The `cursor` of the page before.
    #[param(value_type = Option<form::Cursor>)]
    cursor: Option<Cursor>,
}

/// The people of a send by hand, in order, with what became of each.
#[utoipa::path(get, path = "/campaigns/{id}/sends/{send}/recipients", tag = "campaigns", operation_id = "send_recipients",
    params(("id" = form::CampaignId, Path), ("send" = form::BatchId, Path), Query),
    responses((status = 200, body = Listing<RecipientShown>)))]
pub async fn recipients(
    call: Call<Deps>,
    Path((id, send)): Path<(String, String)>,
    Params(query): Params<Query>,
) -> HttpResult<Json<Listing<RecipientShown>>> {
    let batches = Batches { records: &*call.deps.records };
    let batch = batches.get(call.organization(), &id, &send).await?;
    let page = batches.page(&batch, &wanted(query.limit, query.cursor)).await?;
    Ok(Json(Listing::of(page, show_recipient)))
}
