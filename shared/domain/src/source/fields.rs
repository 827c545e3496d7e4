//! What conditions can look at in a business event: `contact.…`, `task.…`, `agent.…` and `invoice.amount` (C23).
//! Comparing lives in `condition`; the same fields of a person of the directory, in `contact`.

use super::{Agent, Customer, Task, TriggerEvent};
use crate::condition::{
    Decimal, Field, FieldKind, Known, MissingName, Name, Scale, Source, Value, Vocabulary,
};
use jiff::Timestamp;

#[derive(Debug, Clone, Copy)]
pub struct EventFields;

/// Where an event holds the value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventSlot {
    /// In what it says of the customer.
    Contact(ContactSlot),
    /// In what it says of the job.
    Task(TaskSlot),
    /// In what it says of who did it.
    Agent(AgentSlot),
}

/// Where a person's description holds the value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactSlot {
    /// The id: the tool's of an event, ours of the directory.
    Id,
    FirstName,
    LastName,
    /// Mailbox.
    Email,
    Phone,
    /// Language tag.
    Language,
    /// Labels of the directory; no event tells them.
    Tags,
    /// Among the further attributes, under this name.
    Named(String),
}

/// Where a job's description holds the value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the field of its name")]
pub enum TaskSlot {
    Type,
    State,
    Priority,
    Reasons,
    Tags,
    Channel,
    /// Of the invoice.
    Amount,
}

/// Where the description of who did the job holds the value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the field of its name")]
pub enum AgentSlot {
    Id,
    Name,
}

const OFFERED: &str = "`contact.` with `id`, `first_name`, `last_name`, `email`, `phone`, `language`, `street`, \
     `house_number`, `box`, `postal_code`, `city`, `province`, `state`, `country`, `custom_1` to `custom_20` or \
     `custom.<name>`, `task.` with `type`, `state`, `priority`, `reasons`, `tags` or `channel`, `agent.id`, \
     `agent.name`, and `invoice.amount`";

impl Vocabulary for EventFields {
    type Slot = EventSlot;

    fn find<'v>(&'v self, field: &'v Field) -> Result<Known<'v, EventSlot>, MissingName> {
        let named = Name::Ours;
        let task = |slot, kind, name| Ok(Known::new(EventSlot::Task(slot), kind, named(name)));
        let agent = |slot, kind, name| Ok(Known::new(EventSlot::Agent(slot), kind, named(name)));
        match field.as_str() {
            "task.type" => task(TaskSlot::Type, FieldKind::Text, "task.type"),
            "task.state" => task(TaskSlot::State, FieldKind::Amount, "task.state"),
            "task.priority" => task(TaskSlot::Priority, FieldKind::Amount, "task.priority"),
            "task.reasons" => task(TaskSlot::Reasons, FieldKind::Texts, "task.reasons"),
            "task.tags" => task(TaskSlot::Tags, FieldKind::Texts, "task.tags"),
            "task.channel" => task(TaskSlot::Channel, FieldKind::Text, "task.channel"),
            "invoice.amount" => task(TaskSlot::Amount, FieldKind::Number(Scale::default()), "invoice.amount"),
            "agent.id" => agent(AgentSlot::Id, FieldKind::Id, "agent.id"),
            "agent.name" => agent(AgentSlot::Name, FieldKind::Text, "agent.name"),
            // Labels are the directory's; no event tells them.
            "contact.tags" => Err(MissingName::Field { offered: OFFERED }),
            _ => {
                let found = ContactSlot::find(field).ok_or(MissingName::Field { offered: OFFERED })?;
                found.map(|known| known.within(EventSlot::Contact))
            }
        }
    }
}

impl ContactSlot {
    /// The field of this name, where it is one of a person; the number of a custom field may be none.
    pub(crate) fn find(field: &Field) -> Option<Result<Known<'_, Self>, MissingName>> {
        let ours = |slot, kind, name| Some(Ok(Known::new(slot, kind, Name::Ours(name))));
        let kept = |name: &'static str| {
            ours(Self::Named(name.trim_start_matches("contact.").to_owned()), FieldKind::Text, name)
        };
        match field.as_str() {
            "contact.id" => ours(Self::Id, FieldKind::Id, "contact.id"),
            "contact.first_name" => ours(Self::FirstName, FieldKind::Text, "contact.first_name"),
            "contact.last_name" => ours(Self::LastName, FieldKind::Text, "contact.last_name"),
            "contact.email" => ours(Self::Email, FieldKind::Text, "contact.email"),
            "contact.phone" => ours(Self::Phone, FieldKind::Text, "contact.phone"),
            "contact.language" => ours(Self::Language, FieldKind::Text, "contact.language"),
            "contact.tags" => ours(Self::Tags, FieldKind::Texts, "contact.tags"),
            "contact.street" => kept("contact.street"),
            "contact.house_number" => kept("contact.house_number"),
            "contact.box" => kept("contact.box"),
            "contact.postal_code" => kept("contact.postal_code"),
            "contact.city" => kept("contact.city"),
            "contact.province" => kept("contact.province"),
            "contact.state" => kept("contact.state"),
            "contact.country" => kept("contact.country"),
            _ => Self::custom(field),
        }
    }

    /// `contact.custom_1` to `contact.custom_20`, or `contact.custom.<name>` (A21).
    fn custom(field: &Field) -> Option<Result<Known<'_, Self>, MissingName>> {
        if let Some(name) = field.after("contact.custom.").filter(|name| !name.is_empty()) {
            return Some(Ok(Known::new(Self::Named(name.to_owned()), FieldKind::Amount, Name::Plain(name))));
        }
        let number = field.after("contact.custom_")?;
        let slot =
            number.parse().ok().filter(|slot: &u8| (1..=20).contains(slot) && slot.to_string() == number);
        let known = slot.map(|slot| {
            Known::new(Self::Named(format!("custom_{slot}")), FieldKind::Amount, Name::Slot(slot))
        });
        Some(known.ok_or(MissingName::Slot))
    }

    /// Its value in what an event says of a customer.
    #[must_use]
    pub fn of_customer<'s>(&self, customer: &'s Customer) -> Value<'s> {
        Value::from(match self {
            Self::Tags => return Value::Texts(&[]),
            Self::Id => customer.id.as_deref(),
            Self::FirstName => customer.first_name.as_deref(),
            Self::LastName => customer.last_name.as_deref(),
            Self::Email => customer.email.as_deref(),
            Self::Phone => customer.phone.as_deref(),
            Self::Language => customer.language.as_deref(),
            Self::Named(name) => customer.fields.get(name).map(String::as_str),
        })
    }
}

impl TaskSlot {
    /// Its value in the description of a job.
    #[must_use]
    pub fn of_task(self, task: &Task) -> Value<'_> {
        match self {
            Self::Type => Value::from(&task.task_type),
            Self::State => Value::from(task.state.as_ref().map(|state| state.code.as_str())),
            Self::Priority => Value::from(&task.priority),
            Self::Reasons => Value::Texts(&task.reasons),
            Self::Tags => Value::Texts(&task.tags),
            Self::Channel => Value::from(&task.channel),
            Self::Amount => {
                let amount = task.amount.as_deref().and_then(Decimal::parse);
                amount.map_or(Value::Absent, Value::Number)
            }
        }
    }
}

impl AgentSlot {
    /// Its value in the description of somebody.
    #[must_use]
    pub fn of_agent(self, agent: &Agent) -> Value<'_> {
        match self {
            Self::Id => Value::from(&agent.id),
            Self::Name => Value::from(&agent.name),
        }
    }
}

impl Source<EventSlot> for TriggerEvent {
    fn value<'s>(&'s self, slot: &'s EventSlot) -> Value<'s> {
        match slot {
            EventSlot::Contact(slot) => slot.of_customer(&self.customer),
            EventSlot::Task(slot) => self.task.as_ref().map_or(Value::Absent, |task| slot.of_task(task)),
            EventSlot::Agent(slot) => self.agent.as_ref().map_or(Value::Absent, |agent| slot.of_agent(agent)),
        }
    }

    /// An event is judged at its own moment.
    fn now(&self) -> Timestamp {
        self.occurred_at
    }
}

#[cfg(test)]
mod tests;
