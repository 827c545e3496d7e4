//! Limits of texts and numbers that no type says: what a name means everywhere, and what no body can exceed.
//! Limits of newtypes are in `form`.

use super::{Members, reference};
use crate::MAX_BODY;
use crate::params::LONGEST_PARAMETER;
use serde_json::{Value, json};

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

/// Adds what is missing, wherever a schema is.
pub fn add(document: &mut Value) {
    match document {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get_mut("properties") {
                properties.iter_mut().for_each(|(name, schema)| name_it(name, schema));
            }
            let is_parameter = members.contains_key("in");
            if let Some(Value::Object(schema)) = members.get_mut("schema").filter(|_| is_parameter) {
                limit_text(schema, LONGEST_PARAMETER);
            }
            limit(members);
            let deeper = members.iter_mut().filter(|(name, _)| *name != "example" && *name != "examples");
            deeper.for_each(|(_, inner)| add(inner));
        }
        Value::Array(items) => items.iter_mut().for_each(add),
        _ => {}
    }
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
