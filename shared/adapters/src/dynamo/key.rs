//! Every key of every table and index, both ways, and the only place that knows what they look like.
//! What is stored under them lives in the module `records`; how tables are made in [`super::tables`].
//!
//! | Asked by | Table | Index | Partition key | Sort key |
//! |---|---|---|---|---|
//! | `get`, `commit`: one record | all | - | `pk` = `{organization}#{kind}[.{lane}][#{group}]` | `sk` = `{id}` |
//! | `range`: a partition in id order | all | - | each lane of `{organization}#{kind}[.{lane}][#{group}]` | `sk` from, before |
//! | `due_before`: what wants work, oldest first | core, events | `due` | `due_pk` = `DUE#{kind}#{shard}` | `due_sk` = `{due_ms}#{id}[#{fair group}]` |
//! | `listed`: newest first, all groups | events | `listed` | `list_pk` = each lane of `{organization}#{kind}[.{lane}]` | `list_sk` = `{listed_ms}#{id}` |
//! | `listed`: what people still have to do | core | `open` | `open_pk` = each lane of `{organization}#{kind}[.{lane}]` | `open_sk` = `{ms}#{id}#{status}#{owner}` |
//! | `listed`: what is about one person, newest first | core | `person` | `person_pk` = `{organization}#{person}` | `sk`, which begins with the kind of id |
//! | `take`: sends of one second, all organizations | sessions | - | `pk` = `#sends#{second}` | `sk` = `#` |
//! | `recent`: fates of mails, latest hour first | sessions | - | `pk` = `#health#{organization}` | `sk` = `{hour}` |
//!
//! A kind with lanes (`Row::lanes`) is spread over that many partitions, by its records' ids: one takes a thousand writes a
//! second, and what one organization writes fast must not wait for itself. A kind never holds `.`.
//!
//! All indexes are sparse and hold keys only. A person's costs one write when the record is made, and no attribute beside
//! its partition: ids of one kind sort by time. Milliseconds have 15 digits, so that they sort as text until
//! the end of time as jiff knows it. An organization, kind or group never holds `#`, so keys read back.

use jiff::Timestamp;
use relance_application::kind::{Kind, Table};
use relance_application::ports::records::{Key, Partition};
use relance_domain::name::{Digest, OrganizationId};
use serde::de::IntoDeserializer;
use serde::{Deserialize as _, Serialize as _};
use std::fmt;

/// Partition key of a table.
pub const PK: &str = "pk";
/// Sort key of a table.
pub const SK: &str = "sk";
/// How many times the record was written.
pub const VERSION: &str = "version";
/// Partition key of the due index.
pub const DUE_PK: &str = "due_pk";
/// Sort key of the due index.
pub const DUE_SK: &str = "due_sk";
/// Partition key of the listing.
pub const LIST_PK: &str = "list_pk";
/// Sort key of the listing: the mark.
pub const LIST_SK: &str = "list_sk";
/// Partition key of what is open.
pub const OPEN_PK: &str = "open_pk";
/// Sort key of what is open: the mark.
pub const OPEN_SK: &str = "open_sk";
/// Partition key of a person's history.
pub const PERSON_PK: &str = "person_pk";
/// When the store may forget the item, in seconds since 1970 (the TTL attribute).
pub const EXPIRES_AT_S: &str = "expires_at_s";

/// A secondary index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Index {
    pub name: &'static str,
    pub partition_key: &'static str,
    pub sort_key: &'static str,
}

/// All pending work.
pub const DUE: Index = Index { name: "due", partition_key: DUE_PK, sort_key: DUE_SK };
/// The newest-first listing.
pub const LISTED: Index = Index { name: "listed", partition_key: LIST_PK, sort_key: LIST_SK };

/// What people still have to do.
pub const OPEN: Index = Index { name: "open", partition_key: OPEN_PK, sort_key: OPEN_SK };
/// Each person's history.
pub const PERSON: Index = Index { name: "person", partition_key: PERSON_PK, sort_key: SK };

/// The indexes of a table.
pub fn indexes(table: Table) -> impl Iterator<Item = Index> {
    let kept = [
        (table.has_due_index(), DUE),
        (table.has_listing(), LISTED),
        (table.has_open(), OPEN),
        (table.has_person(), PERSON),
    ];
    kept.into_iter().filter_map(|(kept, index)| kept.then_some(index))
}

/// The name of a kind in keys: the same as in queue messages.
struct KindInKeys(Kind);

impl fmt::Display for KindInKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(f)
    }
}

fn parse_kind(name: &str) -> Option<Kind> {
    Kind::deserialize(IntoDeserializer::<serde::de::value::Error>::into_deserializer(name)).ok()
}

/// A kind with the lane of it, where it has several.
fn lane_name(kind: Kind, lane: u16) -> String {
    if kind.row().lanes == 1 { KindInKeys(kind).to_string() } else { format!("{}.{lane}", KindInKeys(kind)) }
}

/// The lane of a record among those of its kind: stable, and even over ids.
#[must_use]
pub fn lane_of(kind: Kind, id: &str) -> u16 {
    match kind.row().lanes {
        1 => 0,
        lanes => shard_of(id, lanes),
    }
}

/// `pk` of one lane of a partition.
#[must_use]
pub fn partition_key(partition: &Partition, lane: u16) -> String {
    let Partition { organization, kind, group } = partition;
    let separator = if group.is_empty() { "" } else { "#" };
    format!("{organization}#{}{separator}{group}", lane_name(*kind, lane))
}

/// `pk` of a record.
#[must_use]
pub fn record_partition(key: &Key) -> String {
    partition_key(&key.partition, lane_of(key.partition.kind, &key.id))
}

/// The record that `pk` and `sk` name; `None` when they are not a record's.
#[must_use]
pub fn parse_key(pk: &str, sk: &str) -> Option<Key> {
    let mut parts = pk.splitn(3, '#');
    let organization = OrganizationId::parse(parts.next()?).ok()?;
    let name = parts.next()?;
    let (name, lane) = name.split_once('.').map_or((name, None), |(name, lane)| (name, Some(lane)));
    let kind = parse_kind(name)?;
    if lane.map(str::to_owned) != (kind.row().lanes > 1).then(|| lane_of(kind, sk).to_string()) {
        return None;
    }
    let group = parts.next().unwrap_or_default().to_owned();
    Some(Key { partition: Partition { organization, kind, group }, id: sk.to_owned() })
}

/// `due_pk` of one shard of a kind.
#[must_use]
pub fn due_partition(kind: Kind, shard: u16) -> String {
    format!("DUE#{}#{shard}", KindInKeys(kind))
}

/// The shard of a record: stable, and even over ids. `shards` may grow later but never shrink.
#[must_use]
pub fn shard_of(id: &str, shards: u16) -> u16 {
    u16::try_from(Digest::of(&[id]).as_number() % u64::from(shards.max(1))).unwrap_or(0)
}

/// `list_pk` or `open_pk` of one lane of a kind.
#[must_use]
pub fn listing_partition(organization: &OrganizationId, kind: Kind, lane: u16) -> String {
    format!("{organization}#{}", lane_name(kind, lane))
}

/// `person_pk`.
#[must_use]
pub fn person_partition(organization: &OrganizationId, person: &str) -> String {
    format!("{organization}#{person}")
}

/// The person of a `person_pk`.
#[must_use]
pub fn person_of(person_pk: &str) -> Option<&str> {
    person_pk.split_once('#').map(|(_, person)| person)
}

/// `due_sk` or `list_sk`: sorts by instant (to the millisecond; before 1970 counts as 1970), then id.
#[must_use]
pub fn mark(at: Timestamp, id: &str) -> String {
    format!("{}#{id}", mark_from(at.as_millisecond()))
}

/// `due_sk`: a mark that also carries the fair group, since the index holds keys only. `#` sorts before every
/// character of our ids, so the group behind an id does not change the order.
#[must_use]
pub fn due_mark(at: Timestamp, id: &str, fair_group: Option<&str>) -> String {
    let mark = mark(at, id);
    fair_group.map_or_else(|| mark.clone(), |group| format!("{mark}#{group}"))
}

/// The fair group of the due mark of a record whose id is known.
#[must_use]
pub fn fair_group_of(due_mark: &str, id: &str) -> Option<String> {
    let (_, rest) = due_mark.split_once('#')?;
    rest.strip_prefix(id)?.strip_prefix('#').map(str::to_owned)
}

/// The start of the marks of one millisecond; smaller than each of them.
#[must_use]
pub fn mark_from(at_ms: i64) -> String {
    format!("{:015}", at_ms.max(0))
}

#[must_use]
pub fn mark_instant(mark: &str) -> Option<Timestamp> {
    let (at_ms, _) = mark.split_once('#')?;
    Timestamp::from_millisecond(at_ms.parse().ok()?).ok()
}

/// Where a counter stands, which is no record: no organization has an empty name.
#[derive(Debug, PartialEq, Eq)]
pub struct CounterKey {
    /// Partition.
    pub pk: String,
    /// Place in it.
    pub sk: String,
}

/// The counter of sends in one second.
#[must_use]
pub fn sends_of_second(second: i64) -> CounterKey {
    CounterKey { pk: format!("#sends#{second}"), sk: "#".to_owned() }
}

/// The counters of an organization's mails in one hour since 1970.
#[must_use]
pub fn mails_of_hour(organization: &OrganizationId, hour: i64) -> CounterKey {
    CounterKey { pk: format!("#health#{organization}"), sk: format!("{:010}", hour.max(0)) }
}

#[cfg(test)]
mod tests;
