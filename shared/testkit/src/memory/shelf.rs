//! The records themselves with their indexes, and what each change makes of them.
//! Which changes are refused outright lives in `limits`; locking in the parent.

use jiff::Timestamp;
use relance_application::kind::Kind;
use relance_application::ports::due::DueEntry;
use relance_application::ports::records::{
    Change, Key, Listed, Lookup, Range, RawRecord, RecordListing, Version,
};
use relance_domain::name::OrganizationId;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// When, the id, which record; and its fair group.
type DueEntries = BTreeMap<(Timestamp, String, Key), Option<String>>;

/// Which listing of an organization.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum ListingName {
    Newest(Kind),
    Open(Kind),
    Person(Kind, String),
}

impl From<&RecordListing> for ListingName {
    fn from(listing: &RecordListing) -> Self {
        match listing {
            RecordListing::Newest(kind) => Self::Newest(*kind),
            RecordListing::Open(kind) => Self::Open(*kind),
            RecordListing::Person(kind, person) => Self::Person(*kind, person.clone()),
        }
    }
}

/// Where a record stands in the listings, with its mark in each.
fn places(record: &RawRecord) -> Vec<(ListingName, String)> {
    let (kind, id) = (record.key.partition.kind, &record.key.id);
    let newest = record.listed_at.map(|at| (ListingName::Newest(kind), mark(at, id)));
    let open = record.open.as_ref().map(|open| (ListingName::Open(kind), open.text(id)));
    let person = record.person.clone().map(|person| (ListingName::Person(kind, person), id.clone()));
    [newest, open, person].into_iter().flatten().collect()
}

/// Invariant: an index holds exactly the records that have its attribute.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    records: BTreeMap<Key, RawRecord>,
    due: BTreeMap<Kind, DueEntries>,
    listings: BTreeMap<(OrganizationId, ListingName), BTreeSet<(String, Key)>>,
}

impl Shelf {
    pub(super) fn all(&self) -> impl Iterator<Item = &RawRecord> {
        self.records.values()
    }

    pub(super) fn get(&self, key: &Key) -> Option<&RawRecord> {
        self.records.get(key)
    }

    pub(super) fn range(&self, range: &Range) -> Vec<RawRecord> {
        let key = |id: &str| Key { partition: range.partition.clone(), id: id.to_owned() };
        let from = key(range.from.as_deref().unwrap_or_default());
        let before = range.before.as_deref().map(key);
        if before.as_ref().is_some_and(|before| *before <= from) {
            return Vec::new();
        }
        let end = before.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
        let within = self.records.range((Bound::Included(&from), end)).map(|(_, record)| record);
        let within = within.take_while(|record| record.key.partition == range.partition);
        let mut found: Vec<_> = within.collect();
        if range.descending {
            found.reverse();
        }
        found.into_iter().take(range.limit).cloned().collect()
    }

    pub(super) fn listed(&self, lookup: &Lookup<'_>) -> Vec<Listed> {
        let name = (lookup.organization.clone(), ListingName::from(&lookup.listing));
        let marks = self.listings.get(&name).into_iter().flatten().rev();
        let older = marks.filter(|(mark, _)| lookup.before.is_none_or(|before| mark.as_str() < before));
        let found = older.take(lookup.limit);
        found.map(|(mark, key)| Listed { key: key.clone(), mark: mark.clone() }).collect()
    }

    pub(super) fn due_between(
        &self,
        kind: Kind,
        after: Option<&DueEntry>,
        before: Timestamp,
        limit: usize,
    ) -> Vec<DueEntry> {
        let start = after.map_or(Bound::Unbounded, |after| {
            Bound::Excluded((after.due_at, after.key.id.clone(), after.key.clone()))
        });
        let entries =
            self.due.get(&kind).into_iter().flat_map(|all| all.range((start.clone(), Bound::Unbounded)));
        let due = entries.take_while(|((due_at, ..), _)| *due_at < before).take(limit);
        due.map(|((due_at, _, key), fair_group)| DueEntry {
            due_at: *due_at,
            key: key.clone(),
            fair_group: fair_group.clone(),
        })
        .collect()
    }

    /// Moves an entry if it is still there. The record stays in its place: moving costs the same however many
    /// others are pending.
    pub(super) fn redate(&mut self, entry: &DueEntry, to: Timestamp) -> bool {
        let Some(entries) = self.due.get_mut(&entry.key.partition.kind) else { return false };
        let place = |at| (to_ms(at), entry.key.id.clone(), entry.key.clone());
        let from = place(entry.due_at);
        if entries.get(&from) != Some(&entry.fair_group) {
            return false;
        }
        entries.remove(&from);
        entries.insert(place(to), entry.fair_group.clone());
        if let Some(record) = self.records.get_mut(&entry.key) {
            record.due_at = Some(to_ms(to));
        }
        true
    }

    /// Whether the change's condition holds.
    pub(super) fn allows(&self, change: &Change) -> bool {
        let stored = self.get(change.key()).map(|record| record.version);
        match change {
            Change::Create(_) => stored.is_none(),
            Change::Update(record) => stored == Some(record.version),
            Change::Delete(_, version) => stored == Some(*version),
            Change::Check(_, version) => stored == *version,
        }
    }

    /// The record that the change leaves, if it writes one. Attributes it does not name survive.
    pub(super) fn after(&self, change: &Change) -> Option<RawRecord> {
        match change {
            Change::Create(record) => Some(as_stored(record, 1)),
            Change::Update(record) => {
                let mut next = as_stored(record, record.version + 1);
                let known = std::mem::take(&mut next.body);
                next.body = self.get(&record.key).map(|stored| stored.body.clone()).unwrap_or_default();
                next.body.extend(known);
                Some(next)
            }
            Change::Delete(..) | Change::Check(..) => None,
        }
    }

    pub(super) fn insert(&mut self, record: RawRecord) {
        let Key { partition, id } = &record.key;
        if let Some(due_at) = record.due_at {
            let entry = (due_at, id.clone(), record.key.clone());
            self.due.entry(partition.kind).or_default().insert(entry, record.fair_group.clone());
        }
        for (name, mark) in places(&record) {
            let listing = self.listings.entry((partition.organization.clone(), name)).or_default();
            listing.insert((mark, record.key.clone()));
        }
        self.records.insert(record.key.clone(), record);
    }

    pub(super) fn remove(&mut self, key: &Key) -> Option<RawRecord> {
        let record = self.records.remove(key)?;
        let Key { partition, id } = key;
        if let (Some(due_at), Some(entries)) = (record.due_at, self.due.get_mut(&partition.kind)) {
            entries.remove(&(due_at, id.clone(), key.clone()));
        }
        for (name, mark) in places(&record) {
            if let Some(marks) = self.listings.get_mut(&(partition.organization.clone(), name)) {
                marks.remove(&(mark, key.clone()));
            }
        }
        Some(record)
    }
}

/// The mark of a listing entry: sorts by instant, then id.
fn mark(listed_at: Timestamp, id: &str) -> String {
    format!("{:015}#{id}", listed_at.as_millisecond())
}

/// The record as the tables would give it back: coarser instants, whole numbers without a fraction.
fn as_stored(record: &RawRecord, version: Version) -> RawRecord {
    let mut stored = RawRecord { version, ..record.clone() };
    stored.due_at = record.due_at.map(to_ms);
    stored.fair_group = record.fair_group.clone().filter(|_| record.due_at.is_some());
    stored.listed_at = record.listed_at.map(to_ms);
    stored.expires_at = record.expires_at.map(to_s);
    if let Some(open) = &mut stored.open {
        open.at = to_ms(open.at);
    }
    stored.body.values_mut().for_each(whole_numbers);
    stored
}

/// To the millisecond; what was due before 1970 is due at 1970, so that keys sort.
fn to_ms(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond().max(0)).unwrap_or(at)
}

fn to_s(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second().max(0)).unwrap_or(at)
}

/// DynamoDB keeps decimal numbers: `1.0` comes back as `1`.
fn whole_numbers(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|_| number.is_f64()).map(|float| float.to_string());
            if let Some(whole) = whole.and_then(|text| text.parse::<i64>().ok()) {
                *value = whole.into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(whole_numbers),
        Value::Object(entries) => entries.values_mut().for_each(whole_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}
