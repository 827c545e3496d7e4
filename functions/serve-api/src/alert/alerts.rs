//! `/alerts`: things that one person must handle. They are never deleted; their steps live in the domain.

use crate::Deps;
use crate::wire::{Answer, Body, Cursor, Limit, Listing, Params, decoded, wanted};
use axum::Json;
use axum::extract::{Extension, Path, State};
use jiff::Timestamp;
use relance_application::account::Caller;
use relance_application::alert::{Alerts, Handling};
use relance_domain::alert::{Alert, AlertKind, AlertStatus, AlertStep};
use relance_domain::name::EmailAddress;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One alert.
#[derive(Serialize, ToSchema)]
pub struct AlertShown {
    /// Its id.
    id: String,
    /// What it is about: `detractor`.
    #[schema(value_type = String)]
    kind: AlertKind,
    /// `to_handle`, `assigned`, `contacted` or `done`.
    #[schema(value_type = String)]
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
    #[schema(value_type = String)]
    status: AlertStatus,
    /// Who had it from then on.
    assignee: String,
}

fn show(alert: Alert) -> AlertShown {
    let step =
        |step: AlertStep| StepShown { at: step.at, status: step.status, assignee: step.assignee.into() };
    AlertShown {
        id: alert.id.into(),
        kind: alert.kind,
        status: alert.status,
        assignee: alert.assignee.into(),
        answer_id: alert.answer_id.into(),
        campaign_id: alert.campaign_id.into(),
        contact_id: alert.contact_id.map(String::from),
        first_contact_at: alert.first_contact_at,
        created_at: alert.created_at,
        history: alert.history.into_iter().map(step).collect(),
    }
}

/// Which alerts.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// `to_handle`, `assigned`, `contacted` or `done`.
    #[param(value_type = Option<String>)]
    status: Option<AlertStatus>,
    /// Items at most, 1 to 100.
    #[param(value_type = Option<u32>)]
    limit: Option<Limit>,
    /// The `cursor` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// Who takes an alert on: one person, never two.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignBody {
    /// Their e-mail address.
    #[schema(value_type = String)]
    assignee: EmailAddress,
}

fn alerts(deps: &Deps) -> Alerts<'_> {
    Alerts { records: &*deps.records, announce: &*deps.announce, clock: &*deps.clock }
}

/// Alerts, newest first.
#[utoipa::path(get, path = "/alerts", tag = "alerts", params(Query),
    responses((status = 200, body = Listing<AlertShown>)))]
pub async fn list(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Params(query): Params<Query>,
) -> Answer<Json<Listing<AlertShown>>> {
    let wanted = wanted(query.limit, query.cursor);
    let page = alerts(&deps).list(&caller.organization, query.status, &wanted).await?;
    Ok(Json(Listing::of(page, show)))
}

/// One alert.
#[utoipa::path(get, path = "/alerts/{id}", tag = "alerts", params(("id" = String, Path)),
    responses((status = 200, body = AlertShown)))]
pub async fn get(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Json<AlertShown>> {
    Ok(Json(show(alerts(&deps).get(&caller.organization, &id).await?)))
}

/// Gives an alert to one person, who gets a mail and replaces the one before.
#[utoipa::path(post, path = "/alerts/{id}/assign", tag = "alerts", params(("id" = String, Path)),
    request_body = AssignBody, responses((status = 200, body = AlertShown)))]
pub async fn assign(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Body(given): Body,
) -> Answer<Json<AlertShown>> {
    let AssignBody { assignee } = decoded(&given)?;
    Ok(Json(show(alerts(&deps).handle(&caller.organization, &id, &Handling::Assign(assignee)).await?)))
}

/// Notes that the customer was contacted; the first time is kept for ever.
#[utoipa::path(post, path = "/alerts/{id}/contacted", tag = "alerts", params(("id" = String, Path)),
    responses((status = 200, body = AlertShown)))]
pub async fn contacted(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Json<AlertShown>> {
    Ok(Json(show(alerts(&deps).handle(&caller.organization, &id, &Handling::Contacted).await?)))
}

/// Closes an alert.
#[utoipa::path(post, path = "/alerts/{id}/done", tag = "alerts", params(("id" = String, Path)),
    responses((status = 200, body = AlertShown)))]
pub async fn done(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Json<AlertShown>> {
    Ok(Json(show(alerts(&deps).handle(&caller.organization, &id, &Handling::Done).await?)))
}
