//! Where one mail stands, how often it was tried, and the parameters of the protocol.
//! What moves it from state to state is `protocol`.

use crate::campaign::OnUncertain;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Where one mail stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SendState {
    /// Waits for its time.
    Scheduled {
        /// Never sent before this instant (R2.2).
        due_at: Timestamp,
    },
    /// One worker is handing it over; surely dead once the lease is over.
    Sending {
        /// Fences the completion write (R1.5).
        attempt: u32,
        /// The worker's deadline and a minute.
        lease_until: Timestamp,
        /// When it was due: its due entry stays there, so that a claim moves nothing in the index, and whoever finds it
        /// overdue asks about the lease. Claims of before this field came back at the end of their lease.
        #[serde(default)]
        due_at: Option<Timestamp>,
    },
    /// Perhaps taken by the transport: waits for evidence.
    Uncertain {
        /// The attempt in doubt.
        attempt: u32,
        /// When the wait is over.
        until: Timestamp,
    },
    /// Taken by the transport.
    Sent {
        /// The attempt that succeeded.
        attempt: u32,
        /// When we learnt it.
        at: Timestamp,
        /// The transport's name for it, where known.
        message_id: Option<String>,
    },
    /// In doubt, and the campaign prefers none over two: an operator decides.
    Held {
        /// The attempt in doubt.
        attempt: u32,
    },
    /// Stopped before anything was sent.
    Cancelled {
        /// Why.
        reason: CancelReason,
    },
    /// Could not be sent within the allowed lateness (R1.10).
    Expired,
    /// The transport will never take it.
    Failed {
        /// Why, for the operator.
        reason: String,
    },
}

impl SendState {
    /// The state in one word, as the API shows it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Scheduled { .. } => "planned",
            Self::Sending { .. } => "sending",
            Self::Uncertain { .. } => "uncertain",
            Self::Sent { .. } => "sent",
            Self::Held { .. } => "held",
            Self::Cancelled { .. } => "cancelled",
            Self::Expired => "expired",
            Self::Failed { .. } => "failed",
        }
    }
}

/// Why a planned mail was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// The task left its trigger states before the mail was due (B33, C27); done again, it is planned again.
    TaskReopened,
    /// The agent opted the case out during the delay (C15).
    AgentOptOut,
    /// The person does not want to be asked.
    OptedOut,
    /// A provider told us not to use the address.
    Suppressed,
    /// Somebody of the organization stopped it, or replaced it by a resend.
    ByOperator,
    /// What it is about no longer exists.
    NothingToSay,
    /// The customer answered before the reminder was due (P5).
    Answered,
    /// The customer was asked too recently, by a mute period that was set since it was planned (B33).
    Muted,
    /// The same by a frequency rule.
    TooOften,
    /// The month's text messages are used up (E20).
    SmsCap,
    /// This installation sends no text messages.
    NoSms,
}

impl CancelReason {
    /// For the decision log and people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::TaskReopened => "the task was reopened before the mail was due",
            Self::AgentOptOut => "the agent opted the case out during the delay",
            Self::OptedOut => "the person opted out",
            Self::Suppressed => "the address bounced or complained",
            Self::ByOperator => "stopped by an operator",
            Self::NothingToSay => "what the mail was about no longer exists",
            Self::Answered => "answered before the reminder was due",
            Self::Muted => {
                "a mute period that is in force now: this customer was asked too close to this date"
            }
            Self::TooOften => "a frequency rule that is in force now: this customer was asked too often",
            Self::SmsCap => "the texts of this month are used up",
            Self::NoSms => "this installation is not set up to send texts",
        }
    }
}

/// State and count of one mail's way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendProgress {
    /// Where it stands.
    #[serde(flatten)]
    pub state: SendState,
    /// When it was meant to go; lateness and expiry count from here.
    pub planned_for: Timestamp,
    /// Numbers attempts; never reused, so an old worker cannot complete a new attempt.
    pub attempts: u32,
    /// How often a doubtful attempt was repeated.
    pub resends: u32,
    /// Attempts that may have been taken although nobody could tell: while there is one, somebody may have a mail.
    #[serde(default)]
    pub doubts: u32,
}

/// The protocol's parameters. The defaults are the ones the guarantees are stated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendRules {
    /// How long a worker may be alive after its claim: its remaining time and a minute, never longer than this.
    pub lease: SignedDuration,
    /// How long to wait for evidence.
    pub evidence_wait: SignedDuration,
    /// What to do then.
    pub on_uncertain: OnUncertain,
    /// Doubtful attempts repeated at most.
    pub max_resends: u32,
    /// Later than this is too late to ask.
    pub max_lateness: SignedDuration,
}

impl Default for SendRules {
    fn default() -> Self {
        Self {
            lease: SignedDuration::from_mins(16),
            evidence_wait: SignedDuration::from_mins(60),
            on_uncertain: OnUncertain::Resend,
            max_resends: 1,
            max_lateness: SignedDuration::from_hours(72),
        }
    }
}

impl SendProgress {
    /// A mail to be sent at `due_at`.
    #[must_use]
    pub fn scheduled(due_at: Timestamp) -> Self {
        Self {
            state: SendState::Scheduled { due_at },
            planned_for: due_at,
            attempts: 0,
            resends: 0,
            doubts: 0,
        }
    }

    /// When it next needs work; nothing once it is over (I1).
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        match self.state {
            SendState::Scheduled { due_at } => Some(due_at),
            SendState::Sending { due_at, lease_until, .. } => Some(due_at.unwrap_or(lease_until)),
            SendState::Uncertain { until, .. } => Some(until),
            _ => None,
        }
    }

    /// True while surely no mail of it is out: it may be cancelled or planned again, and its mute reservation is free.
    #[must_use]
    pub fn nothing_sent(&self) -> bool {
        matches!(self.state, SendState::Scheduled { .. } | SendState::Cancelled { .. }) && self.doubts == 0
    }

    /// When the transport took it.
    #[must_use]
    pub fn sent_at(&self) -> Option<Timestamp> {
        match self.state {
            SendState::Sent { at, .. } => Some(at),
            _ => None,
        }
    }

    pub(super) fn with(&self, state: SendState) -> Self {
        Self { state, ..self.clone() }
    }
}
