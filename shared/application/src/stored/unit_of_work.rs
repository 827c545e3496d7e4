//! A unit of work: what one decision has read and wants to write, committed together or not at all.
//! A use case runs it again from the start when somebody else was faster.

use crate::ports::fault::Fault;
use crate::ports::limits::MAX_CHANGES;
use crate::ports::records::{Change, Committed, Key, Partition, RawRecord, Records, Version};
use crate::stored::{
    Entity, Stored, Tries, key, key_in, partition, partition_in, read_whole, record_of, settings_key,
    stored_as,
};
use relance_domain::account::Organization;
use relance_domain::name::OrganizationId;
use std::collections::BTreeMap;

/// Changes after which a decision that is made in parts ends its part: whatever one step more writes still fits.
const FULL: usize = MAX_CHANGES - 20;

/// A record as it was read, and as it should be.
struct Slot {
    read: Option<RawRecord>,
    wanted: Option<RawRecord>,
    /// It should not be any more.
    gone: bool,
}

impl Slot {
    fn read(read: Option<RawRecord>) -> Self {
        Self { read, wanted: None, gone: false }
    }
}

/// Reads through, remembers versions, and commits only what changed.
pub struct UnitOfWork<'a> {
    records: &'a dyn Records,
    slots: BTreeMap<Key, Slot>,
    /// Somebody else wrote what is stored before the rest: the commit is a conflict.
    outrun: bool,
    /// The same decision has met a conflict before.
    again: bool,
}

impl<'a> UnitOfWork<'a> {
    /// An empty one.
    #[must_use]
    pub fn new(records: &'a dyn Records) -> Self {
        Self { records, slots: BTreeMap::new(), outrun: false, again: false }
    }

    /// One that has read this record already. If it changed since, the commit says so.
    #[must_use]
    pub fn knowing(records: &'a dyn Records, read: Option<RawRecord>) -> Self {
        let slot = |read: RawRecord| (read.key.clone(), Slot::read(Some(read)));
        Self { records, slots: read.into_iter().map(slot).collect(), outrun: false, again: false }
    }

    /// The one of a decision that was tried before.
    #[must_use]
    pub fn after(self, tries: &Tries) -> Self {
        Self { again: !tries.is_first(), ..self }
    }

    /// The organization's settings.
    pub async fn settings(&mut self, organization: &OrganizationId) -> Result<Option<Organization>, Fault> {
        self.get_key(&settings_key(organization)).await
    }

    /// The same, as they were a moment ago, for half of the price; see [`Self::glance`].
    pub async fn glance_settings(
        &mut self,
        organization: &OrganizationId,
    ) -> Result<Option<Organization>, Fault> {
        self.glance_key(&settings_key(organization)).await
    }

    /// The same as [`Self::get`], for what changes seldom and is only read here: it may lag behind writes by a moment, and
    /// costs half.
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
            self.slots.insert(key.clone(), Slot::read(read));
        }
        self.get_key(key).await
    }

    /// The value as this unit of work sees it: as wanted, else as read, else from the store.
    pub async fn get<T: Entity>(
        &mut self,
        organization: &OrganizationId,
        id: &str,
    ) -> Result<Option<T>, Fault> {
        self.get_key(&key::<T>(organization, id)).await
    }

    /// The same of what is perhaps named.
    pub async fn get_if<T: Entity>(
        &mut self,
        organization: &OrganizationId,
        id: Option<&impl AsRef<str>>,
    ) -> Result<Option<T>, Fault> {
        match id {
            Some(id) => self.get(organization, id.as_ref()).await,
            None => Ok(None),
        }
    }

    /// The same of a type whose records are divided into groups.
    pub async fn get_in<T: Entity>(
        &mut self,
        organization: &OrganizationId,
        group: &str,
        id: &str,
    ) -> Result<Option<T>, Fault> {
        self.get_key(&key_in::<T>(organization, group, id)).await
    }

    /// The same by key.
    pub async fn get_key<T: Entity>(&mut self, key: &Key) -> Result<Option<T>, Fault> {
        if !self.slots.contains_key(key) {
            let read = self.records.get(key).await?;
            self.slots.insert(key.clone(), Slot::read(read));
        }
        let slot = self.slots.get(key);
        let seen = slot.and_then(|slot| slot.wanted.as_ref().or(slot.read.as_ref()));
        seen.cloned().map(stored_as).transpose().map(|stored| stored.map(|stored| stored.value))
    }

    /// All records of a type that is not divided, in order of the ids. What they are is no condition of the commit.
    pub async fn all<T: Entity>(&self, organization: &OrganizationId) -> Result<Vec<T>, Fault> {
        self.whole(partition::<T>(organization)).await
    }

    /// The same of one group.
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
        let slot = self.slots.entry(record.key.clone()).or_insert(Slot::read(None));
        slot.wanted = Some(record);
        Ok(())
    }

    /// Wants the value stored unless its record is there already: for what has a derived id and never changes. That it is
    /// news is taken for granted, and looked at only where a commit has met a conflict.
    ///
    /// # Errors
    /// Faults of the store, and values that cannot be serialised.
    pub async fn put_once<T: Entity>(&mut self, value: &T) -> Result<(), Fault> {
        if self.again && self.get_key::<T>(&value.key()).await?.is_some() {
            return Ok(());
        }
        self.put(value)
    }

    /// Stores one value by itself, before the rest and on the same condition: for what is true whatever becomes of the
    /// rest. A write in a transaction costs twice. When somebody else was faster, the commit of the rest is a conflict.
    ///
    /// # Errors
    /// Faults of the store; the value may still be stored.
    pub async fn put_first<T: Entity>(&mut self, value: &T) -> Result<(), Fault> {
        self.put(value)?;
        let after = self.after_commit(&value.key());
        let Some((key, slot)) = self.slots.remove_entry(&value.key()) else { return Ok(()) };
        let read = slot.read.clone();
        let Some(change) = slot.into_change() else {
            self.slots.insert(key, Slot::read(read));
            return Ok(());
        };
        match self.records.commit(&[change]).await? {
            Committed::Done => _ = self.slots.insert(key, Slot::read(after)),
            Committed::Conflict => self.outrun = true,
        }
        Ok(())
    }

    /// A wanted record as it is stored once this is committed: for who goes on with it and need not read it again.
    #[must_use]
    pub fn after_commit(&self, key: &Key) -> Option<RawRecord> {
        let slot = self.slots.get(key)?;
        let version = slot.read.as_ref().map_or(1, |read| read.version.saturating_add(1));
        slot.wanted.clone().map(|wanted| RawRecord { version, ..wanted })
    }

    /// A value as it was read, with the version at which it was: for whoever changes it as somebody has seen it.
    pub async fn stored<T: Entity>(&mut self, key: &Key) -> Result<Option<Stored<T>>, Fault> {
        let value = self.get_key::<T>(key).await?;
        let version = self.slots.get(key).and_then(|slot| slot.read.as_ref()).map_or(0, |read| read.version);
        Ok(value.map(|value| Stored { value, version }))
    }

    /// Wants the record removed, whatever its version; it must have been read.
    pub fn remove(&mut self, key: &Key) {
        if let Some(slot) = self.slots.get_mut(key) {
            slot.gone = true;
        }
    }

    /// Whether a decision that can be made in parts ends its part here.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.slots.values().filter(|slot| slot.gone || slot.wanted.is_some()).count() >= FULL
    }

    /// The version of a record once this is committed; what does not change keeps its own.
    #[must_use]
    pub fn version_after(&self, key: &Key) -> Version {
        let Some(Slot { read, wanted, .. }) = self.slots.get(key) else { return 0 };
        match (read, wanted) {
            (None, _) => 1,
            (Some(read), Some(wanted)) if !unchanged(read, wanted) => read.version.saturating_add(1),
            (Some(read), _) => read.version,
        }
    }

    /// Stores what changed, on condition that nothing that changes was changed by others since it was read.
    ///
    /// # Errors
    /// Faults of the store; the commit may still have taken place.
    pub async fn commit(self) -> Result<Committed, Fault> {
        if self.outrun {
            return Ok(Committed::Conflict);
        }
        let changes: Vec<Change> = self.slots.into_values().filter_map(Slot::into_change).collect();
        if changes.is_empty() { Ok(Committed::Done) } else { self.records.commit(&changes).await }
    }
}

impl Slot {
    fn into_change(self) -> Option<Change> {
        if self.gone {
            return self.read.map(|read| Change::Delete(read.key, read.version));
        }
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
    let listed = |record: &RawRecord| (record.listed_at, record.open.clone(), record.person.clone());
    same && due(read) == due(wanted) && listed(read) == listed(wanted)
}
