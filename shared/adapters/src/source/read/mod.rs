//! What a body says in our words. Pure: what a tool leaves out is not asked for here.
//! Where each tool keeps what lives in `tool`; what follows from an event, in the domain.

mod tool;
mod value;

pub use value::number_text;

use super::limits::check_json;
use relance_application::ports::inbound::{ReadEvent, UnreadableEvent};
use relance_domain::name::Digest;
use relance_domain::source::{Connection, ConnectionKind, FieldMap, TriggerEvent, is_a_date};
use serde_json::Value;
use tool::{generic, housecall_pro, progressionlive, standard};

/// Longest name of an event that is kept as it is; longer ones are digested.
const LONGEST_NAME: usize = 128;

/// Reads the bodies of every kind of connection. A kind of event that we do not know is no error: it reads as no
/// event at all, so that it is stored, acknowledged and planned as nothing (R4.3).
#[derive(Debug, Clone, Copy, Default)]
pub struct EventReader;

impl ReadEvent for EventReader {
    fn identity(&self, connection: &Connection, body: &[u8]) -> String {
        let known = check_json(body).ok().and_then(|value| identity(connection, &value));
        known.unwrap_or_else(|| Digest::of_bytes(body).to_hex())
    }

    fn without_effect(&self, connection: &Connection, body: &[u8]) -> Option<String> {
        let value = check_json(body).ok()?;
        let kind = match connection.kind {
            ConnectionKind::Standard => standard::kind(&value),
            ConnectionKind::Generic => generic::kind(connection.fields.as_ref()?, &value),
            ConnectionKind::ProgressionLive | ConnectionKind::HousecallPro => None,
        }?;
        kind.without_effect()
    }

    fn read(&self, connection: &Connection, body: &[u8]) -> Result<Vec<TriggerEvent>, UnreadableEvent> {
        let value = check_json(body).map_err(|refused| UnreadableEvent(refused.to_string()))?;
        let event_id = identity(connection, &value).unwrap_or_else(|| Digest::of_bytes(body).to_hex());
        let events = match connection.kind {
            ConnectionKind::Standard => standard::read(value, event_id),
            ConnectionKind::Generic => generic::read(field_map(connection)?, &value, event_id),
            ConnectionKind::ProgressionLive => progressionlive::read(&value, &event_id),
            ConnectionKind::HousecallPro => housecall_pro::read(&value, event_id),
        }?;
        events.into_iter().map(sound).collect()
    }
}

/// The event with what every tool may leave blank settled: a task without an id is a task of its own, named after its event,
/// and a person without one is nobody else's.
fn sound(mut event: TriggerEvent) -> Result<TriggerEvent, UnreadableEvent> {
    if !is_a_date(event.occurred_at) {
        return Err(unreadable("`occurred_at` is a date that tools write when they have none"));
    }
    if let Some(task) = &mut event.task {
        if value::is_unfilled(&task.id) {
            return Err(unreadable("the task's id is a template that the tool did not fill"));
        }
        if value::says_nothing(&task.id) {
            task.id.clone_from(&event.event_id);
        }
    }
    event.customer.id = event.customer.id.filter(|id| !value::says_nothing(id) && !value::is_unfilled(id));
    Ok(event)
}

fn identity(connection: &Connection, body: &Value) -> Option<String> {
    match connection.kind {
        ConnectionKind::Standard => standard::identity(body),
        ConnectionKind::Generic => generic::identity(connection.fields.as_ref()?, body),
        ConnectionKind::ProgressionLive => progressionlive::identity(body),
        ConnectionKind::HousecallPro => housecall_pro::identity(body),
    }
}

fn field_map(connection: &Connection) -> Result<&FieldMap, UnreadableEvent> {
    connection.fields.as_ref().ok_or_else(|| unreadable("the connection says nowhere which field is which"))
}

fn unreadable(reason: impl Into<String>) -> UnreadableEvent {
    UnreadableEvent(reason.into())
}

/// The tool's own name for an event, which becomes part of keys and answers.
fn named(event_id: String) -> String {
    let fit = event_id.len() <= LONGEST_NAME && event_id.bytes().all(|byte| byte.is_ascii_graphic());
    if fit { event_id } else { Digest::of_bytes(event_id.as_bytes()).to_hex() }
}

/// A name for an event that has none: the digest of what makes it this event, unless a part is missing.
fn derived<const N: usize>(parts: [Option<String>; N]) -> Option<String> {
    let parts = parts.into_iter().collect::<Option<Vec<String>>>()?;
    Some(Digest::of(&parts.iter().map(String::as_str).collect::<Vec<_>>()).to_hex())
}

#[cfg(test)]
mod tests;
