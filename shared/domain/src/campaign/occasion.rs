//! On which occasion people are asked, which decides the words of mails and pages: nobody was visited who phoned.
//! What is known of one occasion beside its kind lives in `invitation`.

use crate::source::{TriggerEvent, TriggerKind};
use serde::{Deserialize, Serialize};

/// What somebody had of the company before they were asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OccasionKind {
    /// Somebody came.
    #[default]
    Visit,
    /// A request was dealt with.
    Request,
    /// A call, answered or made.
    Call,
    /// An invoice was paid.
    Invoice,
    /// Work of many days came to its end.
    Project,
}

/// Channels of requests that are conversations by phone, by the tools' own names.
const SPOKEN: [&str; 4] = ["phone", "voice", "call", "téléphone"];

impl OccasionKind {
    /// What an event tells of. A visit that was booked by phone is a visit, and a request that was made by phone a call;
    /// whether a job is a project is the campaign's to say.
    #[must_use]
    pub fn of(event: &TriggerEvent) -> Self {
        let channel = event.task.as_ref().and_then(|task| task.channel.as_deref()).unwrap_or_default();
        let spoken = SPOKEN.contains(&channel.trim().to_lowercase().as_str());
        match event.kind {
            TriggerKind::InvoicePaid => Self::Invoice,
            TriggerKind::RequestClosed | TriggerKind::RequestReopened if spoken => Self::Call,
            TriggerKind::RequestClosed | TriggerKind::RequestReopened => Self::Request,
            TriggerKind::TaskStateChanged
            | TriggerKind::ContactUpdated
            | TriggerKind::TransactionRecorded => Self::Visit,
        }
    }

    /// In one word, by which both languages find theirs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Request => "request",
            Self::Call => "call",
            Self::Invoice => "invoice",
            Self::Project => "project",
        }
    }

    /// For `skip_serializing_if`: most are.
    #[must_use]
    pub fn is_visit(&self) -> bool {
        *self == Self::Visit
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn a_request_by_phone_is_a_call_and_a_visit_booked_by_phone_is_a_visit() {
        let table = [
            ("task.state_changed", "phone", OccasionKind::Visit),
            ("request.closed", "email", OccasionKind::Request),
            ("request.closed", " Voice", OccasionKind::Call),
            ("invoice.paid", "phone", OccasionKind::Invoice),
        ];

        for (kind, channel, expected) in table {
            let event: TriggerEvent = serde_json::from_value(serde_json::json!({
                "event_id": "e", "type": kind, "occurred_at": "2026-11-22T15:00:00Z",
                "task": {"id": "T-1", "channel": channel},
            }))
            .unwrap();

            assert_eq!(OccasionKind::of(&event), expected, "{kind} {channel}");
        }
    }
}
