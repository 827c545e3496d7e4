//! Sweeps of one store, one after the other, each with the same hundred mails due.
//! How the stores are filled is in `stores`.

use crate::stores::{DUE, Store};
use async_trait::async_trait;
use jiff::SignedDuration;
use relance_application::due::{Reached, ReleaseDue};
use relance_application::ports::due::{Announce, Announcement};
use relance_testkit::{FixedClock, builders};
use std::time::{Duration, Instant};

/// Sweeps that count; one more warms up.
const ROUNDS: usize = 31;
/// How long after a sweep the same mails are overdue again: hinted, re-dated by a quarter of an hour, and late by more than
/// the sweeper's patience. The dearer of its two ways; in the other nothing is re-dated.
const OVERDUE_AGAIN: SignedDuration = SignedDuration::from_mins(20);

/// A queue that takes everything, at no cost.
struct Taken;

#[async_trait]
impl Announce for Taken {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![true; announcements.len()]
    }
}

/// How long sweeps took, shortest first.
pub struct Sweeps(Vec<Duration>);

impl Sweeps {
    pub async fn of(store: &Store) -> Self {
        let clock = FixedClock::new(builders::now());
        let (due, reached) = (store.due.as_ref(), Reached::default());
        let records = store.records.as_ref();
        let (announce, clock) = (&Taken, &clock);
        let release = ReleaseDue { due, records, announce, clock, sends_per_s: None, reached: &reached };
        let mut took = Vec::with_capacity(ROUNDS);
        for round in 0..=ROUNDS {
            let start = Instant::now();
            let swept = release.run().await.unwrap();
            if round > 0 {
                took.push(start.elapsed());
            }
            assert_eq!(swept.hinted, DUE, "each sweep finds the same mails");
            clock.advance(OVERDUE_AGAIN);
        }
        took.sort();
        Self(took)
    }

    /// The share of `per_cent` of all sweeps took at most this.
    pub fn at(&self, per_cent: usize) -> Duration {
        let index = (self.0.len() * per_cent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(index).copied().unwrap_or_default()
    }
}
