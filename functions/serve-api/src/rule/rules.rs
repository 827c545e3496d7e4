//! `/rules`: what follows from an answer. Evaluating rules lives in `application::rule`.

use crate::Deps;
use relance_application::call::Page;
use relance_application::call::Reply;
use relance_application::rule::{Ruled, Rules};
use relance_application::stored::Stored;
use relance_domain::condition::Condition;
use relance_domain::name::{CampaignId, EmailAddress};
use relance_domain::question::NpsType;
use relance_domain::rule::{Rule, RuleAction};
use relance_wire::form::{self, ConditionSchema};
use relance_wire::{
    Call, MergePatch, PageQuery, Removable, Representation, Resource, Summaries, Writable, WritingSummaries,
    decoded, patched,
};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use serde_json::Value;
use utoipa::ToSchema;

/// A rule: an answer of which a condition holds raises an alert with one owner.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleBody {
    /// Its one source campaign; stays.
    #[schema(value_type = form::CampaignId)]
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

/// An alert with exactly one owner, who gets a mail: the rule names them, or the routing table does.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseAlertBody {
    /// The owner's e-mail address; whom `/alert-routing` names when absent or `null`.
    #[serde(default)]
    #[schema(value_type = Option<form::EmailAddress>)]
    owner: Option<EmailAddress>,
}

/// A rule with its id.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleShown {
    /// Its id.
    #[schema(value_type = form::RuleId)]
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

fn answer(stored: Stored<Ruled>) -> Representation<RuleShown> {
    Representation::shown(stored, show)
}

fn rules(deps: &Deps) -> Rules<'_> {
    Rules { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint }
}

impl Resource for RuleShown {
    type Deps = Deps;
    type Id = form::RuleId;
    type Query = PageQuery;
    type Listed = Self;

    const PATH: &'static str = "/rules";
    const ABOUT: Summaries = Summaries { list: "Rules, oldest first", get: "One rule" };

    async fn list(call: Call<Deps>, query: PageQuery) -> Reply<Page<Self>> {
        Ok(rules(&call.deps).list(call.organization(), &query.wanted()).await?.map(show))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        Ok(answer(rules(&call.deps).get(call.organization(), &id).await?))
    }
}

impl Writable for RuleShown {
    type New = RuleBody;
    type Changes = RuleBody;

    const WRITING: WritingSummaries = WritingSummaries {
        create: "A new rule, for answers completed from now on",
        change: "Changes a rule (merge-patch)",
    };

    async fn create(call: Call<Deps>, given: Map<String, Value>) -> Reply<Representation<Self>> {
        let body: RuleBody = decoded(&given)?;
        let organization = call.organization().clone();
        let named = move |id| Rule {
            id,
            organization,
            campaign_id: body.campaign_id,
            name: body.name.trim().to_owned(),
            active: body.active,
            when: body.when,
            then: RuleAction::RaiseAlert { owner: body.then.raise_alert.owner },
        };
        Ok(answer(rules(&call.deps).create(call.organization(), named).await?))
    }

    async fn change(
        call: Call<Deps>,
        id: String,
        MergePatch { seen, given }: MergePatch,
    ) -> Reply<Representation<Self>> {
        let edit = |present: &Rule| Ok(patched(&RuleBody::from(present), &given)?.onto(present));
        Ok(answer(rules(&call.deps).change(call.organization(), &id, seen, &edit).await?))
    }
}

impl Removable for RuleShown {
    const REMOVING: &'static str = "Takes a rule away; the alerts that it raised stay";

    async fn remove(call: Call<Deps>, id: String) -> Reply<()> {
        rules(&call.deps).remove(call.organization(), &id).await
    }
}
