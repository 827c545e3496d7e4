//! Hooks that tools send: which bodies are looked at, who sent them, what they say in our words; and calls to endpoints
//! of others.
//! Accepting and storing them is `application::accept_event`; what follows from one is the domain's.

#[cfg(feature = "calls")]
mod call;
mod instant;
mod limits;
mod read;
mod verify;

#[cfg(feature = "calls")]
pub use call::EndpointCaller;
pub use limits::{MAX_DEPTH, MAX_VALUES, RefusedJson, check_json, without_mark};
pub use read::{EventReader, number_text};
pub use verify::Verifier;
