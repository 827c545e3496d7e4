//! The document with what all operations share: limits of every text and number, bodies that change something, answers
//! for whatever can go wrong, an example of every body. What one operation is like is said where it is handled.

mod answers;
mod changes;
mod examples;
mod flat;
mod limits;

use crate::decode::Members;
use crate::openapi::Refusing;
use serde_json::Value;

/// Where schemas are.
const SCHEMAS: &str = "/components/schemas";

/// The same document with what all operations share.
pub fn completed(mut document: Value, refusing: &[Refusing]) -> Value {
    flat::make(&mut document);
    limits::add(&mut document);
    changes::add(&mut document);
    answers::add(&mut document, refusing);
    examples::add(&mut document);
    while forget_unused(&mut document) {}
    document
}

/// Takes schemas away that nothing leads to; true when there were any.
fn forget_unused(document: &mut Value) -> bool {
    let text = document.to_string();
    let Some(Value::Object(schemas)) = document.pointer_mut(SCHEMAS) else { return false };
    let before = schemas.len();
    schemas.retain(|name, _| text.contains(&format!("\"#/components/schemas/{name}\"")));
    schemas.len() < before
}

/// Every operation with its path and method.
fn operations(document: &mut Value) -> impl Iterator<Item = (&str, &str, &mut Members)> {
    let paths = document.pointer_mut("/paths").and_then(Value::as_object_mut);
    paths.into_iter().flatten().flat_map(|(path, item)| {
        let methods = item.as_object_mut().into_iter().flatten();
        methods.filter_map(move |(method, operation)| {
            Some((path.as_str(), method.as_str(), operation.as_object_mut()?))
        })
    })
}

/// The schema's name in a reference to one.
fn named(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")
}

fn reference(name: &str) -> Value {
    serde_json::json!({ "$ref": format!("#/components/schemas/{name}") })
}
