//! How fast one source may come (R4.3), counted in this process: a flood of one must not cost a table write per request.
//! Which sources there are, and their pace, is each function's own; the gateway's throttle bounds all of them together.

use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Sources remembered; beyond that the counts start anew.
const MAX_SOURCES: usize = 10_000;

/// How fast one source may come.
#[derive(Debug, Clone, Copy)]
pub struct SourcePace {
    /// Requests per second for ever.
    pub per_second: f64,
    /// Requests at once after a quiet time.
    pub burst: f64,
}

/// A token bucket per source.
pub struct Throttle {
    pace: SourcePace,
    buckets: Mutex<HashMap<String, (f64, Timestamp)>>,
}

impl Throttle {
    /// Nobody has come yet.
    #[must_use]
    pub fn new(pace: SourcePace) -> Self {
        Self { pace, buckets: Mutex::default() }
    }

    /// Takes one request, or tells in how many seconds the next one is welcome.
    ///
    /// # Errors
    /// The seconds, at least one.
    pub fn take(&self, source: &str, now: Timestamp) -> Result<(), u32> {
        self.with_tokens(source, now, |tokens| *tokens -= 1.0)
    }

    /// Whether one would be taken now.
    ///
    /// # Errors
    /// The seconds, at least one.
    pub fn admits(&self, source: &str, now: Timestamp) -> Result<(), u32> {
        self.with_tokens(source, now, |_| ())
    }

    fn with_tokens(&self, source: &str, now: Timestamp, then: impl FnOnce(&mut f64)) -> Result<(), u32> {
        let SourcePace { per_second, burst } = self.pace;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > MAX_SOURCES {
            buckets.clear();
        }
        let (tokens, at) = buckets.entry(source.to_owned()).or_insert((burst, now));
        let elapsed = now.duration_since(*at).as_secs_f64().max(0.0);
        *tokens = (*tokens + elapsed * per_second).min(burst);
        *at = now;
        if *tokens < 1.0 {
            return Err(whole_seconds((1.0 - *tokens) / per_second));
        }
        then(tokens);
        Ok(())
    }
}

/// Rounded up, at least one.
fn whole_seconds(wait: f64) -> u32 {
    (1..3_600).find(|seconds| f64::from(*seconds) >= wait).unwrap_or(3_600)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    #[test]
    fn a_flood_is_slowed_and_then_welcome_again() {
        let throttle = Throttle::new(SourcePace { per_second: 200.0, burst: 2_000.0 });
        let start = Timestamp::UNIX_EPOCH;
        let taken = (0..5_000).filter(|_| throttle.take("demo", start).is_ok()).count();

        let a_second_later = start + SignedDuration::from_secs(1);

        assert_eq!(taken, 2_000);
        assert_eq!(throttle.take("demo", start), Err(1));
        assert_eq!(throttle.take("other", start), Ok(()));
        assert_eq!(throttle.take("demo", a_second_later), Ok(()));
    }

    #[test]
    fn a_slow_pace_says_how_long_to_wait() {
        let throttle = Throttle::new(SourcePace { per_second: 0.25, burst: 1.0 });
        let start = Timestamp::UNIX_EPOCH;

        assert_eq!(throttle.take("203.0.113.7", start), Ok(()));
        assert_eq!(throttle.take("203.0.113.7", start), Err(4));
        assert_eq!(throttle.take("203.0.113.7", start + SignedDuration::from_secs(4)), Ok(()));
    }
}
