//! A clock that stands still until a test moves it.
//! The clock of the product lives in `relance-adapters`.

use jiff::{SignedDuration, Timestamp};
use relance_application::ports::chance::Clock;
use std::sync::{Arc, Mutex, PoisonError};

/// Tells the time that the test chose. Clones share one time.
#[derive(Debug, Clone)]
pub struct FixedClock {
    now: Arc<Mutex<Timestamp>>,
}

impl FixedClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self { now: Arc::new(Mutex::new(now)) }
    }

    /// A clock that stands at an RFC 3339 instant such as `2026-11-02T09:00:00Z`.
    ///
    /// # Panics
    /// When `text` is not an instant: the test itself is wrong.
    #[must_use]
    pub fn at(text: &str) -> Self {
        #[expect(clippy::expect_used, reason = "a wrong literal in a test must stop the test")]
        Self::new(text.parse().expect("an instant such as 2026-11-02T09:00:00Z"))
    }

    /// Moves the clock to `now`, forwards or backwards.
    pub fn set(&self, now: Timestamp) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Moves the clock by `step` (backwards when negative) and returns the new time.
    /// Stops at the last instant that jiff can tell.
    pub fn advance(&self, step: SignedDuration) -> Timestamp {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.saturating_add(step).unwrap_or(Timestamp::MAX);
        *now
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_tell_the_same_time_and_it_only_moves_on_demand() {
        let clock = FixedClock::at("2026-11-02T09:00:00Z");
        let clone = clock.clone();
        assert_eq!(clone.now().to_string(), "2026-11-02T09:00:00Z");

        let moved = clock.advance(SignedDuration::from_mins(15));

        assert_eq!(clone.now(), moved);
        assert_eq!(moved.to_string(), "2026-11-02T09:15:00Z");
        clone.set(Timestamp::UNIX_EPOCH);
        assert_eq!(clock.now(), Timestamp::UNIX_EPOCH);
    }
}
