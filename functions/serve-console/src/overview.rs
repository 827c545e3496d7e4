//! `/console/`: the overview as page data. What is gathered for it is decided in `application`, its words are in `views`.

use crate::{Deps, nothing_here, our_fault, page};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use relance_application::account::Session;
use relance_application::report::{OpenAlert, Overview, ReadOverview};
use relance_views::report::{AlertLine, OverviewPage, overview};

/// Shows the overview of the session's organization.
pub async fn show(
    State(deps): State<Deps>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
) -> Response {
    let read = ReadOverview { records: &*deps.records, clock: &*deps.clock };
    match read.run(&session.organization).await {
        Ok(Some(found)) => page(StatusCode::OK, shown(&found, &session.user, &deps.base_url)),
        Ok(None) => nothing_here(headers).await,
        Err(fault) => our_fault(&headers, &fault),
    }
}

fn shown(found: &Overview, user: &str, base_url: &str) -> String {
    let to_try = found.hook_to_try.as_ref().map(|hook| command(base_url, hook.as_str(), found.now));
    overview(&OverviewPage {
        organization: &found.organization,
        user,
        now: found.now,
        days: found.days,
        nps: found.nps,
        hidden: found.hidden,
        to_handle: found.to_handle.iter().map(line).collect(),
        waiting: found.waiting,
        decisions: &found.decisions,
        campaigns: &found.campaigns,
        to_try: to_try.as_deref(),
    })
}

fn line(open: &OpenAlert) -> AlertLine<'_> {
    AlertLine { alert: &open.alert, customer: open.customer.as_deref(), score: open.score }
}

/// The README's first event, a finished service call, for this machine.
fn command(base_url: &str, hook: &str, now: Timestamp) -> String {
    let event = serde_json::json!({
        "event_id": "evt-1",
        "type": "task.state_changed",
        "occurred_at": now.round(jiff::Unit::Second).unwrap_or(now).to_string(),
        "task": { "id": "T-1001", "type": "Service call", "state": { "code": "600" } },
        "customer": { "first_name": "Lea", "email": "lea@example.com", "language": "en" },
        "agent": { "name": "Sam" },
    });
    format!("curl {base_url}/hooks/{hook} -H 'content-type: application/json' -d '{event}'")
}
