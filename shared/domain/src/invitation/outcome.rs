//! What a transport may say to one request: the normative outcome table of reliability 1.2, as a type.
//! How each transport's answers map to it lives in that transport's adapter.

use serde::{Deserialize, Serialize};

/// The outcome of handing over one mail once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SendOutcome {
    /// Taken, under the transport's message id.
    Accepted {
        /// The transport's name for it.
        message_id: String,
    },
    /// Surely not taken: too fast. Try again within a minute; not counted as an attempt.
    Throttled,
    /// Surely not taken: the day's quota is used up. Pause, try again after ten minutes or more.
    QuotaExceeded,
    /// Surely not taken, and no other mail would be: account, identity or configuration. Trips the breaker.
    SenderBlocked {
        /// For the operator; nothing personal.
        reason: String,
    },
    /// Surely not taken, and never will be: this one mail.
    Rejected {
        /// For the operator; nothing personal.
        reason: String,
    },
    /// Surely not taken, and no other mail to this address ever will be: a bounce before the mail was handed over.
    AddressRefused {
        /// For the operator; nothing personal.
        reason: String,
    },
    /// Surely not taken: no byte reached the transport.
    NotReached,
    /// Perhaps taken: time-out, reset after writing, server error, unreadable answer.
    Unknown,
}
