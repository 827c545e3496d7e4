//! Which events start a campaign (B19-B23), and how long after a request's closing it asks (C16).
//! Everything else that may stop an invitation is in the policy.

use crate::name::letters::{evenly_spaced, visible};
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
        /// The type, such as `Appel de service`; appears in one rule of a campaign only (B20).
        task_type: String,
        /// State codes, such as `600` and `610` (B23).
        states: Vec<String>,
    },
    /// A task of any type, or of none, reached one of these states.
    AnyTaskState {
        /// State codes.
        states: Vec<String>,
    },
    /// A task without a type reached one of these states.
    UntypedTaskState {
        /// State codes.
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
            Self::RequestClosed { .. } => event.kind == TriggerKind::RequestClosed,
            Self::InvoicePaid => event.kind == TriggerKind::InvoicePaid,
            _ => self.covers_type(event) && state_of(event).is_some_and(|code| self.waits_for(code)),
        }
    }

    /// True when the event is about a task of the rule's type, in whatever state.
    #[must_use]
    pub fn covers_type(&self, event: &TriggerEvent) -> bool {
        match self {
            Self::RequestClosed { .. } => {
                matches!(event.kind, TriggerKind::RequestClosed | TriggerKind::RequestReopened)
            }
            Self::InvoicePaid => event.kind == TriggerKind::InvoicePaid,
            _ => event.kind == TriggerKind::TaskStateChanged && self.is_about(type_of(event)),
        }
    }

    /// True when the rule waits for tasks of this type, or of none. What looks the same is the same: tools write accents
    /// and spaces in more than one way.
    #[must_use]
    pub fn is_about(&self, task_type: Option<&str>) -> bool {
        let given = evenly_spaced(task_type.unwrap_or_default());
        match self {
            Self::TaskState { task_type, .. } => !given.is_empty() && given == evenly_spaced(task_type),
            Self::AnyTaskState { .. } => true,
            Self::UntypedTaskState { .. } => given.is_empty(),
            Self::RequestClosed { .. } | Self::InvoicePaid => false,
        }
    }

    /// True when a task that it is about reached a state that it waits for.
    #[must_use]
    pub fn waits_for(&self, state: &str) -> bool {
        let given = evenly_spaced(state);
        self.states().iter().any(|state| evenly_spaced(state) == given)
    }

    /// The states of a rule about tasks.
    #[must_use]
    pub fn states(&self) -> &[String] {
        match self {
            Self::TaskState { states, .. }
            | Self::AnyTaskState { states }
            | Self::UntypedTaskState { states } => states,
            Self::RequestClosed { .. } | Self::InvoicePaid => &[],
        }
    }

    /// True when the event would match, were it not for capitals, or for characters that nobody sees.
    #[must_use]
    pub fn nearly_matches(&self, event: &TriggerEvent) -> bool {
        let Self::TaskState { task_type, .. } = self else { return false };
        let like = |one: Option<&str>, other: &str| one.is_some_and(|one| seen_as(one) == seen_as(other));
        let state = state_of(event);
        event.kind == TriggerKind::TaskStateChanged
            && !self.matches(event)
            && like(type_of(event), task_type)
            && self.states().iter().any(|known| like(state, known))
    }

    /// The days of this rule, where it has its own.
    #[must_use]
    pub fn days_after(&self) -> Option<DaysAfter> {
        match self {
            Self::RequestClosed { days_after } => *days_after,
            _ => None,
        }
    }
}

fn type_of(event: &TriggerEvent) -> Option<&str> {
    event.task.as_ref().and_then(|task| task.task_type.as_deref())
}

fn state_of(event: &TriggerEvent) -> Option<&str> {
    event.task.as_ref().and_then(|task| task.state.as_ref()).map(|state| state.code.as_str())
}

/// A text as somebody who reads it aloud sees it.
fn seen_as(text: &str) -> String {
    evenly_spaced(&visible(text)).to_lowercase()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    fn event(task_type: Option<&str>, state: &str) -> TriggerEvent {
        let task = serde_json::json!({ "id": "T-1", "type": task_type, "state": { "code": state } });
        let event = serde_json::json!({
            "event_id": "e", "type": "task.state_changed", "occurred_at": "2026-11-22T15:00:00Z", "task": task,
        });
        serde_json::from_value(event).unwrap()
    }

    fn rule(text: &str) -> TriggerRule {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn b20_a_rule_waits_for_a_type_for_any_or_for_jobs_without_one() {
        let named = rule(r#"{"on":"task_state","task_type":"Visit","states":["600"]}"#);
        let any = rule(r#"{"on":"any_task_state","states":["600"]}"#);
        let untyped = rule(r#"{"on":"untyped_task_state","states":["600"]}"#);
        let waiting = |event: &TriggerEvent| [&named, &any, &untyped].map(|rule| rule.matches(event));

        assert_eq!(waiting(&event(Some("Visit"), "600")), [true, true, false]);
        assert_eq!(waiting(&event(Some("Repair"), "600")), [false, true, false]);
        assert_eq!(waiting(&event(None, "600")), [false, true, true]);
        assert_eq!(waiting(&event(Some(" \u{a0}"), "600")), [false, true, true]);
        assert_eq!(waiting(&event(Some("Visit"), "610")), [false; 3]);
    }

    #[test]
    fn b23_what_looks_the_same_is_the_same() {
        let rule =
            rule(r#"{"on":"task_state","task_type":"Réparation  de toit","states":["600"," terminée"]}"#);

        for (task_type, state) in [
            ("Re\u{301}paration de toit", "600"),
            ("Réparation\u{a0}de toit ", "600 "),
            ("Réparation de toit", "termine\u{301}e\u{202f}"),
        ] {
            assert!(rule.matches(&event(Some(task_type), state)), "{task_type} {state}");
        }
        assert!(!rule.matches(&event(Some("réparation de toit"), "600")));
    }

    #[test]
    fn what_differs_only_in_capitals_or_in_what_nobody_sees_nearly_matches() {
        let rule = rule(r#"{"on":"task_state","task_type":"Visit","states":["Done"]}"#);
        let nearly = |task_type: &str, state: &str| rule.nearly_matches(&event(Some(task_type), state));

        assert!(nearly("visit", "Done") && nearly("Vis\u{200b}it", "Done") && nearly("Visit", "DONE"));
        assert!(!nearly("Visit", "Done"), "this one matches");
        assert!(!nearly("Repair", "Done") && !nearly("visit", "Open"));
    }
}
