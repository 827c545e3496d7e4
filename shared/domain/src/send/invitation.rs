//! One planned or sent ask to one address.
//! Whether it may exist is decided in `trigger`; when it goes out, by the send protocol.

use super::{SendProgress, SendState};
use crate::campaign::Delay;
use crate::name::{
    AnswerId, CampaignId, ConnectionId, ContactId, EmailAddress, InvitationId, LanguageTag, OrganizationId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One planned or sent ask to one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Owner.
    pub organization: OrganizationId,
    /// What is asked.
    pub campaign_id: CampaignId,
    /// Who is asked.
    pub contact_id: ContactId,
    /// Where.
    pub address: EmailAddress,
    /// In which of the campaign's languages.
    pub language: LanguageTag,
    /// The tool that reported the job.
    pub source: ConnectionId,
    /// The tool's id of the job, where there is one (B22).
    pub task_id: Option<String>,
    /// Such as `Appel de service`.
    pub task_type: Option<String>,
    /// The name of who did the job, as customers know it.
    pub agent_name: Option<String>,
    /// When the job reached its state: the delay counts from here (B24).
    pub occurred_at: Timestamp,
    /// How its mail is doing.
    pub send: SendProgress,
    /// The answer that it led to.
    pub answer_id: Option<AnswerId>,
    /// The invitation that it repeats, whose link no longer works (E17).
    pub resend_of: Option<InvitationId>,
    /// The invitation that repeats it: its own link no longer works (E17).
    #[serde(default)]
    pub replaced_by: Option<InvitationId>,
    /// When it was planned.
    pub created_at: Timestamp,
}

impl Invitation {
    /// The invitation's state in one word, as the API shows it.
    #[must_use]
    pub fn state_word(&self) -> &'static str {
        if self.answer_id.is_some() {
            return "answered";
        }
        match self.send.state {
            SendState::Scheduled { .. } => "planned",
            SendState::Sending { .. } => "sending",
            SendState::Uncertain { .. } => "uncertain",
            SendState::Sent { .. } => "sent",
            SendState::Held { .. } => "held",
            SendState::Cancelled { .. } => "cancelled",
            SendState::Expired => "expired",
            SendState::Failed { .. } => "failed",
        }
    }

    /// Why it was cancelled or failed, for people.
    #[must_use]
    pub fn state_reason(&self) -> Option<&str> {
        match &self.send.state {
            SendState::Cancelled { reason } => Some(reason.words()),
            SendState::Failed { reason } => Some(reason),
            _ => None,
        }
    }

    /// When its link stops working: `after` counts from its send (R5.1).
    #[must_use]
    pub fn expires_at(&self, after: Delay) -> Timestamp {
        after.after(self.send.sent_at().unwrap_or(self.send.planned_for))
    }
}
