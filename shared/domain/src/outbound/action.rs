//! One call that is owed to an endpoint: what it says, how often it was tried, when it is tried next. It says ids and
//! scores, never a name, an address or a comment: whoever is told reads those with their own key.

use crate::name::{ActionId, AlertId, AnswerId, CampaignId, OrganizationId, Unique, WebhookId};
use crate::outbound::{Webhook, WebhookEvent};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What happened, in ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallFacts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_id: Option<AnswerId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_id: Option<AlertId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<CampaignId>,
    /// Digest of the address of somebody who left: enough to recognise them, not to write to them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_digest: Option<String>,
    /// 0 to 10, where the answer has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nps_score: Option<u8>,
}

/// How a call is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ActionState {
    /// To be made, not before this.
    Waiting {
        /// The instant.
        not_before: Timestamp,
    },
    /// The endpoint took it.
    Delivered {
        /// When.
        at: Timestamp,
    },
    /// It will not be tried again.
    GivenUp {
        /// When.
        at: Timestamp,
        /// For people.
        reason: String,
    },
}

/// How one try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallOutcome {
    /// The endpoint answered with this status.
    Answered(u16),
    /// It did not answer; why, without anything that it said.
    NotReached(String),
}

/// What follows from a try for the endpoint itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Works,
    /// It failed; the call is tried again, or was given up.
    Fails,
    /// Nothing more may be sent to it.
    Disable(String),
}

/// One owed call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Derived from endpoint, event and subject: the same happening is told once, and repeats carry the same id (I8).
    pub id: ActionId,
    /// Owner.
    pub organization: OrganizationId,
    /// Whom to call.
    pub webhook_id: WebhookId,
    /// What to say.
    pub event: WebhookEvent,
    /// About what.
    pub facts: CallFacts,
    /// When it happened.
    pub happened_at: Timestamp,
    /// How it is doing.
    pub state: ActionState,
    /// How often it was tried.
    pub attempts: u32,
    /// How the last try ended, for people.
    pub last_outcome: Option<String>,
}

/// Pauses between tries: three days and three hours in all (R4.5).
const PAUSES: [SignedDuration; 9] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(5),
    SignedDuration::from_hours(10),
    SignedDuration::from_hours(14),
    SignedDuration::from_hours(20),
    SignedDuration::from_hours(24),
];
/// Work that is wanted at once has its hint; the due index looks after it a minute later.
const WATCHDOG: SignedDuration = SignedDuration::from_mins(1);
/// Failing for this long, an endpoint is disabled.
const PATIENCE: SignedDuration = SignedDuration::from_hours(72);

impl Action {
    /// A call to be made at once.
    #[must_use]
    pub fn owed(
        webhook: &Webhook,
        event: WebhookEvent,
        subject: &str,
        facts: CallFacts,
        at: Timestamp,
    ) -> Self {
        let unique = Unique::derived(&["action", webhook.id.as_str(), event.as_str(), subject]);
        Self {
            id: ActionId::new(&unique),
            organization: webhook.organization.clone(),
            webhook_id: webhook.id.clone(),
            event,
            facts,
            happened_at: at,
            state: ActionState::Waiting { not_before: at },
            attempts: 0,
            last_outcome: None,
        }
    }

    /// True when it is to be made now.
    #[must_use]
    pub fn is_wanted(&self, now: Timestamp) -> bool {
        matches!(self.state, ActionState::Waiting { not_before } if not_before <= now)
    }

    /// When the due index looks after it.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        match self.state {
            ActionState::Waiting { not_before } => not_before.checked_add(WATCHDOG).ok(),
            ActionState::Delivered { .. } | ActionState::GivenUp { .. } => None,
        }
    }

    /// What follows from a try. `spread` (0 to 999) sets the next one up to a fifth later, so that calls that failed
    /// together do not come back together.
    pub fn tried(
        &mut self,
        outcome: &CallOutcome,
        webhook: &Webhook,
        now: Timestamp,
        spread: u64,
    ) -> Verdict {
        self.attempts = self.attempts.saturating_add(1);
        let said = match outcome {
            CallOutcome::Answered(status) => format!("answered {status}"),
            CallOutcome::NotReached(reason) => reason.clone(),
        };
        self.last_outcome = Some(said.clone());
        match outcome {
            CallOutcome::Answered(200..=299) => {
                self.state = ActionState::Delivered { at: now };
                return Verdict::Works;
            }
            CallOutcome::Answered(410) => {
                self.give_up(now, "the endpoint is gone (410)");
                return Verdict::Disable("the endpoint answered 410: gone".to_owned());
            }
            _ => {}
        }
        self.failed(now, spread);
        let failing_since = webhook.failing_since.unwrap_or(now);
        if now.duration_since(failing_since) >= PATIENCE {
            return Verdict::Disable(format!("every call of three days failed, the last one: {said}"));
        }
        Verdict::Fails
    }

    fn failed(&mut self, now: Timestamp, spread: u64) {
        let tries = usize::try_from(self.attempts).unwrap_or(usize::MAX);
        let Some(pause) = PAUSES.get(tries.saturating_sub(1)) else {
            return self.give_up(now, "every try of three days failed");
        };
        let extra = pause.as_millis() / 5_000 * i128::from(spread.min(999));
        let later = SignedDuration::from_millis(i64::try_from(extra).unwrap_or(0));
        let not_before = now.checked_add(*pause).and_then(|at| at.checked_add(later)).unwrap_or(now);
        self.state = ActionState::Waiting { not_before };
    }

    /// Ends it without a call.
    pub fn give_up(&mut self, at: Timestamp, reason: &str) {
        self.state = ActionState::GivenUp { at, reason: reason.to_owned() };
    }
}

#[cfg(test)]
mod tests;
