//! `/console/`: the overview as page data. What is gathered for it is decided in `application`, its words are in `views`.

use crate::{Deps, nothing_here, our_fault, page, word};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use relance_application::account::Session;
use relance_application::report::{OpenAlert, Overview, ReadOverview};
use relance_domain::campaign::Campaign;
use relance_domain::invitation::Decision;
use relance_domain::report::Nps;
use relance_views::console::{self, AlertLine, CampaignLine, DecisionLine, Place, Score};

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
    let zone = found.organization.zone();
    let to_try = found.hook_to_try.as_ref().map(|hook| command(base_url, hook.as_str(), found.now));
    console::overview(&console::Overview {
        place: Place {
            language: found.organization.language.as_str(),
            company: Some(&found.organization.name),
            user: Some(user),
        },
        now: found.now.to_zoned(zone.clone()),
        days: found.days,
        score: score(&found.nps),
        hidden: found.hidden,
        to_handle: found.to_handle.iter().map(|alert| alert_line(alert, &zone)).collect(),
        waiting: found.waiting,
        decisions: found.decisions.iter().map(|decision| decision_line(decision, &zone)).collect(),
        campaigns: found.campaigns.iter().map(campaign_line).collect(),
        to_try: to_try.as_deref(),
    })
}

fn score(nps: &Nps) -> Option<Score> {
    let (points, interval) = (nps.score()?, nps.interval()?);
    Some(Score {
        points,
        low: interval.low,
        high: interval.high,
        low_confidence: nps.low_confidence(),
        detractors: nps.detractors,
        passives: nps.passives,
        promoters: nps.promoters,
    })
}

fn alert_line<'a>(open: &'a OpenAlert, zone: &TimeZone) -> AlertLine<'a> {
    AlertLine {
        id: open.alert.id.as_str(),
        customer: open.customer.as_deref(),
        score: open.score,
        status: word(open.alert.status),
        owner: open.alert.assignee.as_str(),
        raised_at: open.alert.created_at.to_zoned(zone.clone()),
    }
}

fn decision_line<'a>(decision: &'a Decision, zone: &TimeZone) -> DecisionLine<'a> {
    DecisionLine {
        at: decision.decided_at.to_zoned(zone.clone()),
        event_id: &decision.event_id,
        trigger: decision.trigger_type.as_deref(),
        outcome: word(decision.outcome),
        reason: &decision.reason,
    }
}

fn campaign_line(campaign: &Campaign) -> CampaignLine<'_> {
    CampaignLine {
        name: &campaign.name,
        status: word(campaign.status),
        delay: campaign.delay.duration(),
        mute: campaign.mute.duration(),
    }
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
