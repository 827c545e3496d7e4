//! An alert: a thing that one person must handle (E6, E10, E11). It closes by being handled, never by deletion.
//! The mail to its owner is a `send::StaffMail`.

use crate::name::{AlertId, AnswerId, CampaignId, ContactId, EmailAddress, OrganizationId, RuleId, Unique};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// An NPS score of 0 to 6.
    Detractor,
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
    /// When it was raised.
    pub created_at: Timestamp,
}

impl Alert {
    /// The id of the alert that a rule raises for an answer.
    #[must_use]
    pub fn id_of(rule: &RuleId, answer: &AnswerId) -> AlertId {
        AlertId::new(&Unique::derived(&["alert", rule.as_str(), answer.as_str()]))
    }
}
