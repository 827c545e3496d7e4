//! Shapes as they are written: members of a part stand beside those of the whole, a list holds what it is a list of.
//! `utoipa` puts a flattened part into `allOf`, where a part that takes no unknown member would refuse the others'.

use super::{Members, SCHEMAS, named, reference};
use serde_json::{Value, json};

/// Lists of this shape are named after what they hold.
const LIST: &str = "Listing_";

/// Makes every schema flat.
pub fn make(document: &mut Value) {
    let Some(Value::Object(schemas)) = document.pointer_mut(SCHEMAS) else { return };
    let before = schemas.clone();
    for (name, schema) in schemas.iter_mut() {
        let held = name.strip_prefix(LIST).filter(|held| before.contains_key(*held));
        if let (Some(held), Some(items)) = (held, schema.pointer_mut("/properties/items/items")) {
            *items = reference(held);
        }
        flatten(schema, &before);
    }
}

fn flatten(schema: &mut Value, schemas: &Members) {
    let Value::Object(members) = schema else { return };
    let Some(Value::Array(parts)) = members.remove("allOf") else { return };
    let (mut properties, mut required, mut closed) = (Members::new(), Vec::new(), false);
    for part in parts {
        let mut part = named(&part).and_then(|name| schemas.get(name)).cloned().unwrap_or(part);
        flatten(&mut part, schemas);
        if let Some(Value::Object(more)) = part.get("properties") {
            properties.extend(more.clone());
        }
        closed |= part.get("additionalProperties") == Some(&json!(false));
        required.extend(part.get("required").and_then(Value::as_array).cloned().unwrap_or_default());
    }
    members.insert("type".to_owned(), json!("object"));
    members.insert("properties".to_owned(), Value::Object(properties));
    if closed {
        members.insert("additionalProperties".to_owned(), json!(false));
    }
    if !required.is_empty() {
        members.insert("required".to_owned(), Value::Array(required));
    }
}
