//! The due index and the send budget in memory.
//! Entries come and go with their records in `shelf`; nothing here writes a record's body or version.

use super::MemoryRecords;
use async_trait::async_trait;
use jiff::Timestamp;
use relance_application::kind::Kind;
use relance_application::ports::due::{DueEntry, DueIndex};
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::SendBudget;
use std::sync::PoisonError;

#[async_trait]
impl DueIndex for MemoryRecords {
    async fn due_between(
        &self,
        kind: Kind,
        after: Option<&DueEntry>,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<DueEntry>, Fault> {
        Ok(self.shelf().due_between(kind, after, before, limit))
    }

    async fn redate(&self, entry: &DueEntry, to: Timestamp) -> Result<bool, Fault> {
        Ok(self.shelf().redate(entry, to))
    }
}

#[async_trait]
impl SendBudget for MemoryRecords {
    async fn take(&self, now: Timestamp, how_many: u32) -> Result<bool, Fault> {
        let mut sends = self.sends.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = sends.entry(now.as_second()).or_default();
        let then = taken.saturating_add(how_many);
        let granted = self.sends_per_s.is_none_or(|limit| then <= limit);
        if granted {
            *taken = then;
        }
        Ok(granted)
    }
}
