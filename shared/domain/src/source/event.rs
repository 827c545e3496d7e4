//! A business event in our own words, whichever tool it came from: the envelope of the `standard` hook.
//! How each tool's payload becomes one lives in adapters; what follows from one lives in the policy.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TriggerKind {
    /// A task moved to another state (B21).
    #[serde(rename = "task.state_changed")]
    TaskStateChanged,
    /// A support request was closed (C16).
    #[serde(rename = "request.closed")]
    RequestClosed,
    /// A support request was opened again (C27).
    #[serde(rename = "request.reopened")]
    RequestReopened,
    /// An invoice was paid (E20).
    #[serde(rename = "invoice.paid")]
    InvoicePaid,
    /// A person's details changed.
    #[serde(rename = "contact.updated")]
    ContactUpdated,
    /// A transaction of a person was recorded (D5).
    #[serde(rename = "transaction.recorded")]
    TransactionRecorded,
}

impl TriggerKind {
    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TaskStateChanged => "task.state_changed",
            Self::RequestClosed => "request.closed",
            Self::RequestReopened => "request.reopened",
            Self::InvoicePaid => "invoice.paid",
            Self::ContactUpdated => "contact.updated",
            Self::TransactionRecorded => "transaction.recorded",
        }
    }
}

impl TriggerKind {
    /// Why nothing would come of such an event, where that is so: it is refused by name until something does.
    #[must_use]
    pub fn without_effect(self) -> Option<String> {
        let instead = match self {
            Self::TaskStateChanged | Self::RequestClosed | Self::RequestReopened | Self::InvoicePaid => {
                return None;
            }
            Self::ContactUpdated => "a person's details are taken from the event that asks them",
            Self::TransactionRecorded => "nothing looks at transactions",
        };
        Some(format!("`{}` has no effect yet, so it is not taken: {instead}", self.as_str()))
    }
}

/// Whether an instant is one at which something happened. Tools write the year 1, the last days of 1899, 1970 or the year
/// 9999 where they have none: nothing that we hear of happened before 2001, or will after 2286 (the same span as that of ten
/// digits of seconds).
#[must_use]
pub fn is_a_date(at: Timestamp) -> bool {
    (1_000_000_000..10_000_000_000).contains(&at.as_second())
}

/// Attributes by name. One without a name is left out, as one bad field must not lose the rest: no store can hold it.
fn named<'de, D: Deserializer<'de>>(given: D) -> Result<BTreeMap<String, String>, D::Error> {
    let mut given = BTreeMap::<String, String>::deserialize(given)?;
    given.remove("");
    Ok(given)
}

/// One business event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriggerEvent {
    /// The sender's name for this event; repeats of it have no effect.
    pub event_id: String,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: TriggerKind,
    /// When it happened, by the sender's clock: delays start here (B24), not at receipt.
    pub occurred_at: Timestamp,
    /// The task, request or invoice.
    #[serde(default)]
    pub task: Option<Task>,
    /// The person it was done for.
    #[serde(default)]
    pub customer: Customer,
    /// Who did it.
    #[serde(default)]
    pub agent: Option<Agent>,
    /// The agent asks not to survey this case (C15); honoured only where the campaign allows it.
    #[serde(default)]
    pub survey_opt_out: bool,
    /// Set on `transaction.recorded`.
    #[serde(default)]
    pub transaction: Option<Transaction>,
}

/// The job: a task, a support request or an invoice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// The tool's id, byte-exact (D18).
    pub id: String,
    /// The number that people use.
    #[serde(default)]
    pub number: Option<String>,
    /// Such as `Appel de service`.
    #[serde(default, rename = "type")]
    pub task_type: Option<String>,
    /// The state that it moved to.
    #[serde(default)]
    pub state: Option<TaskState>,
    /// Such as `P1`.
    #[serde(default)]
    pub priority: Option<String>,
    /// Why it was done.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// Free labels.
    #[serde(default)]
    pub tags: Vec<String>,
    /// How the customer reached the company: phone, mail, web form, social, chat (C3).
    #[serde(default)]
    pub channel: Option<String>,
    /// Where it was done, or the branch that did it.
    #[serde(default)]
    pub location: Option<String>,
    /// Of an invoice, as it was written: `149.50`.
    #[serde(default)]
    pub amount: Option<String>,
}

/// A task's state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskState {
    /// The code that trigger rules name, such as `600`.
    pub code: String,
    /// What people see.
    #[serde(default)]
    pub label: Option<String>,
}

/// The person, as the tool describes them: texts, not yet parsed, because one bad field must not lose the rest.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    /// The tool's id.
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub first_name: Option<String>,
    #[serde(default)]
    pub last_name: Option<String>,
    /// Where campaigns look first by default (B27).
    #[serde(default)]
    pub email: Option<String>,
    /// Where they look when the first is blank.
    #[serde(default)]
    pub secondary_email: Option<String>,
    /// Phone, preferably E.164.
    #[serde(default)]
    pub phone: Option<String>,
    /// Language tag.
    #[serde(default)]
    pub language: Option<String>,
    /// The tool says that this person does not want surveys (adapters: `notifications_enabled`, `receivesFollowUps`).
    #[serde(default)]
    pub declines_surveys: bool,
    /// Further attributes by name.
    #[serde(default, deserialize_with = "named")]
    pub fields: BTreeMap<String, String>,
}

/// Debug output reaches logs: it names nobody.
impl std::fmt::Debug for Customer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Customer").field("language", &self.language).finish_non_exhaustive()
    }
}

/// Who did the job.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// The tool's id.
    #[serde(default)]
    pub id: Option<String>,
    /// The name that customers know.
    #[serde(default)]
    pub name: Option<String>,
    /// Their address.
    #[serde(default)]
    pub email: Option<String>,
}

impl std::fmt::Debug for Agent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Agent").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A recorded transaction (D5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transaction {
    /// Such as `support call`.
    #[serde(rename = "type")]
    pub transaction_type: String,
    /// When it took place.
    pub occurred_at: Timestamp,
    /// Further attributes by name.
    #[serde(default, deserialize_with = "named")]
    pub fields: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// DynamoDB refuses a map with an empty name, and everything that is written with it.
    #[test]
    fn an_attribute_without_a_name_is_left_out() {
        let customer =
            serde_json::from_str::<Customer>(r#"{"email":"a@x.ca","fields":{"":"x","city":"Val-d'Or"}}"#);

        let fields = customer.map(|customer| customer.fields.into_iter().collect::<Vec<_>>());
        assert_eq!(fields.ok(), Some(vec![("city".to_owned(), "Val-d'Or".to_owned())]));
    }
}
