//! Which events start a campaign (B19-B23), and how long after a request's closing it asks (C16).
//! Everything else that may stop an invitation is in the policy.

use crate::source::{TriggerEvent, TriggerKind};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Why a number is not a count of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a number of days from 1 to 365; leave `days_after` out to ask at closing")]
pub struct InvalidDays(u16);

/// Whole days of 24 hours after a request was closed (C16): 1 to 365.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct DaysAfter(u16);

impl DaysAfter {
    /// The instant this many times 24 hours after `closed_at`.
    #[must_use]
    pub fn after(self, closed_at: Timestamp) -> Timestamp {
        closed_at.checked_add(SignedDuration::from_hours(24 * i64::from(self.0))).unwrap_or(Timestamp::MAX)
    }
}

impl TryFrom<u16> for DaysAfter {
    type Error = InvalidDays;
    fn try_from(days: u16) -> Result<Self, InvalidDays> {
        if (1..=365).contains(&days) { Ok(Self(days)) } else { Err(InvalidDays(days)) }
    }
}

impl From<DaysAfter> for u16 {
    fn from(days: DaysAfter) -> Self {
        days.0
    }
}

/// One rule; rules of a campaign are alternatives, and the first that matches decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "snake_case", deny_unknown_fields)]
pub enum TriggerRule {
    /// A task of this type reached one of these states.
    TaskState {
        /// Exact type, such as `Appel de service`; appears in one rule of a campaign only (B20).
        task_type: String,
        /// State codes, such as `600` and `610` (B23).
        states: Vec<String>,
    },
    /// A support request was closed (C16).
    RequestClosed {
        /// Ask this long after closing, instead of the campaign's delay.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days_after: Option<DaysAfter>,
    },
    /// An invoice was paid (E20).
    InvoicePaid,
}

impl TriggerRule {
    /// True when the event is what the rule waits for.
    #[must_use]
    pub fn matches(&self, event: &TriggerEvent) -> bool {
        match self {
            Self::TaskState { states, .. } => {
                let state = event.task.as_ref().and_then(|task| task.state.as_ref());
                self.covers_type(event) && state.is_some_and(|state| states.contains(&state.code))
            }
            Self::RequestClosed { .. } => event.kind == TriggerKind::RequestClosed,
            Self::InvoicePaid => event.kind == TriggerKind::InvoicePaid,
        }
    }

    /// True when the event is about a task of the rule's type, in whatever state.
    #[must_use]
    pub fn covers_type(&self, event: &TriggerEvent) -> bool {
        match self {
            Self::TaskState { task_type, .. } => {
                let given = event.task.as_ref().and_then(|task| task.task_type.as_deref());
                event.kind == TriggerKind::TaskStateChanged && given.map(str::trim) == Some(task_type.trim())
            }
            Self::RequestClosed { .. } => {
                matches!(event.kind, TriggerKind::RequestClosed | TriggerKind::RequestReopened)
            }
            Self::InvoicePaid => event.kind == TriggerKind::InvoicePaid,
        }
    }

    /// The days of this rule, where it has its own.
    #[must_use]
    pub fn days_after(&self) -> Option<DaysAfter> {
        match self {
            Self::RequestClosed { days_after } => *days_after,
            Self::TaskState { .. } | Self::InvoicePaid => None,
        }
    }
}
