//! Rules on answers: a condition and what follows from it. A rule makes a detractor, or whoever is not satisfied, an
//! alert with one owner (C2, E6). What conditions can look at is said in `fields`.

use super::{Answered, RuleFields, RuleSlot};
use crate::alert::AlertKind;
use crate::answer::Answer;
use crate::campaign::Campaign;
use crate::condition::{Checked, Condition, Source, Subject, Value, Wrong};
use crate::name::{CampaignId, EmailAddress, LanguageTag, OrganizationId, RuleId, Unique};
use crate::question::NpsType;
use jiff::Timestamp;
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

    /// The rule that a campaign gets when it first asks NPS: every detractor becomes an alert (C2). Its name is for managers,
    /// in their language. Nobody is named where the routing table says who.
    #[must_use]
    pub fn on_detractors(campaign: &Campaign, owner: Option<EmailAddress>, language: &LanguageTag) -> Self {
        let name = if language.base() == "fr" { "Rappeler les détracteurs" } else { "Call detractors back" };
        Self {
            id: Self::id_on_detractors(&campaign.id),
            organization: campaign.organization.clone(),
            campaign_id: campaign.id.clone(),
            name: name.to_owned(),
            active: true,
            when: Condition::is(NPS_TYPE, NpsType::Detractor.as_str()),
            then: RuleAction::RaiseAlert { owner },
        }
    }

    /// Derived, so that a campaign gets it once.
    fn id_on_detractors(campaign: &CampaignId) -> RuleId {
        RuleId::new(&Unique::derived(&["detractors", campaign.as_str()]))
    }

    /// Whether every detractor becomes an alert by it, whatever else is known of them.
    #[must_use]
    pub fn covers_detractors(&self) -> bool {
        let of_the_score = self.when.leaves().iter().all(|leaf| is_of_the_score(&leaf.subject));
        let checked = self.when.clone().check(&RuleFields { questions: Vec::new() });
        let every = |checked: Checked<RuleSlot>| {
            DETRACTORS.into_iter().all(|score| checked.holds(&ScoreAlone(score)))
        };
        self.active && of_the_score && checked.is_ok_and(every)
    }

    /// What an alert of this rule is about, by what was answered: a rule may look for praise, too.
    #[must_use]
    pub fn alert_kind(&self, answer: &Answer) -> AlertKind {
        let of_the_score = self.when.leaves().iter().any(|leaf| is_of_the_score(&leaf.subject));
        let low = answer.nps_type() == Some(NpsType::Detractor);
        match answer.satisfied {
            Some(false) if !(of_the_score && low) => AlertKind::Unsatisfied,
            _ if low => AlertKind::Detractor,
            _ => AlertKind::Noticed,
        }
    }
}

const NPS_TYPE: &str = "nps_type";
const DETRACTORS: std::ops::RangeInclusive<u8> = 0..=6;

fn is_of_the_score(subject: &Subject) -> bool {
    match subject {
        Subject::Field(field) => [NPS_TYPE, "nps_score"].contains(&field.as_str()),
        Subject::Aggregate(_) => false,
    }
}

/// An answer of which nothing is known but its score.
struct ScoreAlone(u8);

impl Source<RuleSlot> for ScoreAlone {
    fn value<'s>(&'s self, slot: &'s RuleSlot) -> Value<'s> {
        match slot {
            RuleSlot::NpsScore => Value::Number(self.0.into()),
            RuleSlot::NpsType => Value::from(NpsType::of(self.0).map(NpsType::as_str)),
            _ => Value::Absent,
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}

#[cfg(test)]
mod tests;
