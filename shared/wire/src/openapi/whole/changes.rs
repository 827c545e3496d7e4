//! Bodies that change something (RFC 7396): nothing is needed, `null` takes a member away, and so on inside of members.
//! Merging them lives in `decode`.

use super::{Members, SCHEMAS, named, operations, reference};
use crate::decode::CONDITIONS;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const MERGE_PATCH: &str = "application/merge-patch+json";

/// Gives each body that changes something a schema of its own.
pub fn add(document: &mut Value) {
    let Some(schemas) = document.pointer(SCHEMAS).and_then(Value::as_object).cloned() else { return };
    let mut made = BTreeMap::new();
    for (_, _, operation) in operations(document) {
        let body = operation.get_mut("requestBody").and_then(|body| body.get_mut("content"));
        let patch = body.and_then(|content| content.get_mut(MERGE_PATCH)?.get_mut("schema"));
        if let Some(schema) = patch {
            *schema = changes_of(schema, &schemas, &mut made);
        }
    }
    if let Some(Value::Object(schemas)) = document.pointer_mut(SCHEMAS) {
        schemas.extend(made);
    }
}

/// The same schema for changes; lists, texts and conditions are replaced whole.
fn changes_of(schema: &Value, schemas: &Members, made: &mut BTreeMap<String, Value>) -> Value {
    if let Some(name) = named(schema) {
        let target = schemas.get(name).filter(|target| is_object(target));
        let Some(target) = target else { return schema.clone() };
        let body = name.strip_suffix("Changes").or_else(|| name.strip_suffix("Body"));
        let changes = format!("{}Changes", body.unwrap_or(name));
        if !made.contains_key(&changes) {
            made.insert(changes.clone(), Value::Null);
            let inner = changes_of(target, schemas, made);
            made.insert(changes.clone(), inner);
        }
        return reference(&changes);
    }
    let Value::Object(members) = schema else { return schema.clone() };
    let mut changed = members.clone();
    changed.remove("required");
    for list in ["allOf", "oneOf"] {
        if let Some(Value::Array(parts)) = changed.get_mut(list) {
            for part in parts {
                *part = changes_of(part, schemas, made);
            }
        }
    }
    if let Some(Value::Object(properties)) = changed.get_mut("properties") {
        for (name, property) in properties {
            let whole = CONDITIONS.contains(&name.as_str());
            let inner = if whole { property.clone() } else { changes_of(property, schemas, made) };
            *property = or_null(inner);
        }
    }
    if let Some(values) = changed.get_mut("additionalProperties").filter(|values| values.is_object()) {
        *values = or_null(changes_of(values, schemas, made));
    }
    Value::Object(changed)
}

fn is_object(schema: &Value) -> bool {
    ["properties", "allOf", "additionalProperties"].iter().any(|key| schema.get(key).is_some())
}

fn or_null(schema: Value) -> Value {
    let kind = schema.get("type");
    let already = kind.is_some_and(Value::is_array)
        || schema
            .get("oneOf")
            .and_then(Value::as_array)
            .is_some_and(|parts| parts.contains(&json!({ "type": "null" })));
    if already { schema } else { json!({ "oneOf": [{ "type": "null" }, schema] }) }
}
