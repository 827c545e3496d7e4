//! Rules on answers: a condition and what follows from it. A rule makes a detractor, or whoever is not satisfied, an
//! alert with one owner (C2, E6). What conditions can look at is said in `fields`.

use super::{Answered, RuleFields};
use crate::alert::AlertKind;
use crate::condition::{Condition, Subject, Wrong};
use crate::name::{CampaignId, EmailAddress, OrganizationId, RuleId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a rule may look at beside the answer itself; each costs a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The campaign's questions.
    Questions,
    /// The invitation that led to the answer.
    Invitation,
    /// Who answered.
    Contact,
    /// The job that it is about, as its tool last told of it.
    Task,
}

impl Need {
    /// What must be read before a condition can be judged; nothing of what it never looks at.
    #[must_use]
    pub fn of(when: &Condition) -> BTreeSet<Self> {
        let of_task = ["task.state", "task.priority", "task.reasons", "task.tags", "agent.id"];
        let each: [(Self, &[&str]); 4] = [
            (Self::Questions, &["answer."]),
            (Self::Invitation, &["task.", "agent.", "meta."]),
            (Self::Contact, &["contact."]),
            (Self::Task, &of_task),
        ];
        let leaves = when.leaves();
        let looks_at = |prefixes: &[&str]| {
            leaves.iter().any(|leaf| match &leaf.subject {
                Subject::Field(field) => prefixes.iter().any(|prefix| field.as_str().starts_with(prefix)),
                Subject::Aggregate(_) => false,
            })
        };
        each.into_iter().filter(|(_, prefixes)| looks_at(prefixes)).map(|(need, _)| need).collect()
    }
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleAction {
    /// An alert with exactly one owner, who gets a mail (E6, E10).
    /// The owner is whom the routing table names when absent.
    RaiseAlert { owner: Option<EmailAddress> },
}

/// Conditions and an action on the answers of one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
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
    pub when: Condition,
    /// What it does.
    pub then: RuleAction,
}

impl Rule {
    /// What must be read before it can be judged; nothing of what it never looks at.
    #[must_use]
    pub fn needs(&self) -> BTreeSet<Need> {
        Need::of(&self.when)
    }

    /// Whether its condition holds of an answer to its campaign.
    ///
    /// # Errors
    /// What is wrong with the condition now: something that it names is gone, so the rule is broken (A10).
    pub fn judges(&self, fields: &RuleFields<'_>, answered: &Answered<'_>) -> Result<bool, Vec<Wrong>> {
        self.when.clone().check(fields).map(|checked| checked.holds(answered))
    }

    /// What an alert of this rule is about: a score, where it looks at one.
    #[must_use]
    pub fn alert_kind(&self) -> AlertKind {
        let of_score = ["nps_type", "nps_score"];
        let looks_at_score = self.when.leaves().iter().any(|leaf| match &leaf.subject {
            Subject::Field(field) => of_score.contains(&field.as_str()),
            Subject::Aggregate(_) => false,
        });
        if looks_at_score { AlertKind::Detractor } else { AlertKind::Unsatisfied }
    }
}
