//! `/alert-routing`: who handles which alert, and by when the customer must have been contacted.
//! Checking and saving lives in `application::alert`.

use crate::Deps;
use axum::Json;
use axum::response::{IntoResponse as _, Response};
use relance_application::alert::Routing;
use relance_application::call::{Failure, Refusal};
use relance_domain::alert::{AlertKind, AlertRouting, FirstContact, RoutingRow};
use relance_domain::condition::Condition;
use relance_domain::name::{CalendarId, EmailAddress};
use relance_domain::schedule::Delay;
use relance_wire::form::{self, ConditionSchema};
use relance_wire::{Call, HttpResult, IfMatch, JsonBody, decoded, tagged};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The routing table of alerts.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoutingBody {
    /// In order: the first row that fits takes the alert, and the last one takes what no other does. None while there is no
    /// table; then rules name the owners of their alerts, and nothing has a deadline.
    #[schema(max_items = 50)]
    rows: Vec<RowBody>,
}

/// Which alerts a row takes, and what holds for them. `first_contact_within`, `calendar_id` and `escalate_to` are given
/// together or not at all.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RowBody {
    /// Alerts of this kind; of all when absent.
    #[serde(default)]
    #[schema(value_type = Option<form::AlertKind>)]
    kind: Option<AlertKind>,
    /// Alerts about answers of which this holds: conditions on `nps_type`, `nps_score`, `satisfied`, `contact.…`, `task.…`,
    /// `agent.…` and `meta.…`; all when absent.
    #[serde(default)]
    #[schema(value_type = Option<ConditionSchema>)]
    when: Option<Condition>,
    /// The one owner, where the rule that raised the alert names none.
    #[schema(value_type = form::EmailAddress)]
    owner: EmailAddress,
    /// How much open time may pass until the customer has been contacted.
    #[serde(default)]
    #[schema(value_type = Option<form::Delay>)]
    first_contact_within: Option<Delay>,
    /// Whose hours are counted.
    #[serde(default)]
    #[schema(value_type = Option<form::CalendarId>)]
    calendar_id: Option<CalendarId>,
    /// Who is told once that time has passed.
    #[serde(default)]
    #[schema(value_type = Option<form::EmailAddress>)]
    escalate_to: Option<EmailAddress>,
}

impl RowBody {
    fn row(self, number: usize) -> Result<RoutingRow, Refusal> {
        let Self { kind, when, owner, first_contact_within, calendar_id, escalate_to } = self;
        let missing = |name: &str| {
            let words = "a deadline needs `first_contact_within`, `calendar_id` and `escalate_to`: who is counted for, \
                 in whose hours, and who is told once it has passed";
            Refusal::bad_field(format!("rows.{number}.{name}"), words)
        };
        let first_contact = match (first_contact_within, calendar_id, escalate_to) {
            (None, None, None) => None,
            (None, ..) => return Err(missing("first_contact_within")),
            (_, None, _) => return Err(missing("calendar_id")),
            (_, _, None) => return Err(missing("escalate_to")),
            (Some(within), Some(calendar_id), Some(escalate_to)) => {
                Some(FirstContact { within, calendar_id, escalate_to })
            }
        };
        Ok(RoutingRow { kind, when, owner, first_contact })
    }
}

impl From<&RoutingRow> for RowBody {
    fn from(row: &RoutingRow) -> Self {
        let first = row.first_contact.as_ref();
        Self {
            kind: row.kind,
            when: row.when.clone(),
            owner: row.owner.clone(),
            first_contact_within: first.map(|first| first.within),
            calendar_id: first.map(|first| first.calendar_id.clone()),
            escalate_to: first.map(|first| first.escalate_to.clone()),
        }
    }
}

fn show(table: &AlertRouting) -> RoutingBody {
    RoutingBody { rows: table.rows().iter().map(RowBody::from).collect() }
}

fn routing(deps: &Deps) -> Routing<'_> {
    Routing { records: &*deps.records, clock: &*deps.clock }
}

/// The routing table; without rows while there is none.
#[utoipa::path(get, path = "/alert-routing", tag = "alert-routing", operation_id = "alert_routing",
    responses((status = 200, body = RoutingBody)))]
pub async fn get(call: Call<Deps>) -> HttpResult<Response> {
    let stored = routing(&call.deps).get(call.organization()).await.map_err(Failure::from)?;
    Ok(match stored {
        Some(stored) => tagged(stored.version, show(&stored.value)),
        None => Json(RoutingBody::default()).into_response(),
    })
}

/// Puts a table in the place of the one before, for alerts that are raised from now on.
#[utoipa::path(put, path = "/alert-routing", tag = "alert-routing", operation_id = "route_alerts",
    params(("If-Match" = Option<String>, Header, description = "The `ETag` that you have seen")),
    request_body = RoutingBody, responses((status = 200, body = RoutingBody)))]
pub async fn put(
    call: Call<Deps>,
    IfMatch(seen): IfMatch,
    JsonBody(given): JsonBody,
) -> HttpResult<Response> {
    let RoutingBody { rows } = decoded(&given)?;
    let rows = rows.into_iter().enumerate().map(|(number, row)| row.row(number));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let stored = routing(&call.deps).put(call.organization(), seen, rows).await?;
    Ok(tagged(stored.version, show(&stored.value)))
}
