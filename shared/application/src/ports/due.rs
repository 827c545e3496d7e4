//! The due index: the one wake-up of record for all pending work (house rule "one wake-up of record"), and
//! the hints that make it quick. Losing, repeating or reordering every hint changes nothing but the moment.

use crate::kind::Kind;
use crate::ports::fault::Fault;
use crate::ports::records::Key;
use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A record that wants work at an instant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueEntry {
    /// When, at the earliest.
    pub due_at: Timestamp,
    /// Which record.
    pub key: Key,
    /// With whom it shares its turn (R1.11).
    pub fair_group: Option<String>,
}

impl DueEntry {
    /// Where it stands among those of its kind.
    #[must_use]
    pub fn place(&self) -> DuePlace<'_> {
        DuePlace { due_at: self.due_at, id: &self.key.id, key: &self.key }
    }

    /// Whether it stands behind another one; always where there is no other.
    #[must_use]
    pub fn is_behind(&self, after: Option<&Self>) -> bool {
        after.is_none_or(|after| self.place() > after.place())
    }
}

/// The order of the due index: one entry is before another by its instant, then its id, then the rest of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DuePlace<'e> {
    due_at: Timestamp,
    id: &'e str,
    key: &'e Key,
}

/// Reads and re-dates the due index.
#[async_trait]
pub trait DueIndex: Send + Sync {
    /// Entries of one kind due before `before` and placed behind `after`, in the order of their [`DueEntry::place`], at
    /// most `limit`, over all shards. May lag behind writes (I1 holds for the records, not for what this returns).
    async fn due_between(
        &self,
        kind: Kind,
        after: Option<&DueEntry>,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<DueEntry>, Fault>;

    /// The same from the oldest one on.
    async fn due_before(&self, kind: Kind, before: Timestamp, limit: usize) -> Result<Vec<DueEntry>, Fault> {
        self.due_between(kind, None, before, limit).await
    }

    /// Moves an entry to `to` if its record is still due at `entry.due_at`; tells whether it did.
    /// Neither the record's body nor its version changes.
    async fn redate(&self, entry: &DueEntry, to: Timestamp) -> Result<bool, Fault>;

    /// The same for many; tells how many were moved. An adapter may move several at once.
    async fn redate_all(&self, moves: &[(DueEntry, Timestamp)]) -> Result<usize, Fault> {
        let mut moved = 0;
        for (entry, to) in moves {
            moved += usize::from(self.redate(entry, *to).await?);
        }
        Ok(moved)
    }
}

/// Pointer to a record that wants work, in the flat shape of a queue message. Nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// Kind of the record; decides the queue.
    pub kind: Kind,
    /// Owner.
    pub organization: relance_domain::name::OrganizationId,
    /// Subdivision of the partition.
    #[serde(default)]
    pub group: String,
    /// The record's id in its partition.
    pub id: String,
}

impl From<&Key> for Hint {
    fn from(key: &Key) -> Self {
        Self {
            kind: key.partition.kind,
            organization: key.partition.organization.clone(),
            group: key.partition.group.clone(),
            id: key.id.clone(),
        }
    }
}

impl From<Hint> for Key {
    fn from(hint: Hint) -> Self {
        let Hint { kind, organization, group, id } = hint;
        Self { partition: super::records::Partition { organization, kind, group }, id }
    }
}

/// A hint and how long the queue should hold it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// What wants work.
    pub hint: Hint,
    /// With whom it shares its turn in the queue (R1.11); the organization when there is no narrower group.
    pub fair_group: Option<String>,
    /// Seconds to wait, at most 900.
    pub delay_s: u16,
}

/// Sends hints to the queue of their kind.
#[async_trait]
pub trait Announce: Send + Sync {
    /// Sends up to any number of hints in batches; returns for each whether it was taken.
    /// Never fails as a whole: the due index brings back what was not taken.
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool>;
}
