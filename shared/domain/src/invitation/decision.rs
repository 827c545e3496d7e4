//! The decision that every trigger leaves: what happened and why, so that "why was this customer not asked?"
//! always has an answer. How it is reached lives in `policy`.

use crate::campaign::Campaign;
use crate::invitation::Invitation;
use crate::name::{CampaignId, DecisionId, InvitationId, OrganizationId};
use crate::source::TriggerEvent;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What became of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// An invitation was planned.
    Planned,
    /// A planned invitation was cancelled.
    Cancelled,
    /// A planned invitation was too late to send.
    Expired,
    /// The transport refused it for good.
    Failed,
    /// It went out and came back.
    Bounced,
    /// Its recipient called it spam.
    Complained,
    /// It may or may not have gone out; an operator decides.
    Held,
    /// No campaign waits for this event.
    NotMatched,
    /// It was told of too long after it happened.
    TooOld,
    /// The campaign does not ask customers of this channel.
    ChannelOff,
    /// The campaign's criteria do not hold.
    Criteria,
    /// The agent opted the case out.
    AgentOptOut,
    /// The campaign is not live.
    CampaignInactive,
    /// This very event was handled before.
    DuplicateEvent,
    /// The task already led to an invitation.
    DuplicateTask,
    /// The address was asked too recently.
    Muted,
    /// A frequency rule forbids it.
    FrequencyRule,
    /// There is no address.
    NoAddress,
    /// There is only an unusable address.
    InvalidAddress,
    /// The person does not want to be asked.
    OptedOut,
    /// A provider told us not to use the address.
    Suppressed,
    /// The month's text messages are used up (E20).
    SmsCap,
    /// The answer was anonymous.
    Anonymous,
    /// A chain of rules led back to itself.
    LoopStopped,
}

impl Outcome {
    /// The word by which it is stored, shown and told in both languages. Ids are derived from it: it never changes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
            Self::Complained => "complained",
            Self::Held => "held",
            Self::NotMatched => "not_matched",
            Self::TooOld => "too_old",
            Self::ChannelOff => "channel_off",
            Self::Criteria => "criteria",
            Self::AgentOptOut => "agent_opt_out",
            Self::CampaignInactive => "campaign_inactive",
            Self::DuplicateEvent => "duplicate_event",
            Self::DuplicateTask => "duplicate_task",
            Self::Muted => "muted",
            Self::FrequencyRule => "frequency_rule",
            Self::NoAddress => "no_address",
            Self::InvalidAddress => "invalid_address",
            Self::OptedOut => "opted_out",
            Self::Suppressed => "suppressed",
            Self::SmsCap => "sms_cap",
            Self::Anonymous => "anonymous",
            Self::LoopStopped => "loop_stopped",
        }
    }
}

/// What became of an agent's wish not to survey a case (C15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentWish {
    /// The customer was not asked.
    Honoured,
    /// The campaign does not allow agents to decide.
    Ignored,
}

/// The agent of the case that was decided about: whoever opts many cases out may be choosing whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentSeen {
    /// The tool's id of the agent.
    pub id: String,
    /// What became of their wish, if they had one.
    pub wish: Option<AgentWish>,
}

impl AgentSeen {
    /// Who did the job, and what became of their wish not to ask (C15).
    #[must_use]
    pub fn of(
        event: &TriggerEvent,
        campaign: Option<&CampaignId>,
        outcome: Outcome,
        campaigns: &[Campaign],
    ) -> Option<Self> {
        let agent = event.agent.as_ref()?;
        let id = agent.id.clone().or_else(|| agent.name.clone()).filter(|id| !id.trim().is_empty())?;
        let allowed = campaigns.iter().any(|one| campaign == Some(&one.id) && one.agent_opt_out_allowed);
        let wish = match outcome {
            Outcome::AgentOptOut | Outcome::Cancelled if allowed => Some(AgentWish::Honoured),
            _ if allowed || campaign.is_none() => None,
            _ => Some(AgentWish::Ignored),
        };
        Some(Self { id, wish: wish.filter(|_| event.survey_opt_out) })
    }
}

/// What an event came to: an invitation, or why there is none (B26: never silently).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// In one word.
    pub outcome: Outcome,
    /// In words for people; nothing personal.
    pub reason: String,
    /// When the same customer could be asked.
    pub next_eligible_at: Option<Timestamp>,
}

impl Conclusion {
    /// One that no later date would change.
    #[must_use]
    pub fn because(outcome: Outcome, reason: impl Into<String>) -> Self {
        Self { outcome, reason: reason.into(), next_eligible_at: None }
    }
}

#[derive(Debug, Clone)]
pub struct DecidedAbout<'a> {
    /// Whose.
    pub organization: &'a OrganizationId,
    /// The sender's name for the event; of what happens later to an invitation, its own id.
    pub event_id: &'a str,
    /// Type of the event on the wire, where there was one that could be read.
    pub trigger_type: Option<&'a str>,
    /// The campaign that decided; absent when none was concerned.
    pub campaign_id: Option<&'a CampaignId>,
    /// The invitation concerned.
    pub invitation_id: Option<&'a InvitationId>,
    /// Who did the job, where the tool names them.
    pub agent: Option<AgentSeen>,
}

impl<'a> DecidedAbout<'a> {
    /// What happens to an invitation once it is planned.
    #[must_use]
    pub fn after_planning(invitation: &'a Invitation) -> Self {
        Self {
            organization: &invitation.organization,
            event_id: invitation.id.as_str(),
            trigger_type: None,
            campaign_id: Some(&invitation.campaign_id),
            invitation_id: Some(&invitation.id),
            agent: None,
        }
    }
}

/// The logged outcome of one trigger for one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its id; sorts by time.
    pub id: DecisionId,
    /// Owner.
    pub organization: OrganizationId,
    /// The sender's name for the event.
    pub event_id: String,
    /// Type of the event on the wire; absent for an event that could not be read.
    pub trigger_type: Option<String>,
    /// The campaign that decided; absent when none was concerned.
    pub campaign_id: Option<CampaignId>,
    /// The invitation concerned.
    pub invitation_id: Option<InvitationId>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, in words for people; nothing personal.
    pub reason: String,
    /// When the same customer could be asked again (B26).
    pub next_eligible_at: Option<Timestamp>,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// Who did the job, where the tool names them.
    #[serde(default)]
    pub agent: Option<AgentSeen>,
}

impl Decision {
    /// A line of the decision log.
    #[must_use]
    pub fn of(id: DecisionId, subject: DecidedAbout<'_>, conclusion: Conclusion, now: Timestamp) -> Self {
        Self {
            id,
            organization: subject.organization.clone(),
            event_id: subject.event_id.to_owned(),
            trigger_type: subject.trigger_type.map(str::to_owned),
            campaign_id: subject.campaign_id.cloned(),
            invitation_id: subject.invitation_id.cloned(),
            outcome: conclusion.outcome,
            reason: conclusion.reason,
            next_eligible_at: conclusion.next_eligible_at,
            decided_at: now,
            agent: subject.agent,
        }
    }
}
