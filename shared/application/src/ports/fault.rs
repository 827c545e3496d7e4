//! Failures of the machinery: what may be tried again, and what may not.
//! Refusals, which are the caller's fault and carry a user-facing text, live in [`crate::call`].

use std::error::Error;
use std::sync::Arc;

/// A failure that is not the caller's fault. Whatever reads or writes may give one: transient where the store, the key
/// store or a queue does not answer, permanent where a record cannot be read or written. Messages never hold addresses,
/// names, tokens or bodies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Trying again later may help (throttling, time-outs, lost answers). The effect may have happened.
    #[error(transparent)]
    Transient(Cause),
    /// Trying again cannot help: park the work with this reason, acknowledge it, count it.
    #[error(transparent)]
    Permanent(Cause),
}

/// What failed, in our words, and the error of the library or system that told us.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Cause {
    message: String,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Cause {
    /// Our words alone, without those of the errors that caused it.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// By our words: errors of libraries cannot be compared.
impl PartialEq for Cause {
    fn eq(&self, other: &Self) -> bool {
        self.message == other.message
    }
}

impl Eq for Cause {}

impl Fault {
    /// A fault worth another try.
    pub fn transient(message: impl Into<String>) -> Self {
        Self::Transient(Cause { message: message.into(), source: None })
    }

    /// A fault that another try would only repeat.
    pub fn permanent(message: impl Into<String>) -> Self {
        Self::Permanent(Cause { message: message.into(), source: None })
    }

    /// With the error behind it, which the log shows. Never one that may quote an address, a name, a token or a body: what
    /// the other side answered stays out, that it could not be reached goes in.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let (Self::Transient(cause) | Self::Permanent(cause)) = &mut self;
        cause.source = Some(Arc::from(source.into()));
        self
    }

    /// True when another try may help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Transient(_))
    }

    /// Our words and those of every error behind them, for the log: `put: no connection: dispatch failure: io error`.
    /// What an error only repeats of the one behind it is said once.
    #[must_use]
    pub fn chain(&self) -> String {
        let mut told = self.to_string();
        let mut behind = self.source();
        while let Some(error) = behind {
            let words = error.to_string();
            if !told.ends_with(&words) {
                told = format!("{told}: {words}");
            }
            behind = error.source();
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn the_log_shows_every_error_behind_a_fault_and_its_reader_sees_our_words() {
        let refused = io::Error::new(io::ErrorKind::ConnectionRefused, "connection refused");
        let lost = io::Error::other(refused);

        let fault = Fault::transient("put: no connection").because(lost);

        assert_eq!(fault.to_string(), "put: no connection");
        assert_eq!(fault.chain(), "put: no connection: connection refused");
        assert_eq!(fault, Fault::transient("put: no connection"));
        assert_ne!(fault, Fault::permanent("put: no connection"));
    }
}
