//! An alert: a thing that one person must handle (E6, E10, E11). It closes by being handled, never by deletion.
//! The mail to its owner is a `StaffMail`.

use crate::answer::Answer;
use crate::name::{AlertId, AnswerId, CampaignId, ContactId, EmailAddress, OrganizationId, RuleId, Unique};
use crate::schedule::Deadline;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What an alert is about; the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// An NPS score of 0 to 6.
    Detractor,
    /// An answer that is not among the satisfied ones of its question (E5, E6).
    Unsatisfied,
    /// An answer that a rule looks for, and that says nothing bad: praise, or a wish.
    Noticed,
}

impl AlertKind {
    /// Whether the customer is to be called back about it.
    #[must_use]
    pub const fn is_unhappy(self) -> bool {
        matches!(self, Self::Detractor | Self::Unsatisfied)
    }
}

/// How far its handling is (E20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertStatus {
    /// Raised, with its owner told.
    ToHandle,
    /// Somebody took it on.
    Assigned,
    /// The customer was contacted.
    Contacted,
    /// Handled.
    Done,
}

impl AlertStatus {
    /// In one word, as records and the API have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ToHandle => "to_handle",
            Self::Assigned => "assigned",
            Self::Contacted => "contacted",
            Self::Done => "done",
        }
    }
}

/// One step of an alert's handling: who had it, and how far it was, from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertStep {
    /// When.
    pub at: Timestamp,
    /// How far its handling was from then on.
    pub status: AlertStatus,
    /// Who had it from then on.
    pub assignee: EmailAddress,
}

/// Why an alert cannot take a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the alert is done: it takes no further step")]
pub struct AlertIsDone;

/// A thing that one person must handle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Derived from rule and answer, so that a repeated evaluation raises it once (A31).
    pub id: AlertId,
    /// Owner of the data.
    pub organization: OrganizationId,
    /// What it is about.
    pub kind: AlertKind,
    /// How far its handling is.
    pub status: AlertStatus,
    /// The one person who handles it; never two (E10).
    pub assignee: EmailAddress,
    /// The answer that raised it.
    pub answer_id: AnswerId,
    /// Where the answer came from.
    pub campaign_id: CampaignId,
    /// Who answered, where known.
    pub contact_id: Option<ContactId>,
    /// When the customer was first contacted; never changes again (F27).
    pub first_contact_at: Option<Timestamp>,
    /// By when the customer must have been contacted, as the routing table had it when the alert was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_by: Option<Deadline>,
    /// When it was raised.
    pub created_at: Timestamp,
    /// Every step since it was raised, oldest first (F26).
    #[serde(default)]
    pub history: Vec<AlertStep>,
}

impl Alert {
    /// The id of the alert that a rule raises for an answer: it sorts by when that was given, so the newest are one range.
    #[must_use]
    pub fn id_of(rule: &RuleId, answer: &AnswerId, given_at: Timestamp) -> AlertId {
        AlertId::new(&Unique::derived_at(given_at, &["alert", rule.as_str(), answer.as_str()]))
    }

    /// Whether nobody has contacted the customer in time: the deadline has passed, and nothing was noted until then or since.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        let waits = self.first_contact_at.is_none() && self.status != AlertStatus::Done;
        waits && self.first_contact_by.as_ref().is_some_and(|by| by.due_at < now)
    }

    /// A new one, of an answer that a rule looks at.
    #[must_use]
    pub fn raised(
        rule: &RuleId,
        answer: &Answer,
        kind: AlertKind,
        owner: EmailAddress,
        now: Timestamp,
    ) -> Self {
        Self {
            id: Self::id_of(rule, &answer.id, answer.completed_at),
            organization: answer.organization.clone(),
            kind,
            status: AlertStatus::ToHandle,
            assignee: owner,
            answer_id: answer.id.clone(),
            campaign_id: answer.campaign_id.clone(),
            contact_id: answer.contact_id.clone(),
            first_contact_at: None,
            first_contact_by: None,
            created_at: now,
            history: Vec::new(),
        }
    }

    /// Gives it to one person, who replaces the one before (E10). Going back to assigned keeps the first contact.
    ///
    /// # Errors
    /// [`AlertIsDone`] once it is handled.
    pub fn assign(&mut self, to: EmailAddress, at: Timestamp) -> Result<(), AlertIsDone> {
        if self.assignee == to && self.status == AlertStatus::Assigned {
            return Ok(());
        }
        self.step(AlertStatus::Assigned, Some(to), at)
    }

    /// Notes that the customer was contacted; the first time is kept for ever (F27).
    ///
    /// # Errors
    /// [`AlertIsDone`] once it is handled.
    pub fn contacted(&mut self, at: Timestamp) -> Result<(), AlertIsDone> {
        if self.status == AlertStatus::Contacted {
            return Ok(());
        }
        self.step(AlertStatus::Contacted, None, at)?;
        self.first_contact_at.get_or_insert(at);
        Ok(())
    }

    /// Closes it: the only way in which an alert disappears (E11). Repeating it changes nothing.
    pub fn done(&mut self, at: Timestamp) {
        // Refused only when it is done already, which is what is wanted.
        let _ = self.step(AlertStatus::Done, None, at);
    }

    fn step(
        &mut self,
        status: AlertStatus,
        to: Option<EmailAddress>,
        at: Timestamp,
    ) -> Result<(), AlertIsDone> {
        if self.status == AlertStatus::Done {
            return Err(AlertIsDone);
        }
        self.status = status;
        self.assignee = to.unwrap_or_else(|| self.assignee.clone());
        self.history.push(AlertStep { at, status, assignee: self.assignee.clone() });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
