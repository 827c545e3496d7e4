//! Recorded bodies, one per shape, read as our events; then what no tool would send.
//! The bodies themselves are in `events/hooks`, shared with the journeys.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]
#![expect(clippy::unnecessary_wraps, reason = "most fields of an event are optional: `some` writes one")]

mod generic;
mod hostile;
mod housecall_pro;
mod progressionlive;
mod standard;

use super::*;
use jiff::Timestamp;
use relance_domain::name::{ConnectionId, OrganizationId};
use relance_domain::source::SignatureScheme;

const KINDS: [ConnectionKind; 4] = [
    ConnectionKind::Standard,
    ConnectionKind::Generic,
    ConnectionKind::ProgressionLive,
    ConnectionKind::HousecallPro,
];

fn sample(file: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/hooks");
    std::fs::read(format!("{folder}/{file}")).unwrap()
}

fn sample_value(file: &str) -> Value {
    serde_json::from_slice(&sample(file)).unwrap()
}

fn connection(kind: ConnectionKind) -> Connection {
    let fields = sample("generic-ticket-solved.fields.json");
    Connection {
        id: ConnectionId::parse("hook").unwrap(),
        organization: OrganizationId::parse("demo").unwrap(),
        name: "Hook".to_owned(),
        kind,
        verification: SignatureScheme::Bearer,
        fields: (kind == ConnectionKind::Generic).then(|| serde_json::from_slice(&fields).unwrap()),
        enabled: true,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn read(kind: ConnectionKind, body: &Value) -> Result<Vec<TriggerEvent>, UnreadableEvent> {
    EventReader.read(&connection(kind), &serde_json::to_vec(body).unwrap())
}

fn identity_of(kind: ConnectionKind, body: &Value) -> String {
    EventReader.identity(&connection(kind), &serde_json::to_vec(body).unwrap())
}

fn only(events: Result<Vec<TriggerEvent>, UnreadableEvent>) -> TriggerEvent {
    let mut events = events.unwrap();
    assert_eq!(events.len(), 1);
    events.remove(0)
}

fn reason(events: Result<Vec<TriggerEvent>, UnreadableEvent>) -> String {
    events.unwrap_err().to_string()
}

/// Sets the member at a pointer whose parent exists.
fn with(mut body: Value, pointer: &str, value: impl Into<Value>) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    parent.insert(name.to_owned(), value.into());
    body
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}
