//! What every store of records refuses before anything is sent: names, counts, records in tables that cannot hold them.
//! Sizes are refused by the store itself, as a permanent fault too.

use super::fault::Fault;
use super::records::{Change, Key, MAX_FAIR_GROUP_BYTES, OpenMark, Partition, RawRecord, RecordListing};
use std::collections::BTreeSet;

/// Attributes that the tables use themselves: no body may name them.
pub const RESERVED: [&str; 11] = [
    "pk",
    "sk",
    "version",
    "due_pk",
    "due_sk",
    "list_pk",
    "list_sk",
    "open_pk",
    "open_sk",
    "person_pk",
    "expires_at_s",
];
/// Changes of one commit.
pub(crate) const MAX_CHANGES: usize = 100;
/// Leaves room for the instant and the fair group in index keys (1,024 bytes) and for organization and kind (2,048 bytes).
const MAX_ID_BYTES: usize = 900;
/// Status and owner beside an id of our own in the sort key of open things (1,024 bytes).
const MAX_OPEN_BYTES: usize = 600;
/// An id of ours, or a digest.
const MAX_PERSON_BYTES: usize = 100;

/// Refuses a commit that no store can take.
///
/// # Errors
/// A permanent fault that says why.
pub fn changes(changes: &[Change]) -> Result<(), Fault> {
    if changes.len() > MAX_CHANGES {
        return Err(Fault::permanent("a commit holds more than 100 changes"));
    }
    let keys: BTreeSet<_> = changes.iter().map(Change::key).collect();
    if keys.len() < changes.len() {
        return Err(Fault::permanent("a commit holds two changes of one record"));
    }
    keys.into_iter().try_for_each(key)?;
    changes.iter().try_for_each(|change| match change {
        Change::Create(next) | Change::Update(next) => record(next),
        Change::Delete(..) | Change::Check(..) => Ok(()),
    })
}

fn record(record: &RawRecord) -> Result<(), Fault> {
    if let Some(name) = RESERVED.iter().find(|name| record.body.contains_key(**name)) {
        return Err(Fault::permanent(format!("attribute `{name}` belongs to the table")));
    }
    let kind = record.key.partition.kind;
    if record.due_at.is_some() && !kind.row().table.has_due_index() {
        return Err(Fault::permanent("records of this kind cannot be due"));
    }
    if record.fair_group.as_ref().is_some_and(|group| group.is_empty() || group.len() > MAX_FAIR_GROUP_BYTES)
    {
        return Err(Fault::permanent("the fair group of a record is empty or too long"));
    }
    if record.listed_at.is_some() {
        listing(&RecordListing::Newest(kind))?;
    }
    if let Some(mark) = &record.open {
        listing(&RecordListing::Open(kind))?;
        open(mark)?;
    }
    let Some(person) = &record.person else { return Ok(()) };
    listing(&RecordListing::Person(kind, person.clone()))?;
    let named = kind.row().told_of.is_some_and(|prefix| record.key.id.starts_with(prefix));
    if named {
        Ok(())
    } else {
        Err(Fault::permanent("the id of a record about a person does not say its kind"))
    }
}

fn open(mark: &OpenMark) -> Result<(), Fault> {
    if mark.status.contains('#') || mark.status.len() + mark.owner.len() > MAX_OPEN_BYTES {
        return Err(Fault::permanent("the status of an open record holds `#`, or its owner is too long"));
    }
    Ok(())
}

/// Refuses an id that keys cannot hold.
///
/// # Errors
/// A permanent fault that says why.
pub fn key(key: &Key) -> Result<(), Fault> {
    partition(&key.partition)?;
    if key.id.is_empty() || key.id.len() > MAX_ID_BYTES {
        return Err(Fault::permanent("the id of a record is empty or too long"));
    }
    Ok(())
}

/// Refuses a group that keys cannot hold.
///
/// # Errors
/// A permanent fault that says why.
pub fn partition(partition: &Partition) -> Result<(), Fault> {
    if partition.group.contains('#') || partition.group.len() > MAX_ID_BYTES {
        return Err(Fault::permanent("the group of a partition holds `#` or is too long"));
    }
    Ok(())
}

/// Refuses a listing that no index of the kind's table keeps.
///
/// # Errors
/// A permanent fault that says so.
pub fn listing(listing: &RecordListing) -> Result<(), Fault> {
    let row = listing.kind().row();
    let kept = match listing {
        RecordListing::Newest(_) => row.table.has_listing(),
        RecordListing::Open(_) => row.table.has_open(),
        RecordListing::Person(_, person) => {
            let sound = !person.is_empty() && !person.contains('#') && person.len() <= MAX_PERSON_BYTES;
            row.told_of.is_some() && sound
        }
    };
    if kept { Ok(()) } else { Err(Fault::permanent("records of this kind cannot be listed so")) }
}
