//! `/alerts`: things that one person must handle. They are never deleted; their steps live in the domain.

use crate::Deps;
use axum::Json;
use axum::extract::Path;
use jiff::Timestamp;
use relance_application::account::Settings;
use relance_application::alert::{Alerts, Handling, Which};
use relance_application::call::Page;
use relance_application::call::Reply;
use relance_domain::alert::{Alert, AlertKind, AlertStatus, AlertStep};
use relance_domain::name::{EmailAddress, LanguageTag};
use relance_views::alert::counted;
use relance_wire::{
    Call, Cursor, HttpResult, JsonBody, PageLimit, Representation, Resource, Summaries, decoded, form, wanted,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One alert.
#[derive(Serialize, ToSchema)]
pub struct AlertShown {
    /// Its id.
    #[schema(value_type = form::AlertId)]
    id: String,
    /// What it is about: `detractor`.
    #[schema(value_type = form::AlertKind)]
    kind: AlertKind,
    /// `to_handle`, `assigned`, `contacted` or `done`.
    #[schema(value_type = form::AlertStatus)]
    status: AlertStatus,
    /// E-mail address of the one person who handles it.
    assignee: String,
    /// The answer that raised it.
    answer_id: String,
    /// The campaign that asked.
    campaign_id: String,
    /// Who answered, where known.
    contact_id: Option<String>,
    /// When the customer was first contacted; never changes again.
    first_contact_at: Option<Timestamp>,
    /// By when the customer must have been contacted; `null` where `/alert-routing` sets no time.
    due_at: Option<Timestamp>,
    /// How that was counted, in the language of the organization: `Friday 4:30 p.m. + 1 hour in Mon–Fri 9 a.m.–5 p.m. =
    /// Monday 9:30 a.m.`
    due_because: Option<String>,
    /// True once that time has passed and nobody has contacted the customer.
    overdue: bool,
    /// When it was raised.
    created_at: Timestamp,
    /// Every step since then, oldest first.
    history: Vec<StepShown>,
}

/// One step of handling.
#[derive(Serialize, ToSchema)]
pub struct StepShown {
    /// When.
    at: Timestamp,
    /// How far it was from then on.
    #[schema(value_type = form::AlertStatus)]
    status: AlertStatus,
    /// Who had it from then on.
    assignee: String,
}

fn show(alert: Alert, reader: &AlertReader) -> AlertShown {
    let step =
        |step: AlertStep| StepShown { at: step.at, status: step.status, assignee: step.assignee.into() };
    let overdue = alert.is_overdue(reader.now);
    AlertShown {
        id: alert.id.into(),
        kind: alert.kind,
        status: alert.status,
        assignee: alert.assignee.into(),
        answer_id: alert.answer_id.into(),
        campaign_id: alert.campaign_id.into(),
        contact_id: alert.contact_id.map(String::from),
        first_contact_at: alert.first_contact_at,
        due_at: alert.first_contact_by.as_ref().map(|by| by.due_at),
        due_because: alert.first_contact_by.as_ref().map(|by| counted(&reader.language, by)),
        overdue,
        created_at: alert.created_at,
        history: alert.history.into_iter().map(step).collect(),
    }
}

/// Who reads alerts, and when.
struct AlertReader {
    language: LanguageTag,
    now: Timestamp,
}

impl AlertReader {
    async fn of(call: &Call<Deps>) -> Reply<Self> {
        let settings = Settings { records: &*call.deps.records }.get(call.organization()).await?;
        Ok(Self { language: settings.value.language, now: call.deps.clock.now() })
    }
}

/// Which alerts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// `to_handle`, `assigned`, `contacted` or `done`.
    #[param(value_type = Option<form::AlertStatus>)]
    status: Option<AlertStatus>,
    /// `true`: only those whose customer nobody has contacted in time.
    #[param(value_type = Option<bool>)]
    overdue: Option<OnlyOverdue>,
    /// Items at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<PageLimit>,
    /// The `cursor` of the page before.
    #[param(value_type = Option<form::Cursor>)]
    cursor: Option<Cursor>,
}

/// The one word of `overdue`.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct OnlyOverdue;

impl TryFrom<String> for OnlyOverdue {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        (text == "true").then_some(Self).ok_or_else(|| format!("`{text}` is not `true`: leave it out"))
    }
}

/// Who takes an alert on: one person, never two.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignBody {
    /// Their e-mail address.
    #[schema(value_type = form::EmailAddress)]
    assignee: EmailAddress,
}

fn alerts(deps: &Deps) -> Alerts<'_> {
    Alerts { records: &*deps.records, announce: &*deps.announce, clock: &*deps.clock }
}

impl Resource for AlertShown {
    type Deps = Deps;
    type Id = form::AlertId;
    type Query = Query;
    type Listed = Self;

    const PATH: &'static str = "/alerts";
    const ABOUT: Summaries = Summaries { list: "Alerts, newest first", get: "One alert" };

    async fn list(call: Call<Deps>, query: Query) -> Reply<Page<Self>> {
        let (wanted, reader) = (wanted(query.limit, query.cursor), AlertReader::of(&call).await?);
        let which = Which { status: query.status, overdue: query.overdue.is_some() };
        let page = alerts(&call.deps).list(call.organization(), which, &wanted).await?;
        Ok(page.map(|alert| show(alert, &reader)))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        let alert = alerts(&call.deps).get(call.organization(), &id).await?;
        Ok(Representation::plain(show(alert, &AlertReader::of(&call).await?)))
    }
}

async fn handled(call: &Call<Deps>, id: &str, step: Handling) -> HttpResult<Json<AlertShown>> {
    let alert = alerts(&call.deps).handle(call.organization(), id, &step).await?;
    Ok(Json(show(alert, &AlertReader::of(call).await?)))
}

/// Gives an alert to one person, who gets a mail and replaces the one before.
#[utoipa::path(post, path = "/alerts/{id}/assign", tag = "alerts", params(("id" = form::AlertId, Path)),
    request_body = AssignBody, responses((status = 200, body = AlertShown)))]
pub async fn assign(
    call: Call<Deps>,
    Path(id): Path<String>,
    JsonBody(given): JsonBody,
) -> HttpResult<Json<AlertShown>> {
    let AssignBody { assignee } = decoded(&given)?;
    handled(&call, &id, Handling::Assign(assignee)).await
}

/// Notes that the customer was contacted; the first time is kept for ever.
#[utoipa::path(post, path = "/alerts/{id}/contacted", tag = "alerts", params(("id" = form::AlertId, Path)),
    responses((status = 200, body = AlertShown)))]
pub async fn contacted(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<Json<AlertShown>> {
    handled(&call, &id, Handling::Contacted).await
}

/// Closes an alert.
#[utoipa::path(post, path = "/alerts/{id}/done", tag = "alerts", params(("id" = form::AlertId, Path)),
    responses((status = 200, body = AlertShown)))]
pub async fn done(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<Json<AlertShown>> {
    handled(&call, &id, Handling::Done).await
}
