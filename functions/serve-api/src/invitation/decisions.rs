//! `/decisions`: why each trigger did or did not lead to a send. Deciding lives in the domain's policy.

use crate::Deps;
use axum::Json;
use jiff::Timestamp;
use relance_application::invitation::{DecisionFilter, Decisions};
use relance_domain::invitation::{AgentWish, Decision, Outcome};
use relance_domain::name::{CampaignId, InvitationId};
use relance_wire::{Call, Cursor, HttpResult, Listing, PageLimit, Params, form, wanted};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One decision.
#[derive(Serialize, ToSchema)]
pub struct DecisionShown {
    /// Its id.
    #[schema(value_type = form::DecisionId)]
    id: String,
    /// The sender's name for the event.
    event_id: String,
    /// Type of the event; `null` where it could not be read, or no event was concerned.
    #[schema(value_type = Option<form::TriggerKind>)]
    trigger_type: Option<String>,
    /// The campaign that decided.
    campaign_id: Option<String>,
    /// The invitation concerned.
    invitation_id: Option<String>,
    /// What became of it, in one word.
    #[schema(value_type = form::Outcome)]
    outcome: Outcome,
    /// Why, in words for people.
    reason: String,
    /// When the same customer could be asked again.
    next_eligible_at: Option<Timestamp>,
    /// When it was decided.
    decided_at: Timestamp,
    /// The tool's id of who did the job.
    agent_id: Option<String>,
    /// `honoured` or `ignored`: what became of the agent's wish not to ask; `null` without one.
    #[schema(value_type = Option<form::AgentWish>)]
    agent_wish: Option<AgentWish>,
}

/// One decision as it is answered.
pub fn show(decision: Decision) -> DecisionShown {
    DecisionShown {
        id: decision.id.to_string(),
        event_id: decision.event_id,
        trigger_type: decision.trigger_type,
        campaign_id: decision.campaign_id.map(String::from),
        invitation_id: decision.invitation_id.map(String::from),
        outcome: decision.outcome,
        reason: decision.reason,
        next_eligible_at: decision.next_eligible_at,
        decided_at: decision.decided_at,
        agent_wish: decision.agent.as_ref().and_then(|agent| agent.wish),
        agent_id: decision.agent.map(|agent| agent.id),
    }
}

/// Which decisions.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Of this event, by the sender's name for it.
    event_id: Option<String>,
    /// Of this campaign.
    #[param(value_type = Option<form::CampaignId>)]
    campaign_id: Option<CampaignId>,
    /// About this invitation.
    #[param(value_type = Option<form::InvitationId>)]
    invitation_id: Option<InvitationId>,
    /// Which ended like this.
    #[param(value_type = Option<form::Outcome>)]
    outcome: Option<Outcome>,
    /// Items at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<PageLimit>,
    /// The `cursor` of the page before.
    #[param(value_type = Option<form::Cursor>)]
    cursor: Option<Cursor>,
}

/// Decisions, newest first.
#[utoipa::path(get, path = "/decisions", tag = "decisions", params(Query),
    responses((status = 200, body = Listing<DecisionShown>)))]
pub async fn list(
    call: Call<Deps>,
    Params(query): Params<Query>,
) -> HttpResult<Json<Listing<DecisionShown>>> {
    let Query { event_id, campaign_id, invitation_id, outcome, limit, cursor } = query;
    let filter = DecisionFilter { event_id, campaign_id, invitation_id, outcome };
    let decisions = Decisions { records: &*call.deps.records };
    let page = decisions.list(call.organization(), &filter, &wanted(limit, cursor)).await?;
    Ok(Json(Listing::of(page, show)))
}
