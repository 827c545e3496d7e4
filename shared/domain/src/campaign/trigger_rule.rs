//! Which events start a campaign (B19-B23).
//! Everything else that may stop an invitation is in the policy.

use crate::trigger::{TriggerEvent, TriggerKind};
use serde::{Deserialize, Serialize};

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
    RequestClosed,
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
            Self::RequestClosed => event.kind == TriggerKind::RequestClosed,
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
            Self::RequestClosed => {
                matches!(event.kind, TriggerKind::RequestClosed | TriggerKind::RequestReopened)
            }
            Self::InvoicePaid => event.kind == TriggerKind::InvoicePaid,
        }
    }
}
