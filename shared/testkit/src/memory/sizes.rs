//! What DynamoDB refuses by size. What no store takes at all is in `relance_application::ports::limits`.
//! Conditions, which end in a conflict and not in a fault, live in `shelf`.

use relance_application::ports::fault::Fault;
use relance_application::ports::records::{RawRecord, RecordBody};
use serde_json::Value;

const MAX_ITEM_BYTES: usize = 400 * 1024;

pub(super) fn check_size(record: &RawRecord) -> Result<(), Fault> {
    if body_bytes(&record.body) > MAX_ITEM_BYTES {
        return Err(Fault::permanent("a record is larger than 400 KB"));
    }
    Ok(())
}

/// Near enough to the sizes that AWS documents ("`DynamoDB` item sizes and formats").
fn body_bytes(body: &RecordBody) -> usize {
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
