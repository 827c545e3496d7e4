//! One configured source of events: which tool, how its requests are verified, how a generic body is read.
//! The secrets themselves are kept by name behind the `Secrets` port (R4.6).

use crate::name::{ConnectionId, OrganizationId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The tool behind a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConnectionKind {
    /// Our own envelope, Standard Webhooks signing.
    Standard,
    /// Any JSON, read by pointers; verification chosen per connection.
    Generic,
    /// ProgressionLIVE: no signature known, so a bearer token; body is a Task or an envelope with one.
    #[serde(rename = "progressionlive")]
    ProgressionLive,
    /// Housecall Pro: hex HMAC-SHA256 of `timestamp.body`.
    HousecallPro,
}

/// How requests are verified, always over the raw bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scheme", rename_all = "snake_case", deny_unknown_fields)]
pub enum SignatureScheme {
    /// Nothing; taken from this machine only (the demo connection).
    LoopbackOnly,
    /// `webhook-id`, `webhook-timestamp`, `webhook-signature` (Standard Webhooks).
    StandardWebhooks,
    /// `Api-Signature`: hex HMAC-SHA256 of `{Api-Timestamp}.{body}`.
    HousecallPro,
    /// `Authorization: Bearer {secret}`, compared in constant time.
    Bearer,
    /// HMAC-SHA256 of the body in a header, hex or base64, with an optional prefix such as `sha256=`.
    Hmac {
        /// Header name, lower case.
        header: String,
    },
    /// A secret in a header of its own, compared in constant time.
    SecretHeader {
        /// Header name, lower case.
        header: String,
    },
}

/// How much a verified request proves; shown wherever connections are shown (R4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Only that the sender is on this machine.
    LocalOnly,
    /// The sender knows a secret, which travels with each request.
    Bearer,
    /// The body is signed, but an old request can be repeated (it has no second effect: events are stored once).
    Signed,
    /// Body and time are signed.
    SignedAndTimed,
}

impl SignatureScheme {
    /// What a verified request proves.
    #[must_use]
    pub fn strength(&self) -> Strength {
        match self {
            Self::LoopbackOnly => Strength::LocalOnly,
            Self::Bearer | Self::SecretHeader { .. } => Strength::Bearer,
            Self::Hmac { .. } => Strength::Signed,
            Self::StandardWebhooks | Self::HousecallPro => Strength::SignedAndTimed,
        }
    }
}

/// Why a text is not a JSON pointer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a json pointer such as `/ticket/requester/email`")]
pub struct InvalidPointer(String);

/// A JSON pointer (RFC 6901).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct JsonPointer(String);

impl JsonPointer {
    /// The pointer's text, as `serde_json::Value::pointer` takes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for JsonPointer {
    type Error = InvalidPointer;
    fn try_from(text: String) -> Result<Self, InvalidPointer> {
        if text.starts_with('/') && text.len() <= 200 { Ok(Self(text)) } else { Err(InvalidPointer(text)) }
    }
}

impl From<JsonPointer> for String {
    fn from(pointer: JsonPointer) -> String {
        pointer.0
    }
}

/// Where a generic body holds each field of our envelope. Only the e-mail is needed to ask somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FieldMap {
    /// Identity of the event; without it, a digest of type, entity and time.
    pub event_id: Option<JsonPointer>,
    /// One of our event types; `task.state_changed` when absent.
    #[serde(rename = "type")]
    pub kind: Option<JsonPointer>,
    /// RFC 3339, or seconds or milliseconds since 1970; time of receipt is never used (B24).
    pub occurred_at: Option<JsonPointer>,
    pub task_id: Option<JsonPointer>,
    pub task_number: Option<JsonPointer>,
    pub task_type: Option<JsonPointer>,
    /// Code of the task's state.
    pub state_code: Option<JsonPointer>,
    /// Label of the task's state.
    pub state_label: Option<JsonPointer>,
    pub priority: Option<JsonPointer>,
    /// A text or a list of texts.
    pub reasons: Option<JsonPointer>,
    /// A text or a list of texts.
    pub tags: Option<JsonPointer>,
    pub channel: Option<JsonPointer>,
    /// Amount of the invoice.
    pub amount: Option<JsonPointer>,
    /// The tool's id of the person.
    pub customer_id: Option<JsonPointer>,
    pub first_name: Option<JsonPointer>,
    pub last_name: Option<JsonPointer>,
    /// Primary address.
    pub email: Option<JsonPointer>,
    /// Secondary address.
    pub secondary_email: Option<JsonPointer>,
    pub phone: Option<JsonPointer>,
    pub language: Option<JsonPointer>,
    /// The tool's id of the agent.
    pub agent_id: Option<JsonPointer>,
    /// The agent's name.
    pub agent_name: Option<JsonPointer>,
    /// The agent's address.
    pub agent_email: Option<JsonPointer>,
    /// True when the agent asks not to survey this case.
    pub survey_opt_out: Option<JsonPointer>,
}

/// One configured source of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Last segment of its hook's URL; unique in the whole deployment.
    pub id: ConnectionId,
    /// Owner.
    pub organization: OrganizationId,
    /// What people call it.
    pub name: String,
    /// Which tool.
    pub kind: ConnectionKind,
    /// How requests are verified.
    pub verification: SignatureScheme,
    /// How a generic body is read; absent for the other kinds.
    pub fields: Option<FieldMap>,
    /// False when its requests are refused.
    pub enabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Connection {
    /// Id of the source of events that come by the API; no hook leads to it.
    pub const API: &'static str = "api";

    /// The source of events that come by the API: our own envelope, from an authenticated caller.
    #[must_use]
    pub fn of_the_api(id: ConnectionId, organization: OrganizationId, created_at: Timestamp) -> Self {
        Self {
            id,
            organization,
            name: "API".to_owned(),
            kind: ConnectionKind::Standard,
            verification: SignatureScheme::LoopbackOnly,
            fields: None,
            enabled: true,
            created_at,
        }
    }

    /// The name under which the `Secrets` port keeps this connection's secrets.
    #[must_use]
    pub fn secret_name(&self) -> String {
        format!("{}/connections/{}", self.organization, self.id)
    }
}
