//! Rules on answers: a condition and what follows from it. A rule makes a detractor, or whoever is not satisfied, an
//! alert with one owner (C2, E6); the full language of families A and E fits into the same two enums.

use crate::alert::AlertKind;
use crate::answer::Answer;
use crate::name::{CampaignId, EmailAddress, OrganizationId, RuleId};
use crate::question::NpsType;
use serde::{Deserialize, Serialize};

/// When a rule applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleCondition {
    /// The answer's NPS score falls in this band.
    NpsType(NpsType),
    /// Whether everything that the satisfaction filter looks at was answered satisfied (E5, F25); an answer that it says
    /// nothing about is neither.
    Satisfied(bool),
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleAction {
    /// An alert with exactly one owner, who gets a mail (E6, E10).
    RaiseAlert {
        /// The one owner.
        owner: EmailAddress,
    },
}

/// Conditions and an action on the answers of one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// Owner.
    pub organization: OrganizationId,
    /// Its one source campaign (A6).
    pub campaign_id: CampaignId,
    /// What people call it (A7).
    pub name: String,
    /// Inactive rules are not evaluated (A8).
    pub active: bool,
    /// When it applies.
    pub when: RuleCondition,
    /// What it does.
    pub then: RuleAction,
}

impl Rule {
    /// True when the rule is active and its condition holds for the answer.
    #[must_use]
    pub fn applies_to(&self, answer: &Answer) -> bool {
        let holds = match &self.when {
            RuleCondition::NpsType(wanted) => answer.nps_type() == Some(*wanted),
            RuleCondition::Satisfied(wanted) => answer.satisfied == Some(*wanted),
        };
        self.active && self.campaign_id == answer.campaign_id && holds
    }

    /// What an alert of this rule is about.
    #[must_use]
    pub fn alert_kind(&self) -> AlertKind {
        match &self.when {
            RuleCondition::NpsType(_) => AlertKind::Detractor,
            RuleCondition::Satisfied(_) => AlertKind::Unsatisfied,
        }
    }
}
