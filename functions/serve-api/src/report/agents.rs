//! `/stats/agent-opt-outs`: how many cases each agent wished not to be surveyed. Counting lives in
//! `application::report`.

use crate::Deps;
use crate::answer::answers::PeriodName;
use crate::report::stats::PeriodShown;
use axum::Json;
use relance_application::report::AgentOptOuts;
use relance_domain::name::CampaignId;
use relance_domain::report::Period;
use relance_wire::{Call, HttpResult, Params, form};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What the agents wished.
#[derive(Serialize, ToSchema)]
pub struct AgentOptOutsShown {
    /// In order of the tool's ids.
    items: Vec<AgentShown>,
    /// What was counted.
    period: PeriodShown,
    /// False when there was too much to read: the newest decisions are missing, choose a shorter period.
    complete: bool,
}

/// What one agent wished.
#[derive(Serialize, ToSchema)]
pub struct AgentShown {
    /// The tool's id, or the name where there is none.
    agent_id: String,
    /// Events about which a campaign decided.
    cases: u32,
    /// Wishes not to ask that were heard.
    honoured: u32,
    /// Wishes that the campaign does not allow; they are kept and nothing more.
    ignored: u32,
}

/// Which decisions.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Of one campaign; of all when absent.
    #[param(value_type = Option<form::CampaignId>)]
    campaign: Option<CampaignId>,
    /// As for `/stats/nps`.
    #[param(value_type = Option<form::Period>)]
    period: Option<PeriodName>,
}

/// Cases and opt-outs of each agent.
#[utoipa::path(get, path = "/stats/agent-opt-outs", tag = "stats", operation_id = "agent_opt_outs", params(Query),
    responses((status = 200, body = AgentOptOutsShown)))]
pub async fn list(call: Call<Deps>, Params(query): Params<Query>) -> HttpResult<Json<AgentOptOutsShown>> {
    let period = query.period.map_or(Period::LastDays(30), |PeriodName(period)| period);
    let counts = AgentOptOuts { records: &*call.deps.records, clock: &*call.deps.clock };
    let counts = counts.count(call.organization(), query.campaign.as_ref(), period).await?;
    let items = counts.agents.into_iter().map(|(agent_id, count)| AgentShown {
        agent_id,
        cases: count.cases,
        honoured: count.honoured,
        ignored: count.ignored,
    });
    Ok(Json(AgentOptOutsShown {
        items: items.collect(),
        period: PeriodShown::of(counts.span),
        complete: counts.complete,
    }))
}
