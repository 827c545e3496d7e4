//! From a business event to a decision: the event in our words, what is known of its task, the policy
//! "may we invite?", and the decision that every trigger leaves. Reading tools' payloads lives in adapters.

mod decision;
mod event;
mod frequency;
mod mute;
mod policy;
mod raw_event;
mod task;

pub use decision::{AgentSeen, AgentWish, Decision, Outcome};
pub use event::{Agent, Customer, Task, TaskState, Transaction, TriggerEvent, TriggerKind};
pub use frequency::{
    Bound, FrequencyRule, FrequencyScope, InvalidFrequency, Limit, Per, SendTrace, SetBy, first_free,
};
pub use mute::{MuteBook, MuteScope, Reservation};
pub use policy::{
    Candidate, Circumstances, Consideration, Drop, Standings, address_of, by_hand, consider, in_own_zone,
    is_asked_anew, may_invite, moved_into_opening, rings_for, still_welcome, without_sms,
};
pub use raw_event::RawEvent;
pub use task::TaskRecord;
