//! An example of every body, put together from the examples of its parts; a shape whose parts exclude each other says
//! its own. Limits are in `limits`.

use super::{Members, SCHEMAS, named, operations};
use serde_json::{Value, json};

/// Deeper than this nothing is shown.
const DEEPEST: usize = 20;

/// Adds the examples.
pub fn add(document: &mut Value) {
    let Some(schemas) = document.pointer(SCHEMAS).and_then(Value::as_object).cloned() else { return };
    for (_, _, operation) in operations(document) {
        operation.get_mut("requestBody").into_iter().for_each(|body| show(body, &schemas));
        let answers = operation.get_mut("responses").and_then(Value::as_object_mut);
        answers.into_iter().flatten().for_each(|(_, answer)| show(answer, &schemas));
    }
    let shared = document.pointer_mut("/components/responses").and_then(Value::as_object_mut);
    shared.into_iter().flatten().for_each(|(_, answer)| show(answer, &schemas));
}

/// Shows what each content of a body or an answer looks like.
fn show(body: &mut Value, schemas: &Members) {
    let content = body.get_mut("content").and_then(Value::as_object_mut);
    for media in content.into_iter().flatten().filter_map(|(_, media)| media.as_object_mut()) {
        let said = media.contains_key("example") || media.contains_key("examples");
        if let Some(schema) = media.get("schema").filter(|_| !said) {
            let example = example(schema, schemas, 0);
            media.insert("example".to_owned(), example);
        }
    }
}

fn example(schema: &Value, schemas: &Members, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    if let Some(target) = named(schema).and_then(|name| schemas.get(name)) {
        return example(target, schemas, depth + 1);
    }
    let first = |key: &str| schema.get(key).and_then(Value::as_array).and_then(|all| all.first());
    let said = schema.get("example").or_else(|| first("examples")).or_else(|| first("enum"));
    if let Some(said) = said {
        return said.clone();
    }
    if let Some(Value::Array(parts)) = schema.get("oneOf") {
        let shown = parts.iter().find(|part| part.get("type") != Some(&json!("null")));
        return shown.map_or(Value::Null, |part| example(part, schemas, depth + 1));
    }
    if let Some(Value::Array(parts)) = schema.get("allOf") {
        let parts = parts.iter().filter_map(|part| match example(part, schemas, depth + 1) {
            Value::Object(members) => Some(members),
            _ => None,
        });
        return Value::Object(parts.flatten().collect());
    }
    of_type(schema, schemas, depth)
}

fn of_type(schema: &Value, schemas: &Members, depth: usize) -> Value {
    let kind = schema.get("type");
    let kind = kind.and_then(|kind| kind.as_str().or_else(|| kind.get(0)?.as_str())).unwrap_or_default();
    match kind {
        "object" => object(schema, schemas, depth),
        "array" => schema.get("items").map_or(json!([]), |items| json!([example(items, schemas, depth + 1)])),
        "string" => match schema.get("format").and_then(Value::as_str) {
            Some("date-time") => json!("2026-11-22T19:05:00Z"),
            Some("date") => json!("2026-12-25"),
            _ => json!("…"),
        },
        "boolean" => json!(false),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(0)),
        _ => Value::Null,
    }
}

fn object(schema: &Value, schemas: &Members, depth: usize) -> Value {
    if let Some(Value::Object(properties)) = schema.get("properties") {
        let shown = properties.iter().map(|(name, inner)| (name.clone(), example(inner, schemas, depth + 1)));
        return Value::Object(shown.collect());
    }
    let Some(values) = schema.get("additionalProperties").filter(|values| values.is_object()) else {
        return json!({});
    };
    let names = schema.get("propertyNames").map(|names| example(names, schemas, depth + 1));
    let name = names.as_ref().and_then(Value::as_str).unwrap_or("name").to_owned();
    json!({ name: example(values, schemas, depth + 1) })
}
