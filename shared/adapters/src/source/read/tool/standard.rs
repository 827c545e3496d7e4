//! Our own envelope (interfaces.md, section 2), read by the domain's types, which name every field.
//! Senders without a schema are met half-way: `null` is absence, and a number is the text of it.

use super::{named, unreadable, value};
use relance_application::ports::inbound::UnreadableEvent;
use relance_domain::source::{Agent, Customer, Task, TaskState, Transaction, TriggerEvent, TriggerKind};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

pub(in super::super) fn identity(body: &Value) -> Option<String> {
    value::first_id(body, &["/event_id"]).map(named)
}

/// Nothing for a kind that is not one of ours.
pub(in super::super) fn kind(body: &Value) -> Option<TriggerKind> {
    parse::<TriggerKind>(body.get("type")?).ok()
}

pub(in super::super) fn read(body: Value, event_id: String) -> Result<Vec<TriggerEvent>, UnreadableEvent> {
    let body = tidy(body, false);
    let Some(envelope) = body.as_object() else {
        return Err(unreadable("the body is not an event: a json object is expected"));
    };
    if envelope.get("type").is_some_and(|kind| kind.is_string() && parse::<TriggerKind>(kind).is_err()) {
        return Ok(vec![]);
    }
    match parse::<TriggerEvent>(&body) {
        Ok(event) => Ok(vec![TriggerEvent { event_id, ..event }]),
        Err(error) => Err(explain(envelope, &error)),
    }
}

fn parse<T: DeserializeOwned>(value: &Value) -> Result<T, serde_json::Error> {
    T::deserialize(value)
}

/// Drops nulls and writes numbers as texts; among free fields, truths too.
fn tidy(value: Value, free: bool) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(_, member)| !member.is_null());
            kept.map(|(name, member)| (name.clone(), tidy(member, free || name == "fields"))).collect()
        }
        Value::Array(items) => items.into_iter().map(|item| tidy(item, free)).collect(),
        Value::Bool(truth) if !free => Value::Bool(truth),
        scalar => value::text(&scalar).map_or(scalar, Value::String),
    }
}

/// Names the field that is wrong. The parser's own words repeat values, which may be personal: only what it says
/// about names is used.
fn explain(envelope: &Map<String, Value>, error: &serde_json::Error) -> UnreadableEvent {
    let least = json!({"event_id": "e", "type": "task.state_changed", "occurred_at": "2026-01-01T00:00:00Z"});
    let Some((name, error)) = culprit::<TriggerEvent>(&least, envelope) else {
        return unreadable(said("", error));
    };
    let within = envelope.get(name).and_then(Value::as_object).and_then(|inner| match name.as_str() {
        "task" => culprit_of_task(inner),
        "customer" => inside::<Customer>(&json!({}), inner),
        "agent" => inside::<Agent>(&json!({}), inner),
        "transaction" => {
            inside::<Transaction>(&json!({"type": "t", "occurred_at": "2026-01-01T00:00:00Z"}), inner)
        }
        _ => None,
    });
    unreadable(match within {
        Some(reason) => format!("in `{name}`: {reason}"),
        None => said(name, &error),
    })
}

fn culprit_of_task(task: &Map<String, Value>) -> Option<String> {
    let state = task.get("state").and_then(Value::as_object);
    let in_state = state.and_then(|state| inside::<TaskState>(&json!({"code": "c"}), state));
    in_state
        .map(|reason| format!("in `state`: {reason}"))
        .or_else(|| inside::<Task>(&json!({"id": "i"}), task))
}

fn inside<T: DeserializeOwned>(least: &Value, members: &Map<String, Value>) -> Option<String> {
    let found = culprit::<T>(least, members).map(|(name, error)| said(name, &error));
    found.or_else(|| parse::<T>(&Value::Object(members.clone())).err().map(|error| said("", &error)))
}

/// The first member that cannot be read even beside the least that is required.
fn culprit<'a, T: DeserializeOwned>(
    least: &Value,
    members: &'a Map<String, Value>,
) -> Option<(&'a String, serde_json::Error)> {
    members.iter().find_map(|(name, member)| {
        let mut alone = least.as_object().cloned().unwrap_or_default();
        alone.insert(name.clone(), member.clone());
        parse::<T>(&Value::Object(alone)).err().map(|error| (name, error))
    })
}

fn said(name: &str, error: &serde_json::Error) -> String {
    let text = error.to_string();
    let plain = name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let field = if plain && !name.is_empty() { format!("`{name}`") } else { "a field".to_owned() };
    if text.starts_with("missing field") {
        text
    } else if text.starts_with("unknown field") {
        format!("{field} is not part of our envelope")
    } else if name == "occurred_at" {
        "`occurred_at` is not a time with an offset, such as `2026-11-22T14:05:00-05:00`".to_owned()
    } else {
        format!("{field} has the wrong type")
    }
}
