//! `/rules`: what follows from an answer. Evaluating rules lives in `application::rule`.

use crate::Deps;
use crate::wire::{
    Answer, Body, ConditionSchema, Listing, PageQuery, Params, Seen, decoded, patched, tagged,
};
use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use relance_application::account::Caller;
use relance_application::rule::{Ruled, Rules};
use relance_application::stored::Stored;
use relance_domain::condition::Condition;
use relance_domain::name::{CampaignId, EmailAddress};
use relance_domain::question::NpsType;
use relance_domain::rule::{Rule, RuleAction};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A rule: an answer of which a condition holds raises an alert with one owner.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleBody {
    /// Its one source campaign; stays.
    #[schema(value_type = String)]
    campaign_id: CampaignId,
    /// What people call it.
    name: String,
    /// Inactive rules are not evaluated.
    #[serde(default = "active")]
    active: bool,
    /// When it applies: conditions on `answer.…`, `nps_score`, `nps_type`, `satisfied`, `contact.…`, `task.…`, `agent.…` and
    /// `meta.…`; detractors when absent.
    #[serde(default = "detractors")]
    #[schema(value_type = ConditionSchema, required = false)]
    when: Condition,
    /// What it does.
    then: ThenBody,
}

/// What a rule does.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThenBody {
    /// Raises an alert.
    raise_alert: RaiseAlertBody,
}

/// An alert with exactly one owner, who gets a mail.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseAlertBody {
    /// The owner's e-mail address.
    #[schema(value_type = String)]
    owner: EmailAddress,
}

/// A rule with its id.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleShown {
    /// Its id.
    id: String,
    #[serde(flatten)]
    body: RuleBody,
    /// True when something that its condition names is gone: it does nothing until it is mended.
    broken: bool,
    /// What is gone, by field.
    broken_because: Vec<BrokenShown>,
}

/// Why a rule does nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct BrokenShown {
    /// JSON path of the comparison, such as `when.all.0`.
    field: String,
    /// What is wrong with it.
    reason: String,
}

fn active() -> bool {
    true
}

fn detractors() -> Condition {
    Condition::is("nps_type", NpsType::Detractor.as_str())
}

impl From<&Rule> for RuleBody {
    fn from(rule: &Rule) -> Self {
        let owner = match &rule.then {
            RuleAction::RaiseAlert { owner } => owner.clone(),
        };
        Self {
            campaign_id: rule.campaign_id.clone(),
            name: rule.name.clone(),
            active: rule.active,
            when: rule.when.clone(),
            then: ThenBody { raise_alert: RaiseAlertBody { owner } },
        }
    }
}

impl RuleBody {
    fn onto(self, present: &Rule) -> Rule {
        Rule {
            campaign_id: self.campaign_id,
            name: self.name.trim().to_owned(),
            active: self.active,
            when: self.when,
            then: RuleAction::RaiseAlert { owner: self.then.raise_alert.owner },
            ..present.clone()
        }
    }
}

fn show(ruled: Ruled) -> RuleShown {
    let Ruled { rule, broken } = ruled;
    RuleShown {
        id: rule.id.to_string(),
        body: RuleBody::from(&rule),
        broken: !broken.is_empty(),
        broken_because: broken
            .into_iter()
            .map(|bad| BrokenShown { field: bad.field, reason: bad.reason })
            .collect(),
    }
}

fn answer(stored: Stored<Ruled>) -> Response {
    tagged(stored.version, show(stored.value))
}

fn rules(deps: &Deps) -> Rules<'_> {
    Rules { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint }
}

/// Rules, oldest first.
#[utoipa::path(get, path = "/rules", tag = "rules", params(PageQuery),
    responses((status = 200, body = Listing<RuleShown>)))]
pub async fn list(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Params(query): Params<PageQuery>,
) -> Answer<Json<Listing<RuleShown>>> {
    let page = rules(&deps).list(&caller.organization, &query.wanted()).await?;
    Ok(Json(Listing::of(page, show)))
}

/// A new rule, for answers completed from now on.
#[utoipa::path(post, path = "/rules", tag = "rules", request_body = RuleBody,
    responses((status = 201, body = RuleShown)))]
pub async fn create(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Body(given): Body,
) -> Answer<Response> {
    let body: RuleBody = decoded(&given)?;
    let organization = caller.organization.clone();
    let named = move |id| Rule {
        id,
        organization,
        campaign_id: body.campaign_id,
        name: body.name.trim().to_owned(),
        active: body.active,
        when: body.when,
        then: RuleAction::RaiseAlert { owner: body.then.raise_alert.owner },
    };
    let stored = rules(&deps).create(&caller.organization, named).await?;
    Ok((StatusCode::CREATED, answer(stored)).into_response())
}

/// One rule.
#[utoipa::path(get, path = "/rules/{id}", tag = "rules", params(("id" = String, Path)),
    responses((status = 200, body = RuleShown)))]
pub async fn get(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Response> {
    Ok(answer(rules(&deps).get(&caller.organization, &id).await?))
}

/// Changes a rule (merge-patch).
#[utoipa::path(patch, path = "/rules/{id}", tag = "rules",
    params(("id" = String, Path), ("If-Match" = Option<String>, Header, description = "The `ETag` that you have seen")),
    request_body(content = RuleBody, content_type = "application/merge-patch+json"),
    responses((status = 200, body = RuleShown)))]
pub async fn change(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Seen(seen): Seen,
    Body(given): Body,
) -> Answer<Response> {
    let edit = |present: &Rule| Ok(patched(&RuleBody::from(present), &given)?.onto(present));
    Ok(answer(rules(&deps).change(&caller.organization, &id, (seen, &edit)).await?))
}
