//! What a campaign prefers when nobody can tell whether a mail went out: none, or two.
//! How it comes to that lives in the send protocol, `invitation`.

use serde::{Deserialize, Serialize};

/// What to do when the wait for evidence ends without any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnUncertain {
    /// Send once more: never lost, two mails only if two independent faults met.
    #[default]
    Resend,
    /// Wait for an operator: never two, visible instead of lost.
    Hold,
}
