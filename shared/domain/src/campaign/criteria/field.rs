//! What a criterion can look at: fields of the customer, of the task and of the agent.
//! Comparing their values lives in `operator`.

use crate::contact::Contact;
use crate::source::TriggerEvent;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a field: use `customer.` with `id`, `first_name`, `last_name`, `email`, `phone`, `language` or \
     `fields.<name>`, `task.` with `type`, `state`, `priority`, `reasons`, `tags` or `channel`, or `agent.id`, `agent.name`"
)]
pub struct InvalidField(String);

/// A field of an event; those of the customer are also fields of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Field(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    CustomerId,
    FirstName,
    LastName,
    Email,
    Phone,
    Language,
    Named(String),
    TaskType,
    State,
    Priority,
    Reasons,
    Tags,
    Channel,
    AgentId,
    AgentName,
}

const NAMES: [(&str, Kind); 14] = [
    ("customer.id", Kind::CustomerId),
    ("customer.first_name", Kind::FirstName),
    ("customer.last_name", Kind::LastName),
    ("customer.email", Kind::Email),
    ("customer.phone", Kind::Phone),
    ("customer.language", Kind::Language),
    ("task.type", Kind::TaskType),
    ("task.state", Kind::State),
    ("task.priority", Kind::Priority),
    ("task.reasons", Kind::Reasons),
    ("task.tags", Kind::Tags),
    ("task.channel", Kind::Channel),
    ("agent.id", Kind::AgentId),
    ("agent.name", Kind::AgentName),
];
const NAMED: &str = "customer.fields.";

impl Field {
    /// True for ids, which are compared byte by byte (D18).
    #[must_use]
    pub fn is_id(&self) -> bool {
        matches!(self.0, Kind::CustomerId | Kind::AgentId)
    }

    /// True for what a person of the directory has, without any event.
    #[must_use]
    pub fn is_of_customer(&self) -> bool {
        matches!(
            self.0,
            Kind::FirstName | Kind::LastName | Kind::Email | Kind::Phone | Kind::Language | Kind::Named(_)
        )
    }

    /// Its values in an event; none when it is absent.
    #[must_use]
    pub fn in_event<'v>(&self, event: &'v TriggerEvent) -> Vec<&'v str> {
        let (customer, task, agent) = (&event.customer, event.task.as_ref(), event.agent.as_ref());
        let one = match &self.0 {
            Kind::CustomerId => customer.id.as_deref(),
            Kind::FirstName => customer.first_name.as_deref(),
            Kind::LastName => customer.last_name.as_deref(),
            Kind::Email => customer.email.as_deref(),
            Kind::Phone => customer.phone.as_deref(),
            Kind::Language => customer.language.as_deref(),
            Kind::Named(name) => customer.fields.get(name).map(String::as_str),
            Kind::TaskType => task.and_then(|task| task.task_type.as_deref()),
            Kind::State => task.and_then(|task| task.state.as_ref()).map(|state| state.code.as_str()),
            Kind::Priority => task.and_then(|task| task.priority.as_deref()),
            Kind::Channel => task.and_then(|task| task.channel.as_deref()),
            Kind::AgentId => agent.and_then(|agent| agent.id.as_deref()),
            Kind::AgentName => agent.and_then(|agent| agent.name.as_deref()),
            Kind::Reasons => return task.iter().flat_map(|task| &task.reasons).map(String::as_str).collect(),
            Kind::Tags => return task.iter().flat_map(|task| &task.tags).map(String::as_str).collect(),
        };
        one.into_iter().collect()
    }

    /// Its values in a contact; none when it is absent, or not a field of a customer.
    #[must_use]
    pub fn in_contact<'v>(&self, contact: &'v Contact) -> Vec<&'v str> {
        let one = match &self.0 {
            Kind::FirstName => contact.first_name.as_deref(),
            Kind::LastName => contact.last_name.as_deref(),
            Kind::Email => contact.email.as_ref().map(crate::name::EmailAddress::as_str),
            Kind::Phone => contact.phone.as_ref().map(crate::name::PhoneNumber::as_str),
            Kind::Language => contact.language.as_deref(),
            Kind::Named(name) => contact.fields.get(name).map(String::as_str),
            _ => None,
        };
        one.into_iter().collect()
    }
}

impl TryFrom<String> for Field {
    type Error = InvalidField;
    fn try_from(text: String) -> Result<Self, InvalidField> {
        // The directory calls the same person a contact.
        let spelled = match text.strip_prefix("contact.") {
            Some(rest) => format!("customer.{rest}"),
            None => text.clone(),
        };
        if let Some((_, kind)) = NAMES.iter().find(|(name, _)| *name == spelled) {
            return Ok(Self(kind.clone()));
        }
        match spelled.strip_prefix(NAMED) {
            Some(name) if !name.trim().is_empty() => Ok(Self(Kind::Named(name.to_owned()))),
            _ => Err(InvalidField(text.chars().take(60).collect())),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Named(name) => write!(f, "{NAMED}{name}"),
            kind => f.write_str(NAMES.iter().find(|(_, known)| known == kind).map_or("", |(name, _)| name)),
        }
    }
}

impl From<Field> for String {
    fn from(field: Field) -> String {
        field.to_string()
    }
}
