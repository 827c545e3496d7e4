//! How fast one connection may send (R4.3), counted in this process: a flood of one source must not cost a table
//! write per request. The gateway's own throttle bounds all of them together.

use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Events per second that a connection may send for ever.
const PER_SECOND: f64 = 200.0;
/// Events that it may send at once after a quiet time.
const BURST: f64 = 2_000.0;
/// Connections remembered; beyond that the counts start anew.
const MAX_CONNECTIONS: usize = 10_000;

/// A token bucket per connection.
#[derive(Default)]
pub struct Throttle {
    buckets: Mutex<HashMap<String, (f64, Timestamp)>>,
}

impl Throttle {
    /// Takes one event, or tells in how many seconds the next one is welcome.
    pub fn take(&self, connection: &str, now: Timestamp) -> Result<(), u32> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > MAX_CONNECTIONS {
            buckets.clear();
        }
        let (tokens, at) = buckets.entry(connection.to_owned()).or_insert((BURST, now));
        let elapsed = now.duration_since(*at).as_secs_f64().max(0.0);
        *tokens = (*tokens + elapsed * PER_SECOND).min(BURST);
        *at = now;
        if *tokens < 1.0 {
            return Err(1);
        }
        *tokens -= 1.0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    #[test]
    fn a_flood_is_slowed_and_then_welcome_again() {
        let throttle = Throttle::default();
        let start = Timestamp::UNIX_EPOCH;
        let taken = (0..5_000).filter(|_| throttle.take("demo", start).is_ok()).count();

        let a_second_later = start + SignedDuration::from_secs(1);

        assert_eq!(taken, 2_000);
        assert_eq!(throttle.take("demo", start), Err(1));
        assert_eq!(throttle.take("other", start), Ok(()));
        assert_eq!(throttle.take("demo", a_second_later), Ok(()));
    }
}
