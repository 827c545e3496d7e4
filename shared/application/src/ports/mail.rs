//! Sending one mail and knowing what became of it; composing what it says; the shared send-rate budget.
//! The protocol around these calls is `relance_domain::invitation`; no adapter retries, waits or decides.

use crate::ports::fault::Fault;
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use relance_domain::invitation::{HourOfSends, MailFate, SendOutcome};
use relance_domain::name::{EmailAddress, OrganizationId, PhoneNumber, SendId};

/// Names one attempt to send one thing; travels with the mail and comes back with delivery evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SendTag {
    /// Owner.
    pub organization: OrganizationId,
    /// What it is about.
    pub send_id: SendId,
    /// Which attempt.
    pub attempt: u32,
}

/// One complete mail. Header values hold no control characters (R3.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Display name of the sender.
    pub from_name: String,
    /// A verified identity.
    pub from_address: EmailAddress,
    /// The one recipient.
    pub to: EmailAddress,
    /// Subject line.
    pub subject: String,
    /// Extra headers, such as the two of RFC 8058.
    pub headers: Vec<(String, String)>,
    /// Plain-text part.
    pub text: String,
    /// HTML part.
    pub html: String,
    /// What this attempt is called.
    pub tag: SendTag,
}

/// One complete text message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingText {
    /// The one recipient.
    pub to: PhoneNumber,
    /// What it says.
    pub text: String,
    /// How long carriers may try to deliver it: no phone rings at night because it was off in the evening (R3.10).
    pub keep_trying: SignedDuration,
    /// What this attempt is called.
    pub tag: SendTag,
}

/// What a transport knows of an earlier attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acceptance {
    /// It took the mail, under this message id.
    Accepted(String),
    /// It never took the mail, and no longer can.
    NotAccepted,
    /// It cannot tell; only evidence from delivery events can.
    Unknown,
}

/// Takes one mail, in exactly one request (R1.4).
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands the mail over once and reports what happened; never a fault, because "unknown" is an outcome.
    async fn deliver(&self, mail: &OutgoingMail) -> SendOutcome;

    /// What became of an attempt whose answer was lost.
    async fn was_accepted(&self, tag: &SendTag) -> Result<Acceptance, Fault>;
}

/// Takes one text message, in exactly one request (R1.4): a mailer for phones, under the same protocol (R3.10).
#[async_trait]
pub trait Texter: Send + Sync {
    /// Hands the text over once and reports what happened; never a fault, because "unknown" is an outcome.
    async fn deliver(&self, text: &OutgoingText) -> SendOutcome;

    /// What became of an attempt whose answer was lost.
    async fn was_accepted(&self, tag: &SendTag) -> Result<Acceptance, Fault>;
}

/// The send rate that all workers share (R1.9).
#[async_trait]
pub trait SendBudget: Send + Sync {
    /// Takes so many sends out of the second that holds `now`, all or none; `false` when it has no room for all of them.
    async fn take(&self, now: Timestamp, how_many: u32) -> Result<bool, Fault>;
}

/// What the breaker counts (R3.6). Numbers, not records: one that is lost with its worker changes a share by one.
#[async_trait]
pub trait HealthCounters: Send + Sync {
    /// Counts so many mails of an organization in the hour that holds `at`.
    async fn count(
        &self,
        organization: &OrganizationId,
        fate: MailFate,
        at: Timestamp,
        how_many: u32,
    ) -> Result<(), Fault>;

    /// The hours of the week before `at` in which anything was counted, latest first, back to where the count
    /// last started over.
    async fn recent(&self, organization: &OrganizationId, at: Timestamp) -> Result<Vec<HourOfSends>, Fault>;

    /// Starts the count over: what was counted before `at` is history.
    async fn start_over(&self, organization: &OrganizationId, at: Timestamp) -> Result<(), Fault>;
}
