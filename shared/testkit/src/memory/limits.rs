//! What the store refuses outright, as DynamoDB and the layout of its tables do: sizes, counts, names.
//! Conditions, which end in a conflict and not in a fault, live in `shelf`.

use relance_application::ports::fault::Fault;
use relance_application::ports::records::{
    Body, Change, Key, Kind, MAX_FAIR_GROUP_BYTES, Partition, RawRecord,
};
use serde_json::Value;
use std::collections::BTreeSet;

const MAX_CHANGES: usize = 100;
const MAX_ITEM_BYTES: usize = 400 * 1024;
const MAX_ID_BYTES: usize = 900;

/// Attributes that the tables use themselves.
const RESERVED: [&str; 8] = ["pk", "sk", "version", "due_pk", "due_sk", "list_pk", "list_sk", "expires_at_s"];

pub(super) fn check_changes(changes: &[Change]) -> Result<(), Fault> {
    if changes.len() > MAX_CHANGES {
        return Err(Fault::permanent("a commit holds more than 100 changes"));
    }
    let keys: BTreeSet<_> = changes.iter().map(Change::key).collect();
    if keys.len() < changes.len() {
        return Err(Fault::permanent("a commit holds two changes of one record"));
    }
    keys.into_iter().try_for_each(check_key)?;
    changes.iter().try_for_each(|change| match change {
        Change::Create(record) | Change::Update(record) => check_record(record),
        Change::Delete(..) | Change::Check(..) => Ok(()),
    })
}

fn check_record(record: &RawRecord) -> Result<(), Fault> {
    if let Some(name) = RESERVED.iter().find(|name| record.body.contains_key(**name)) {
        return Err(Fault::permanent(format!("attribute `{name}` belongs to the table")));
    }
    let kind = record.key.partition.kind;
    if record.due_at.is_some() && matches!(kind, Kind::Idempotency | Kind::SignIn | Kind::Session) {
        return Err(Fault::permanent("records of this kind cannot be due"));
    }
    if record.fair_group.as_ref().is_some_and(|group| group.is_empty() || group.len() > MAX_FAIR_GROUP_BYTES)
    {
        return Err(Fault::permanent("the fair group of a record is empty or too long"));
    }
    if record.listed_at.is_some() {
        check_listing(kind)?;
    }
    check_size(record)
}

pub(super) fn check_key(key: &Key) -> Result<(), Fault> {
    check_partition(&key.partition)?;
    if key.id.is_empty() || key.id.len() > MAX_ID_BYTES {
        return Err(Fault::permanent("the id of a record is empty or too long"));
    }
    Ok(())
}

pub(super) fn check_partition(partition: &Partition) -> Result<(), Fault> {
    if partition.group.contains('#') || partition.group.len() > MAX_ID_BYTES {
        return Err(Fault::permanent("the group of a partition holds `#` or is too long"));
    }
    Ok(())
}

pub(super) fn check_listing(kind: Kind) -> Result<(), Fault> {
    if matches!(kind, Kind::RawEvent | Kind::Decision | Kind::Evidence) {
        return Ok(());
    }
    Err(Fault::permanent("records of this kind cannot be listed"))
}

pub(super) fn check_size(record: &RawRecord) -> Result<(), Fault> {
    if body_bytes(&record.body) > MAX_ITEM_BYTES {
        return Err(Fault::permanent("a record is larger than 400 KB"));
    }
    Ok(())
}

/// Near enough to the sizes that AWS documents ("`DynamoDB` item sizes and formats").
fn body_bytes(body: &Body) -> usize {
    body.iter().map(|(name, value)| name.len() + value_bytes(value)).sum()
}

fn value_bytes(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 1,
        Value::Number(number) => number.to_string().len() / 2 + 2,
        Value::String(text) => text.len(),
        Value::Array(items) => 3 + items.iter().map(|item| 1 + value_bytes(item)).sum::<usize>(),
        Value::Object(entries) => 3 + entries.len() + body_bytes(entries),
    }
}
