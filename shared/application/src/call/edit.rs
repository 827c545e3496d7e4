//! One record of the setup made, changed (`If-Match`: as the caller has seen it) or removed.
//! What may be so is checked by each use case.

use crate::call::{Refusal, Reply, found};
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Key, Records, Version};
use crate::stored::{Entity, Stored, UnitOfWork, record_of};
use crate::transaction;

/// How to make the new value from the present one.
pub type Edit<'a, T> = &'a (dyn Fn(&T) -> Result<T, Refusal> + Send + Sync);

/// Loads, edits, checks, saves; without `expected`, somebody else's change in between is built upon.
pub(crate) async fn edited<T: Entity>(
    records: &dyn Records,
    key: &Key,
    what: &str,
    expected: Option<Version>,
    edit: Edit<'_, T>,
) -> Reply<Stored<T>> {
    Ok(transaction!(work in records => changed(&mut work, key, what, expected, edit)))
}

async fn changed<T: Entity>(
    work: &mut UnitOfWork<'_>,
    key: &Key,
    what: &str,
    expected: Option<Version>,
    edit: Edit<'_, T>,
) -> Reply<Stored<T>> {
    let present = found(work.stored::<T>(key).await?, what)?;
    if expected.is_some_and(|version| version != present.version) {
        return Err(Refusal::stale().into());
    }
    let value = edit(&present.value)?;
    work.put(&value)?;
    Ok(Stored { value, version: work.version_after(key) })
}

/// Stores a new record under an id that was just made up.
pub(crate) async fn created<T: Entity>(records: &dyn Records, value: T, what: &str) -> Reply<Stored<T>> {
    match records.commit(&[Change::Create(record_of(&value, 0)?)]).await? {
        Committed::Done => Ok(Stored { value, version: 1 }),
        Committed::Conflict => Err(Fault::transient(format!("the new {what}'s id is taken")).into()),
    }
}

/// Removes a record, whatever its version.
pub(crate) async fn removed<T: Entity>(records: &dyn Records, key: &Key, what: &str) -> Reply<()> {
    transaction!(work in records => taken_away::<T>(&mut work, key, what));
    Ok(())
}

async fn taken_away<T: Entity>(work: &mut UnitOfWork<'_>, key: &Key, what: &str) -> Reply<()> {
    found(work.get_key::<T>(key).await?, what)?;
    work.remove(key);
    Ok(())
}
