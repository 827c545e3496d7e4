//! ProgressionLIVE: a Task, or any envelope with one (what its hooks post is not documented).
//! Fields as in the vendor's published models; what is not expanded is absent, and is not read back here.

use super::{derived, unreadable, value};
use crate::source::instant;
use jiff::Timestamp;
use relance_application::ports::inbound::UnreadableEvent;
use relance_domain::source::{Agent, Customer, Task, TaskState, TriggerEvent, TriggerKind};
use serde_json::Value;
use std::collections::BTreeMap;

/// Envelopes are looked into this many levels down.
const LEVELS: usize = 3;

/// Where a task is looked for first, before any other member of an envelope.
const LIKELY: [&str; 6] = ["entity", "task", "data", "object", "payload", "new"];

/// The tool has no event ids: a task enters a state at a moment once.
pub(in super::super) fn identity(body: &Value) -> Option<String> {
    match tasks(body, LEVELS).as_slice() {
        [task] => task_identity(task),
        _ => None,
    }
}

fn task_identity(task: &Value) -> Option<String> {
    derived([
        value::first_id(task, &["/uid", "/id"]),
        value::first(task, &["/currentState/logicId"]),
        value::first(task, &["/currentState/datetime"]),
    ])
}

pub(in super::super) fn read(body: &Value, event_id: &str) -> Result<Vec<TriggerEvent>, UnreadableEvent> {
    let tasks = tasks(body, LEVELS);
    if tasks.is_empty() && !is_about_something_else(body) {
        return Err(unreadable("no task with a `currentState`: add `currentState` to what the hook expands"));
    }
    let kept = tasks.iter().enumerate().filter(|(_, task)| task.get("removed").is_none_or(Value::is_null));
    kept.map(|(index, task)| {
        let named = task_identity(task);
        event(
            task,
            named.unwrap_or_else(|| {
                if index == 0 { event_id.to_owned() } else { format!("{event_id}-{index}") }
            }),
        )
    })
    .collect()
}

/// A list may hold several tasks; an object holds one, in the first member that has any.
fn tasks(value: &Value, levels: usize) -> Vec<&Value> {
    if value.get("currentState").is_some_and(Value::is_object) {
        return vec![value];
    }
    let Some(below) = levels.checked_sub(1) else { return vec![] };
    match value {
        Value::Array(items) => items.iter().flat_map(|item| tasks(item, below)).collect(),
        Value::Object(members) => {
            let likely = LIKELY.iter().filter_map(|name| members.get(*name));
            let mut found = likely.chain(members.values()).map(|member| tasks(member, below));
            found.find(|found| !found.is_empty()).unwrap_or_default()
        }
        _ => vec![],
    }
}

fn is_about_something_else(body: &Value) -> bool {
    value::first(body, &["/entityName"]).is_some_and(|name| !name.eq_ignore_ascii_case("task"))
}

fn event(task: &Value, event_id: String) -> Result<TriggerEvent, UnreadableEvent> {
    Ok(TriggerEvent {
        event_id,
        kind: TriggerKind::TaskStateChanged,
        occurred_at: occurred_at(task)?,
        task: Some(job(task)?),
        customer: customer(task),
        agent: agent(task),
        survey_opt_out: false,
        transaction: None,
    })
}

fn occurred_at(task: &Value) -> Result<Timestamp, UnreadableEvent> {
    let found = task.pointer("/currentState/datetime").and_then(instant::of_value);
    found.ok_or_else(|| unreadable("`currentState.datetime` is missing, or is not a time with an offset"))
}

fn job(task: &Value) -> Result<Task, UnreadableEvent> {
    let id = value::first(task, &["/uid", "/id"]);
    let code = value::first(task, &["/currentState/logicId"]);
    Ok(Task {
        id: id.ok_or_else(|| unreadable("the task has neither `uid` nor `id`"))?,
        number: value::first(task, &["/code"]),
        task_type: value::first(task, &["/type/label", "/type/code"]),
        state: Some(TaskState {
            code: code.ok_or_else(|| unreadable("`currentState.logicId` is missing"))?,
            label: value::first(task, &["/currentState/label"]),
        }),
        priority: value::first(task, &["/priority/label"]),
        reasons: vec![],
        tags: value::labels([task.get("primaryTag"), task.get("tags")]),
        channel: None,
        location: None,
        amount: None,
    })
}

fn customer(task: &Value) -> Customer {
    let (first_name, last_name) = match value::first(task, &["/client/primaryContact/label"]) {
        Some(contact) => names_of(&contact),
        // The client may be a company, which nobody greets by its first word.
        None => (None, value::first(task, &["/client/label"])),
    };
    Customer {
        id: value::first(task, &["/client/uid", "/client/id"]),
        first_name,
        last_name,
        email: value::first(task, &["/client/address/email"]),
        secondary_email: value::first(
            task,
            &["/location/address/email", "/clientAddress/email", "/locationAddress/email"],
        ),
        phone: value::first(task, &["/client/address/phone", "/client/primaryContact/cell"]),
        language: value::first(task, &["/lang", "/client/lang"]),
        declines_surveys: false,
        fields: properties(task),
    }
}

/// A contact is one label, `Léa Roy` or `Roy, Léa`.
fn names_of(contact: &str) -> (Option<String>, Option<String>) {
    let said = |part: &str| Some(part.trim().to_owned()).filter(|part| !part.is_empty());
    let contact = contact.trim();
    match (contact.split_once(','), contact.split_once(char::is_whitespace)) {
        (Some((last, first)), _) | (None, Some((first, last))) => (said(first), said(last)),
        (None, None) => (said(contact), None),
    }
}

/// Properties differ with the type of task: which of them is a reason is for rules to say, by name.
fn properties(task: &Value) -> BTreeMap<String, String> {
    let members = task.get("properties").and_then(Value::as_object).into_iter().flatten();
    members.filter_map(|(name, member)| Some((format!("property.{name}"), value::text(member)?))).collect()
}

fn agent(task: &Value) -> Option<Agent> {
    let agent = Agent {
        id: value::first(task, &["/humanResource/id"]),
        name: value::first(task, &["/humanResource/label"]),
        email: value::first(task, &["/humanResource/email"]),
    };
    (agent != Agent::default()).then_some(agent)
}
