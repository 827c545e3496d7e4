//! A closed local day of one campaign, folded once. Whatever changes an answer of that day empties it in the
//! same transaction, and the next reader folds it again: no figure can drift.

use super::Scores;
use crate::name::{CampaignId, OrganizationId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One campaign's answers of one local day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTally {
    /// Owner.
    pub organization: OrganizationId,
    /// Whose answers.
    pub campaign_id: CampaignId,
    /// The local day.
    pub day: Date,
    /// How often each score was given; `None` once an answer of the day changed, until somebody reads.
    /// The record stays, because its version is what stops a reader who began before the change.
    pub scores: Option<Scores>,
}
