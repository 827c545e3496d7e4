//! Limits of texts and numbers that no type says: what a name means everywhere, and what no body can exceed.
//! Limits of newtypes are in `form`.

use super::{Members, SCHEMAS, named, operations, reference};
use crate::params::LONGEST_PARAMETER;
use crate::{MAX_BODY, MAX_ENTRIES, MAX_TEXT};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Members whose name means the same in every answer.
const FORMS: [(&str, &str); 30] = [
    ("answer_id", "AnswerId"),
    ("assignee", "EmailAddress"),
    ("calendar_id", "CalendarId"),
    ("campaign_id", "CampaignId"),
    ("connection", "ConnectionId"),
    ("contact_id", "ContactId"),
    ("cursor", "Cursor"),
    ("default_language", "LanguageTag"),
    ("email", "EmailAddress"),
    ("hook_url", "Url"),
    ("image_id", "ImageId"),
    ("invitation_id", "InvitationId"),
    ("languages", "LanguageTag"),
    ("made_by", "ApiKeyId"),
    ("month", "Month"),
    ("name", "Name"),
    ("opted_out_of", "Text"),
    ("owner", "EmailAddress"),
    ("phone", "PhoneNumber"),
    ("png_url", "Url"),
    ("question_id", "QuestionId"),
    ("replaced_by", "InvitationId"),
    ("resend_of", "InvitationId"),
    ("secrets", "Secret"),
    ("send_id", "BatchId"),
    ("sender", "EmailAddress"),
    ("svg_url", "Url"),
    ("template_id", "TemplateId"),
    ("theme_id", "ThemeId"),
    ("time_zone", "TimeZone"),
];

/// Keys of a schema that say how far a text may go.
const SAID: [&str; 5] = ["enum", "const", "format", "maxLength", "contentEncoding"];

/// Adds what is missing, wherever a schema is. What may stand in a body is held by [`crate::JsonBody`].
pub fn add(document: &mut Value) {
    name_and_limit(document);
    let mut given = BTreeSet::new();
    for (_, _, operation) in operations(document) {
        let content =
            operation.get_mut("requestBody").and_then(|body| body.get_mut("content")?.as_object_mut());
        // Files and pictures are no JSON, and have limits of their own.
        let json = content.into_iter().flatten().filter(|(kind, _)| kind.contains("json"));
        for (_, body) in json {
            limit_given(body);
            names_in(body, &mut given);
        }
    }
    let mut known = BTreeSet::new();
    while let Some(name) = given.pop_first() {
        let Some(schema) = document.pointer_mut(&format!("{SCHEMAS}/{name}")) else { continue };
        limit_given(schema);
        names_in(schema, &mut given);
        known.insert(name);
        given.retain(|name| !known.contains(name));
    }
    limit_all(document);
}

/// Names of the schemas that a part of the document leads to.
fn names_in(part: &Value, names: &mut BTreeSet<String>) {
    names.extend(named(part).map(str::to_owned));
    match part {
        Value::Object(members) => members.values().for_each(|inner| names_in(inner, names)),
        Value::Array(items) => items.iter().for_each(|inner| names_in(inner, names)),
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
}

/// What anything in a body may hold, where nothing says less.
fn limit_given(part: &mut Value) {
    if let Value::Object(members) = part {
        limit_text(members, MAX_TEXT);
        if is("array", members) {
            members.entry("maxItems").or_insert_with(|| json!(MAX_ENTRIES));
        }
        if is("object", members) && members.get("additionalProperties").is_some_and(Value::is_object) {
            members.entry("maxProperties").or_insert_with(|| json!(MAX_ENTRIES));
        }
    }
    each_inner(part, limit_given);
}

fn each_inner(part: &mut Value, with: fn(&mut Value)) {
    match part {
        Value::Object(members) => {
            let deeper = members.iter_mut().filter(|(name, _)| *name != "example" && *name != "examples");
            deeper.for_each(|(_, inner)| with(inner));
        }
        Value::Array(items) => items.iter_mut().for_each(with),
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
}

fn limit_all(part: &mut Value) {
    if let Value::Object(members) = part {
        limit(members);
    }
    each_inner(part, limit_all);
}

fn name_and_limit(document: &mut Value) {
    match document {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get_mut("properties") {
                properties.iter_mut().for_each(|(name, schema)| name_it(name, schema));
            }
            let is_parameter = members.contains_key("in");
            if let Some(Value::Object(schema)) = members.get_mut("schema").filter(|_| is_parameter) {
                limit_text(schema, LONGEST_PARAMETER);
            }
        }
        Value::Array(_) | Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
    each_inner(document, name_and_limit);
}

/// A text, or a list of texts, that is what its name says.
fn name_it(name: &str, schema: &mut Value) {
    let Some((_, form)) = FORMS.iter().find(|(known, _)| *known == name) else { return };
    if let Some(items) = schema.get_mut("items") {
        return name_it(name, items);
    }
    let Value::Object(members) = schema else { return };
    if !is("string", members) || SAID.iter().any(|key| members.contains_key(*key)) {
        return;
    }
    let or_null = members.remove("type").is_some_and(|kind| kind.is_array());
    if or_null {
        members.insert("oneOf".to_owned(), json!([{ "type": "null" }, reference(form)]));
    } else {
        members.insert("$ref".to_owned(), json!(format!("#/components/schemas/{form}")));
    }
}

/// A text came in with a body, so it is no longer than one; a count fits into its bits.
fn limit(members: &mut Members) {
    limit_text(members, MAX_BODY);
    if is("integer", members) {
        members.entry("minimum").or_insert_with(|| json!(0));
        members.entry("maximum").or_insert_with(|| json!(u32::MAX));
    }
}

fn limit_text(members: &mut Members, most: usize) {
    if is("string", members) && !SAID.iter().any(|key| members.contains_key(*key)) {
        members.insert("maxLength".to_owned(), json!(most));
    }
}

/// Whether values are of this type, or of this type and `null`.
fn is(kind: &str, schema: &Members) -> bool {
    match schema.get("type") {
        Some(Value::String(only)) => only == kind,
        Some(Value::Array(kinds)) => kinds.iter().any(|one| one == kind),
        _ => false,
    }
}
