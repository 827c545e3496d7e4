//! One planned or sent ask to one address.
//! Whether it may exist is decided in `policy`; when it goes out, by the send protocol.

use crate::campaign::{Campaign, OccasionKind, Reminders};
use crate::invitation::{Candidate, JobFacts, Occasion, SendProgress, SendState};
use crate::name::{
    Address, AnswerId, CampaignId, ConnectionId, ContactId, EmailAddress, InvitationId, LanguageTag,
    OrganizationId,
};
use crate::schedule::{Delay, SendTrace};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What else is known of how an invitation came about. What is not known takes no room: a byte more than a kibibyte doubles
/// the price of every write.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// How the customer reached the company (C3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The customer's own time zone, IANA name, where the event names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// When those who have not answered are asked again (P5), as the campaign said at planning.
    #[serde(skip_serializing_if = "Reminders::is_empty")]
    pub reminders: Reminders,
    /// The manual send or wave that it belongs to (C26, P12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// Which wave of the campaign that is (P12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wave: Option<u32>,
    /// A test mail: its link opens the survey, and nothing of it ever counts.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
    /// What the event told of the job beside what the invitation holds by name.
    #[serde(skip_serializing_if = "JobFacts::is_unknown")]
    pub job: JobFacts,
    /// Where it goes instead of a text, when the month's texts are used up (E20).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback: Option<EmailAddress>,
}

/// One planned or sent ask to one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub id: InvitationId,
    /// Owner.
    pub organization: OrganizationId,
    /// What is asked.
    pub campaign_id: CampaignId,
    /// Who is asked.
    pub contact_id: ContactId,
    /// Where.
    pub address: Address,
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
    /// It led to an answer of an anonymous campaign: nobody can tell to which one, nor when (R5.4).
    #[serde(default)]
    pub answered_anonymously: bool,
    /// The invitation that it repeats, whose link no longer works (E17).
    pub resend_of: Option<InvitationId>,
    /// The invitation that repeats it: its own link no longer works (E17).
    #[serde(default)]
    pub replaced_by: Option<InvitationId>,
    /// When it was planned.
    pub created_at: Timestamp,
    /// How it came about.
    #[serde(default)]
    pub origin: Origin,
}

/// Who is asked, as the directory and the tool know them.
#[derive(Debug, Clone)]
pub struct Addressee {
    /// The person of the directory.
    pub contact_id: ContactId,
    /// The tool that reported the job, or the API.
    pub source: ConnectionId,
}

impl Invitation {
    /// One that waits for its time, about no task.
    #[must_use]
    pub fn planned(
        id: InvitationId,
        campaign: &Campaign,
        addressee: Addressee,
        candidate: Candidate,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            organization: campaign.organization.clone(),
            campaign_id: campaign.id.clone(),
            contact_id: addressee.contact_id,
            address: candidate.address,
            language: candidate.language,
            source: addressee.source,
            task_id: None,
            task_type: None,
            agent_name: None,
            occurred_at: candidate.due_at,
            send: SendProgress::scheduled(candidate.due_at),
            answer_id: None,
            answered_anonymously: false,
            resend_of: None,
            replaced_by: None,
            created_at: now,
            origin: Origin {
                channel: candidate.about.channel,
                time_zone: candidate.time_zone,
                reminders: campaign.reach.reminders.clone(),
                fallback: candidate.fallback,
                ..Origin::default()
            },
        }
    }

    /// True once it led to an answer.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.answer_id.is_some() || self.answered_anonymously
    }

    /// The invitation's state in one word, as the API shows it.
    #[must_use]
    pub fn state_word(&self) -> &'static str {
        if self.is_answered() { "answered" } else { self.send.state.word() }
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

    /// What it was to the customer: what the campaign says, else what the event looked like; nothing where they were asked by
    /// hand and not after a job (C26).
    #[must_use]
    pub fn occasion_kind(&self, campaign: &Campaign) -> Option<OccasionKind> {
        let kind = campaign.occasion.unwrap_or(self.origin.job.kind);
        self.origin.batch.is_none().then_some(kind)
    }

    /// What it is about; nothing where somebody was asked by hand.
    #[must_use]
    pub fn occasion(&self, campaign: &Campaign) -> Option<Occasion> {
        let Origin { channel, job, .. } = &self.origin;
        let kind = self.occasion_kind(campaign)?;
        Some(Occasion {
            kind,
            source: self.source.clone(),
            task_id: self.task_id.clone(),
            task_number: job.number.clone().or_else(|| self.task_id.clone()),
            task_type: self.task_type.clone(),
            agent_id: job.agent_id.clone(),
            agent_name: self.agent_name.clone(),
            location: job.location.clone(),
            channel: channel.clone(),
            tags: job.tags.clone(),
        })
    }

    /// What frequency rules know of it (P13).
    #[must_use]
    pub fn trace(&self) -> SendTrace {
        SendTrace {
            campaign_id: Some(self.campaign_id.clone()),
            task_type: self.task_type.clone(),
            channel: self.origin.channel.clone(),
        }
    }

    /// When its link stops working: `after` counts from its send (R5.1).
    #[must_use]
    pub fn expires_at(&self, after: Delay) -> Timestamp {
        after.after(self.send.sent_at().unwrap_or(self.send.planned_for))
    }
}
