//! One record of the setup made, changed (`If-Match`: as the caller has seen it) or removed.
//! What may be so is checked by each use case.

use crate::call::{Failure, Refusal, Reply, decide_again, found};
use crate::ports::fault::Fault;
use crate::ports::records::Key;
use crate::ports::records::{Change, Committed, Records, Version};
use crate::stored::{Entity, Stored, load, record_of};

/// How to make the new value from the present one.
pub type Edit<'a, T> = &'a (dyn Fn(&T) -> Result<T, Refusal> + Send + Sync);

/// Loads, edits, checks, saves; without `expected`, somebody else's change in between is built upon.
pub(crate) async fn edited<T: Entity>(
    records: &dyn Records,
    (key, what): (&Key, &str),
    expected: Option<Version>,
    edit: Edit<'_, T>,
) -> Reply<Stored<T>> {
    decide_again(|| Box::pin(attempt(records, (key, what), expected, edit))).await
}

async fn attempt<T: Entity>(
    records: &dyn Records,
    (key, what): (&Key, &str),
    expected: Option<Version>,
    edit: Edit<'_, T>,
) -> Result<Option<Stored<T>>, Failure> {
    let present = found(load::<T>(records, key).await?, what)?;
    if expected.is_some_and(|version| version != present.version) {
        return Err(Refusal::stale().into());
    }
    let value = edit(&present.value)?;
    let change = Change::Update(record_of(&value, present.version)?);
    let done = records.commit(&[change]).await? == Committed::Done;
    Ok(done.then(|| Stored { value, version: present.version + 1 }))
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
    decide_again(|| {
        Box::pin(async {
            let present = found(load::<T>(records, key).await?, what)?;
            let removal = Change::Delete(key.clone(), present.version);
            Ok((records.commit(&[removal]).await? == Committed::Done).then_some(()))
        })
    })
    .await
}
