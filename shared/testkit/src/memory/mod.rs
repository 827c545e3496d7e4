//! [`MemoryRecords`]: the store of records in memory, with the semantics of the DynamoDB adapter.
//! Faults, lag and lost answers are not made here: a wrapper around the ports does that.

mod due;
mod health;
mod shelf;
mod sizes;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use relance_application::kind::Kind;
use relance_application::ports::fault::Fault;
use relance_application::ports::limits;
use relance_application::ports::records::{
    Change, Committed, Key, Listed, Lookup, Range, RawRecord, Records,
};
use shelf::Shelf;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Records, due index, send budget and the breaker's counters of a test. Share it in an `Arc`.
///
/// Like the DynamoDB tables it keeps `due_at` and `listed_at` to the millisecond and `expires_at` to the
/// second, and forgets nothing by itself.
#[derive(Debug, Default)]
pub struct MemoryRecords {
    shelf: Mutex<Shelf>,
    sends: Mutex<BTreeMap<i64, u32>>,
    sends_per_s: Option<u32>,
    health: health::HealthCounts,
}

impl MemoryRecords {
    /// An empty store with an unlimited send budget.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with a send budget of `limit` sends per second.
    #[must_use]
    pub fn with_sends_per_s(self, limit: u32) -> Self {
        Self { sends_per_s: Some(limit), ..self }
    }

    /// Every record, in key order: for invariants that look at all that is stored (I1, I9).
    #[must_use]
    pub fn everything(&self) -> Vec<RawRecord> {
        self.shelf().all().cloned().collect()
    }

    /// Puts back what was stored of some kinds, and forgets what they hold now: a restore from a backup (R2.7).
    pub fn restore(&self, backup: &[RawRecord], concerns: impl Fn(Kind) -> bool) {
        let mut kept = self.shelf();
        let of_those = |record: &&RawRecord| concerns(record.key.partition.kind);
        let present: Vec<Key> = kept.all().filter(of_those).map(|record| record.key.clone()).collect();
        for key in &present {
            kept.remove(key);
        }
        for record in backup.iter().filter(of_those) {
            kept.insert(record.clone());
        }
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Records for MemoryRecords {
    async fn get(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        limits::key(key)?;
        Ok(self.shelf().get(key).cloned())
    }

    async fn range(&self, range: &Range) -> Result<Vec<RawRecord>, Fault> {
        limits::partition(&range.partition)?;
        Ok(self.shelf().range(range))
    }

    async fn listed(&self, lookup: &Lookup<'_>) -> Result<Vec<Listed>, Fault> {
        limits::listing(&lookup.listing)?;
        Ok(self.shelf().listed(lookup))
    }

    async fn commit(&self, changes: &[Change]) -> Result<Committed, Fault> {
        limits::changes(changes)?;
        changes.iter().filter_map(written).try_for_each(sizes::check_size)?;
        let mut kept = self.shelf();
        if !changes.iter().all(|one| kept.allows(one)) {
            return Ok(Committed::Conflict);
        }
        let next: Vec<_> = changes.iter().filter_map(|one| kept.after(one)).collect();
        next.iter().try_for_each(sizes::check_size)?;
        for gone in changes.iter().filter(|one| !matches!(one, Change::Check(..))) {
            kept.remove(gone.key());
        }
        for record in next {
            kept.insert(record);
        }
        Ok(Committed::Done)
    }
}

/// The record that a change stores.
fn written(change: &Change) -> Option<&RawRecord> {
    match change {
        Change::Create(record) | Change::Update(record) => Some(record),
        Change::Delete(..) | Change::Check(..) => None,
    }
}
