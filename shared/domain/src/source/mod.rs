//! Where business events come from: connections, raw events, triggers in our own words, what is known of a task.
//! Reading and verifying tools' payloads lives in adapters; what follows from an event, in `invitation`.

mod channels;
mod connection;
mod event;
mod fields;
mod raw_event;
mod task;

pub use channels::{Channels, InvalidChannels};
pub use connection::{
    Connection, ConnectionKind, FieldMap, InvalidPointer, JsonPointer, SignatureScheme, Strength,
};
pub use event::{Agent, Customer, Task, TaskState, Transaction, TriggerEvent, TriggerKind, is_a_date};
pub use fields::{AgentSlot, ContactSlot, EventFields, EventSlot, TaskSlot};
pub use raw_event::{PlannedSoFar, RawEvent};
pub(crate) use task::LatestState;
pub use task::TaskRecord;
