//! One repetition of an ask to somebody who has not answered (P5, decision 8). A mail of its own under the same protocol
//! as every other; exempt from mute and frequency, never from a wish or a suppression.

use crate::campaign::Campaign;
use crate::invitation::{CancelReason, Invitation, Ruling, SendProgress, SendState};
use crate::name::{Address, CampaignId, InvitationId, OrganizationId, ReminderId, Unique};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One reminder of one invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Derived from invitation and number, so that each is planned once whatever is repeated.
    pub id: ReminderId,
    /// Owner.
    pub organization: OrganizationId,
    /// What it repeats: the same link, the same questions.
    pub invitation_id: InvitationId,
    /// Whose turn it shares.
    pub campaign_id: CampaignId,
    /// The first or the second.
    pub number: u8,
    /// Where.
    pub address: Address,
    /// How its mail is doing.
    pub send: SendProgress,
    /// When it was planned: when the invitation's mail was known to be sent.
    pub created_at: Timestamp,
}

impl Reminder {
    /// The id of an invitation's reminder.
    #[must_use]
    pub fn id_of(invitation: &InvitationId, number: u8) -> ReminderId {
        ReminderId::new(&Unique::derived(&["reminder", invitation.as_str(), &number.to_string()]))
    }

    /// A reminder to be sent at `due_at`.
    #[must_use]
    pub fn of(invitation: &Invitation, number: u8, due_at: Timestamp, now: Timestamp) -> Self {
        Self {
            id: Self::id_of(&invitation.id, number),
            organization: invitation.organization.clone(),
            invitation_id: invitation.id.clone(),
            campaign_id: invitation.campaign_id.clone(),
            number,
            address: invitation.address.clone(),
            send: SendProgress::scheduled(due_at),
            created_at: now,
        }
    }

    /// The reminder's state in one word, as the API shows it.
    #[must_use]
    pub fn state_word(&self) -> &'static str {
        self.send.state.word()
    }
}

/// What forbids a reminder of this invitation, before anything is asked about its address: it is answered, was asked
/// again by an operator, or its link has stopped working.
#[must_use]
pub fn needs_no_reminder(
    invitation: Option<&Invitation>,
    campaign: Option<&Campaign>,
    now: Timestamp,
) -> Option<Ruling> {
    let never = |reason| Some(Ruling::Never { reason });
    let (Some(invitation), Some(campaign)) = (invitation, campaign) else {
        return never(CancelReason::NothingToSay);
    };
    let sent = matches!(invitation.send.state, SendState::Sent { .. });
    match () {
        () if invitation.is_answered() => never(CancelReason::Answered),
        () if invitation.replaced_by.is_some() => never(CancelReason::ByOperator),
        () if !sent || now > invitation.expires_at(campaign.expires_after) => {
            never(CancelReason::NothingToSay)
        }
        () => None,
    }
}
