//! Events and where they come from, as the description of the API shows them; a test holds them against the domain.
//! How each tool writes its own is known in the adapters.
#![expect(dead_code, clippy::zero_sized_map_values, reason = "only their derived descriptions are used")]

use super::{JsonPointer, SignatureSchemeName, Text, TriggerKind};
use jiff::Timestamp;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How requests of a connection are verified.
#[derive(ToSchema)]
#[schema(as = Verification, example = json!({ "scheme": "hmac", "header": "x-signature" }))]
#[serde(deny_unknown_fields)]
pub struct VerificationSchema {
    /// The scheme.
    scheme: SignatureSchemeName,
    /// For `hmac` and `secret_header`: the header's name in lower case.
    #[schema(min_length = 1, max_length = 80, pattern = "^[a-z0-9_-]+$", nullable = false)]
    header: Option<String>,
}

/// Where a generic body holds each field of the envelope. `email` and `occurred_at` are needed.
#[derive(ToSchema)]
#[schema(as = FieldMap, example = json!({ "email": "/ticket/requester/email", "occurred_at": "/ticket/solved_at" }))]
#[serde(deny_unknown_fields)]
pub struct FieldMapSchema {
    /// Identity of the event; without it, a digest of type, entity and time.
    event_id: Option<JsonPointer>,
    /// One of our event types; `task.state_changed` when absent.
    #[schema(rename = "type")]
    kind: Option<JsonPointer>,
    /// RFC 3339, or seconds or milliseconds since 1970.
    occurred_at: Option<JsonPointer>,
    /// Id of the task.
    task_id: Option<JsonPointer>,
    /// Number of the task.
    task_number: Option<JsonPointer>,
    /// Type of the task.
    task_type: Option<JsonPointer>,
    /// Code of the task's state.
    state_code: Option<JsonPointer>,
    /// Label of the task's state.
    state_label: Option<JsonPointer>,
    /// Priority.
    priority: Option<JsonPointer>,
    /// A text or a list of texts.
    reasons: Option<JsonPointer>,
    /// A text or a list of texts.
    tags: Option<JsonPointer>,
    /// Channel.
    channel: Option<JsonPointer>,
    /// Amount of the invoice.
    amount: Option<JsonPointer>,
    /// The tool's id of the person.
    customer_id: Option<JsonPointer>,
    /// First name.
    first_name: Option<JsonPointer>,
    /// Last name.
    last_name: Option<JsonPointer>,
    /// Primary address.
    email: Option<JsonPointer>,
    /// Secondary address.
    secondary_email: Option<JsonPointer>,
    /// Phone.
    phone: Option<JsonPointer>,
    /// Language.
    language: Option<JsonPointer>,
    /// The tool's id of the agent.
    agent_id: Option<JsonPointer>,
    /// The agent's name.
    agent_name: Option<JsonPointer>,
    /// The agent's address.
    agent_email: Option<JsonPointer>,
    /// True when the agent asks not to survey this case.
    survey_opt_out: Option<JsonPointer>,
}

/// A business event: the envelope of the standard hook. `null` is absence.
#[derive(ToSchema)]
#[schema(as = Event, example = json!({
    "event_id": "evt-1", "type": "task.state_changed", "occurred_at": "2026-11-22T14:05:00-05:00",
    "task": { "id": "T-1001", "number": "1001", "type": "Appel de service", "state": { "code": "600", "label": "Terminé" },
        "priority": "P1", "reasons": ["Qualité"], "tags": [], "channel": "phone" },
    "customer": { "id": "C-77", "first_name": "Léa", "last_name": "Roy", "email": "lea@example.com",
        "phone": "+15145550123", "language": "fr-CA", "fields": { "custom_1": "…" } },
    "agent": { "id": "A-9", "name": "Sam", "email": "sam@example.com" }, "survey_opt_out": false,
}))]
#[serde(deny_unknown_fields)]
pub struct TriggerSchema {
    /// The sender's name for this event; repeats of it have no effect.
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S")]
    event_id: String,
    /// What happened.
    #[schema(rename = "type")]
    kind: TriggerKind,
    /// When it happened; delays start here.
    occurred_at: Timestamp,
    /// The task, request or invoice.
    task: Option<TaskSchema>,
    /// The person it was done for.
    customer: Option<CustomerSchema>,
    /// Who did it.
    agent: Option<AgentSchema>,
    /// The agent asks not to survey this case.
    survey_opt_out: Option<bool>,
    /// Set on `transaction.recorded`.
    transaction: Option<TransactionSchema>,
}

/// The job: a task, a support request or an invoice.
#[derive(ToSchema)]
#[schema(as = Task, example = json!({ "id": "T-1001", "type": "Appel de service", "state": { "code": "600" } }))]
#[serde(deny_unknown_fields)]
pub struct TaskSchema {
    /// The tool's id, byte for byte.
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S")]
    id: String,
    /// The number that people use.
    number: Option<Text>,
    /// Such as `Appel de service`.
    #[schema(rename = "type")]
    task_type: Option<Text>,
    /// The state that it moved to.
    state: Option<TaskStateSchema>,
    /// Such as `P1`.
    priority: Option<Text>,
    /// Why it was done.
    reasons: Option<Vec<Text>>,
    /// Free labels.
    tags: Option<Vec<Text>>,
    /// How the customer reached the company: phone, mail, web form, social, chat.
    channel: Option<Text>,
    /// Where it was done, or the branch that did it.
    location: Option<Text>,
    /// Of an invoice, as it was written: `149.50`.
    amount: Option<Text>,
}

/// A task's state.
#[derive(ToSchema)]
#[schema(as = TaskState, example = json!({ "code": "600", "label": "Terminé" }))]
#[serde(deny_unknown_fields)]
pub struct TaskStateSchema {
    /// The code that trigger rules name, such as `600`.
    code: Text,
    /// What people see.
    label: Option<Text>,
}

/// A person, as a tool describes them.
#[derive(ToSchema)]
#[schema(as = Customer, example = json!({ "email": "lea@example.com", "first_name": "Léa", "language": "fr-CA" }))]
#[serde(deny_unknown_fields)]
pub struct CustomerSchema {
    /// The tool's id.
    id: Option<Text>,
    /// First name.
    first_name: Option<Text>,
    /// Last name.
    last_name: Option<Text>,
    /// Where campaigns look first by default.
    email: Option<Text>,
    /// Where they look when the first is blank.
    secondary_email: Option<Text>,
    /// Phone, preferably in E.164 form.
    phone: Option<Text>,
    /// Language tag.
    language: Option<Text>,
    /// The tool says that this person does not want surveys.
    #[schema(required = false)]
    declines_surveys: bool,
    /// Further attributes by name.
    #[schema(required = false)]
    fields: BTreeMap<String, Text>,
}

/// Who did the job.
#[derive(ToSchema)]
#[schema(as = Agent, example = json!({ "id": "A-9", "name": "Sam", "email": "sam@example.com" }))]
#[serde(deny_unknown_fields)]
pub struct AgentSchema {
    /// The tool's id.
    id: Option<Text>,
    /// The name that customers know.
    name: Option<Text>,
    /// Their address.
    email: Option<Text>,
}

/// A recorded transaction.
#[derive(ToSchema)]
#[schema(as = Transaction,
    example = json!({ "type": "support_call", "occurred_at": "2026-11-22T14:05:00-05:00", "fields": { "calls": "2" } }))]
#[serde(deny_unknown_fields)]
pub struct TransactionSchema {
    /// Such as `support_call`.
    #[schema(rename = "type")]
    transaction_type: Text,
    /// When it took place.
    occurred_at: Timestamp,
    /// Further attributes by name.
    #[schema(required = false)]
    fields: BTreeMap<String, Text>,
}
