//! Any JSON, by the pointers of the connection's field map: covers every tool without a file of its own.
//! The map itself is `relance_domain::source::FieldMap`.

use super::{derived, named, unreadable, value};
use crate::source::instant;
use jiff::Timestamp;
use relance_application::ports::inbound::UnreadableEvent;
use relance_domain::source::{
    Agent, Customer, FieldMap, JsonPointer, Task, TaskState, Transaction, TriggerEvent, TriggerKind,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// A body with the map that says where things are in it.
struct Mapped<'a> {
    map: &'a FieldMap,
    body: &'a Value,
}

pub(in super::super) fn identity(map: &FieldMap, body: &Value) -> Option<String> {
    let mapped = Mapped { map, body };
    mapped.id(map.event_id.as_ref()).map(named).or_else(|| {
        derived([
            Some("generic".to_owned()),
            Some(mapped.text(map.kind.as_ref()).unwrap_or_default()),
            Some(mapped.text(map.state_code.as_ref()).unwrap_or_default()),
            mapped.id(map.task_id.as_ref()).or_else(|| mapped.id(map.customer_id.as_ref())),
            mapped.text(map.occurred_at.as_ref()),
        ])
    })
}

/// Nothing for a kind that is not one of ours.
pub(in super::super) fn kind(map: &FieldMap, body: &Value) -> Option<TriggerKind> {
    Mapped { map, body }.kind()
}

pub(in super::super) fn read(
    map: &FieldMap,
    body: &Value,
    event_id: String,
) -> Result<Vec<TriggerEvent>, UnreadableEvent> {
    let mapped = Mapped { map, body };
    let Some(kind) = mapped.kind() else { return Ok(vec![]) };
    let occurred_at = mapped.occurred_at()?;
    let transaction = match kind {
        TriggerKind::TransactionRecorded => Some(mapped.transaction(occurred_at)?),
        _ => None,
    };
    Ok(vec![TriggerEvent {
        task: mapped.task(),
        event_id,
        kind,
        occurred_at,
        customer: mapped.customer(),
        agent: mapped.agent(),
        survey_opt_out: mapped.survey_opt_out(),
        transaction,
    }])
}

impl Mapped<'_> {
    fn at(&self, pointer: Option<&JsonPointer>) -> Option<&Value> {
        self.body.pointer(pointer?.as_str())
    }

    fn text(&self, pointer: Option<&JsonPointer>) -> Option<String> {
        value::text(self.at(pointer)?)
    }

    fn id(&self, pointer: Option<&JsonPointer>) -> Option<String> {
        value::id(self.at(pointer)?)
    }

    /// Nothing for a kind that is not one of ours.
    fn kind(&self) -> Option<TriggerKind> {
        match self.text(self.map.kind.as_ref()) {
            None => Some(TriggerKind::TaskStateChanged),
            Some(name) => serde_json::from_value(Value::String(name)).ok(),
        }
    }

    /// The time of receipt is never used instead: the delay of a late event would start again (B24).
    fn occurred_at(&self) -> Result<Timestamp, UnreadableEvent> {
        let pointer = self.map.occurred_at.as_ref();
        let pointer = pointer.ok_or_else(|| unreadable("the field map says nowhere when it happened"))?;
        self.at(Some(pointer)).and_then(instant::of_value).ok_or_else(|| {
            let place = pointer.as_str();
            unreadable(format!("`{place}` holds neither a time with an offset nor seconds since 1970"))
        })
    }

    /// A task without an id is named after its event, as everywhere.
    fn task(&self) -> Option<Task> {
        let map = self.map;
        let code = self.text(map.state_code.as_ref());
        let label = self.text(map.state_label.as_ref());
        let found = Task {
            id: self.text(map.task_id.as_ref()).unwrap_or_default(),
            number: self.text(map.task_number.as_ref()),
            task_type: self.text(map.task_type.as_ref()),
            state: code.or_else(|| label.clone()).map(|code| TaskState { code, label }),
            priority: self.text(map.priority.as_ref()),
            reasons: value::labels([self.at(map.reasons.as_ref())]),
            tags: value::labels([self.at(map.tags.as_ref())]),
            channel: self.text(map.channel.as_ref()),
            location: None,
            amount: self.text(map.amount.as_ref()),
        };
        (found != Task::default()).then_some(found)
    }

    fn customer(&self) -> Customer {
        let map = self.map;
        Customer {
            id: self.text(map.customer_id.as_ref()),
            first_name: self.text(map.first_name.as_ref()),
            last_name: self.text(map.last_name.as_ref()),
            email: self.text(map.email.as_ref()),
            secondary_email: self.text(map.secondary_email.as_ref()),
            phone: self.text(map.phone.as_ref()),
            language: self.text(map.language.as_ref()),
            declines_surveys: false,
            fields: BTreeMap::new(),
        }
    }

    fn agent(&self) -> Option<Agent> {
        let agent = Agent {
            id: self.text(self.map.agent_id.as_ref()),
            name: self.text(self.map.agent_name.as_ref()),
            email: self.text(self.map.agent_email.as_ref()),
        };
        (agent != Agent::default()).then_some(agent)
    }

    /// Bodies made from a template often carry truths as texts or digits.
    fn survey_opt_out(&self) -> bool {
        self.text(self.map.survey_opt_out.as_ref()).is_some_and(|text| {
            ["true", "1", "yes", "oui", "on"].contains(&text.trim().to_lowercase().as_str())
        })
    }

    fn transaction(&self, occurred_at: Timestamp) -> Result<Transaction, UnreadableEvent> {
        let transaction_type = self.text(self.map.task_type.as_ref());
        let transaction_type =
            transaction_type.ok_or_else(|| unreadable("a transaction needs a task type"))?;
        Ok(Transaction { transaction_type, occurred_at, fields: BTreeMap::new() })
    }
}
