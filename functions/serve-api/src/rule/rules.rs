//! `/rules`: what follows from an answer. Evaluating rules lives in `application::rule`.

use crate::Deps;
use crate::wire::{
    Answer, Body, Listing, PageQuery, Params, RuleConditionSchema, Seen, decoded, patched, tagged,
};
use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use relance_application::account::Caller;
use relance_application::rule::Rules;
use relance_application::stored::Stored;
use relance_domain::name::{CampaignId, EmailAddress};
use relance_domain::question::NpsType;
use relance_domain::rule::{Rule, RuleAction, RuleCondition};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A rule: an answer in a band of NPS scores, or one that is not satisfied, raises an alert with one owner.
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
    /// When it applies.
    #[serde(default = "detractors")]
    #[schema(value_type = RuleConditionSchema)]
    when: RuleCondition,
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
}

fn active() -> bool {
    true
}

fn detractors() -> RuleCondition {
    RuleCondition::NpsType(NpsType::Detractor)
}

impl From<&Rule> for RuleBody {
    fn from(rule: &Rule) -> Self {
        let RuleAction::RaiseAlert { owner } = rule.then.clone();
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

fn show(rule: &Rule) -> RuleShown {
    RuleShown { id: rule.id.to_string(), body: rule.into() }
}

fn answer(stored: &Stored<Rule>) -> Response {
    tagged(stored.version, show(&stored.value))
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
    Ok(Json(Listing::of(page, |rule| show(&rule))))
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
    Ok((StatusCode::CREATED, answer(&stored)).into_response())
}

/// One rule.
#[utoipa::path(get, path = "/rules/{id}", tag = "rules", params(("id" = String, Path)),
    responses((status = 200, body = RuleShown)))]
pub async fn get(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Response> {
    Ok(answer(&rules(&deps).get(&caller.organization, &id).await?))
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
    Ok(answer(&rules(&deps).change(&caller.organization, &id, (seen, &edit)).await?))
}
