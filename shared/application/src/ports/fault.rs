//! Failures of the machinery: what may be tried again, and what may not.
//! Refusals, which are the caller's fault and carry a user-facing text, live in [`crate::call`].

/// A failure that is not the caller's fault. Messages never hold addresses, names, tokens or bodies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Trying again later may help (throttling, time-outs, lost answers). The effect may have happened.
    #[error("{0}")]
    Transient(String),
    /// Trying again cannot help: park the work with this reason, acknowledge it, count it.
    #[error("{0}")]
    Permanent(String),
}

impl Fault {
    /// A fault worth another try.
    pub fn transient(message: impl Into<String>) -> Self {
        Self::Transient(message.into())
    }

    /// A fault that another try would only repeat.
    pub fn permanent(message: impl Into<String>) -> Self {
        Self::Permanent(message.into())
    }

    /// True when another try may help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Transient(_))
    }
}
