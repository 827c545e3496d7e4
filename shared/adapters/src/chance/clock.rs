//! The clock of the machine: the only place of the product that asks what time it is.
//! The clock that tests choose lives in `relance-testkit`.

use jiff::Timestamp;
use relance_application::ports::chance::Clock;

/// Tells the time of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the Clock port")]
        Timestamp::now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_does_not_stand_still_in_the_past() {
        let written_in = Timestamp::constant(1_760_000_000, 0);

        assert!(SystemClock.now() > written_in);
    }
}
