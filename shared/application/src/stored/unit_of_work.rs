//! A unit of work: what one decision has read and wants to write, committed together or not at all.
//! A use case runs it again from the start when somebody else was faster.

use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Key, Partition, RawRecord, Records};
use crate::stored::{
    Entity, key, key_in, partition, partition_in, read_whole, record_of, settings_key, stored_as,
};
use relance_domain::account::Organization;
use relance_domain::name::OrganizationId;
use std::collections::BTreeMap;
use std::pin::Pin;

/// A record as it was read, and as it should be.
struct Slot {
    read: Option<RawRecord>,
    wanted: Option<RawRecord>,
}

/// Reads through, remembers versions, and commits only what changed.
pub struct UnitOfWork<'a> {
    records: &'a dyn Records,
    slots: BTreeMap<Key, Slot>,
}

impl<'a> UnitOfWork<'a> {
    /// An empty one.
    #[must_use]
    pub fn new(records: &'a dyn Records) -> Self {
        Self { records, slots: BTreeMap::new() }
    }

    /// One that has read this record already. If it changed since, the commit says so.
    #[must_use]
    pub fn knowing(records: &'a dyn Records, read: Option<RawRecord>) -> Self {
        let slot = |read: RawRecord| (read.key.clone(), Slot { read: Some(read), wanted: None });
        Self { records, slots: read.into_iter().map(slot).collect() }
    }

    /// The organization's settings.
    ///
    /// # Errors
    /// Faults of the store, and unreadable records.
    pub async fn settings(&mut self, organization: &OrganizationId) -> Result<Option<Organization>, Fault> {
        self.get_key(&settings_key(organization)).await
    }

    /// The same, as they were a moment ago, for half of the price; see [`Self::glance`].
    ///
    /// # Errors
    /// Faults of the store, and unreadable records.
    pub async fn glance_settings(
        &mut self,
        organization: &OrganizationId,
    ) -> Result<Option<Organization>, Fault> {
        self.glance_key(&settings_key(organization)).await
    }

    /// The same as [`Self::get`], for what changes seldom and is only read here: it may lag behind writes by a moment, and
    /// costs half.
    ///
    /// # Errors
    /// Faults of the store, and unreadable records.
    pub async fn glance<T: Entity>(
        &mut self,
        organization: &OrganizationId,
        id: &str,
    ) -> Result<Option<T>, Fault> {
        self.glance_key(&key::<T>(organization, id)).await
    }

    async fn glance_key<T: Entity>(&mut self, key: &Key) -> Result<Option<T>, Fault> {
        if !self.slots.contains_key(key) {
            let read = self.records.glance(key).await?;
            self.slots.insert(key.clone(), Slot { read, wanted: None });
        }
        self.get_key(key).await
    }

    /// The value as this unit of work sees it: as wanted, else as read, else from the store.
    ///
    /// # Errors
    /// Faults of the store, and unreadable records.
    pub async fn get<T: Entity>(
        &mut self,
        organization: &OrganizationId,
        id: &str,
    ) -> Result<Option<T>, Fault> {
        self.get_key(&key::<T>(organization, id)).await
    }

    /// The same of a type whose records are divided into groups.
    ///
    /// # Errors
    /// Faults of the store, and unreadable records.
    pub async fn get_in<T: Entity>(
        &mut self,
        organization: &OrganizationId,
        group: &str,
        id: &str,
    ) -> Result<Option<T>, Fault> {
        self.get_key(&key_in::<T>(organization, group, id)).await
    }

    /// The same by key.
    ///
    /// # Errors
    /// Faults of the store, and unreadable records.
    pub async fn get_key<T: Entity>(&mut self, key: &Key) -> Result<Option<T>, Fault> {
        if !self.slots.contains_key(key) {
            let read = self.records.get(key).await?;
            self.slots.insert(key.clone(), Slot { read, wanted: None });
        }
        let slot = self.slots.get(key);
        let seen = slot.and_then(|slot| slot.wanted.as_ref().or(slot.read.as_ref()));
        seen.cloned().map(stored_as).transpose().map(|stored| stored.map(|stored| stored.value))
    }

    /// All records of a type that is not divided, in order of the ids. What they are is no condition of the commit.
    ///
    /// # Errors
    /// Faults of the store, and unreadable records.
    pub async fn all<T: Entity>(&self, organization: &OrganizationId) -> Result<Vec<T>, Fault> {
        self.whole(partition::<T>(organization)).await
    }

    /// The same of one group.
    ///
    /// # Errors
    /// Faults of the store, and unreadable records.
    pub async fn all_in<T: Entity>(
        &self,
        organization: &OrganizationId,
        group: &str,
    ) -> Result<Vec<T>, Fault> {
        self.whole(partition_in::<T>(organization, group)).await
    }

    async fn whole<T: Entity>(&self, partition: Partition) -> Result<Vec<T>, Fault> {
        let whole = read_whole::<T>(self.records, partition).await?;
        Ok(whole.into_iter().map(|stored| stored.value).collect())
    }

    /// Wants the value stored. One that was not read before must not exist yet.
    ///
    /// # Errors
    /// A value that cannot be serialised.
    pub fn put<T: Entity>(&mut self, value: &T) -> Result<(), Fault> {
        let record = record_of(value, 0)?;
        let slot = self.slots.entry(record.key.clone()).or_insert(Slot { read: None, wanted: None });
        slot.wanted = Some(record);
        Ok(())
    }

    /// Stores one value by itself, before the rest and on the same condition: for what is true whatever becomes of the
    /// rest. A write in a transaction costs twice.
    ///
    /// # Errors
    /// Faults of the store; the value may still be stored.
    pub async fn put_first<T: Entity>(&mut self, value: &T) -> Result<Committed, Fault> {
        self.put(value)?;
        let after = self.after_commit(&value.key());
        let Some((key, slot)) = self.slots.remove_entry(&value.key()) else { return Ok(Committed::Done) };
        let read = slot.read.clone();
        let Some(change) = slot.into_change() else {
            self.slots.insert(key, Slot { read, wanted: None });
            return Ok(Committed::Done);
        };
        let committed = self.records.commit(&[change]).await?;
        if committed == Committed::Done {
            self.slots.insert(key, Slot { read: after, wanted: None });
        }
        Ok(committed)
    }

    /// A wanted record as it is stored once this is committed: for who goes on with it and need not read it again.
    #[must_use]
    pub fn after_commit(&self, key: &Key) -> Option<RawRecord> {
        let slot = self.slots.get(key)?;
        let version = slot.read.as_ref().map_or(1, |read| read.version.saturating_add(1));
        slot.wanted.clone().map(|wanted| RawRecord { version, ..wanted })
    }

    /// Stores what changed, on condition that nothing that changes was changed by others since it was read.
    ///
    /// # Errors
    /// Faults of the store; the commit may still have taken place.
    pub async fn commit(self) -> Result<Committed, Fault> {
        let changes: Vec<Change> = self.slots.into_values().filter_map(Slot::into_change).collect();
        if changes.is_empty() { Ok(Committed::Done) } else { self.records.commit(&changes).await }
    }
}

impl Slot {
    fn into_change(self) -> Option<Change> {
        let wanted = self.wanted?;
        match self.read {
            None => Some(Change::Create(wanted)),
            Some(read) if unchanged(&read, &wanted) => None,
            Some(read) => Some(Change::Update(RawRecord { version: read.version, ..wanted })),
        }
    }
}

/// True when every attribute that we want is there already, and the indexes agree.
fn unchanged(read: &RawRecord, wanted: &RawRecord) -> bool {
    let same = wanted.body.iter().all(|(name, value)| read.body.get(name) == Some(value));
    let due = |record: &RawRecord| (record.due_at, record.fair_group.clone());
    same && due(read) == due(wanted) && read.listed_at == wanted.listed_at
}

/// How often a decision is made again because somebody else was faster: more than any real crowd on one record.
const MAX_TRIES: usize = 40;

/// Runs `attempt` until its commit meets no conflict. `attempt` returns `None` for a conflict; it is boxed so that
/// what runs it stays `Send`.
///
/// # Errors
/// Its own faults, and a transient one when the record is too busy.
pub async fn retry_on_conflict<'a, T>(attempt: impl Fn() -> Attempt<'a, T> + Send) -> Result<T, Fault> {
    for _ in 0..MAX_TRIES {
        if let Some(done) = attempt().await? {
            return Ok(done);
        }
    }
    Err(Fault::transient("the record changes too often to be written"))
}

/// One try of a decision: `None` when somebody else was faster.
pub type Attempt<'a, T> = Pin<Box<dyn Future<Output = Result<Option<T>, Fault>> + Send + 'a>>;
