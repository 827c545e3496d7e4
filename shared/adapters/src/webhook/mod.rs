//! Hooks that tools send: which bodies are looked at, who sent them, what they say in our words.
//! Accepting and storing them is `application::accept_event`; what follows from one is the domain's.

mod instant;
mod limits;
mod read;
mod verify;

pub use limits::{MAX_DEPTH, MAX_VALUES, RefusedJson, check_json};
pub use read::EventReader;
pub use verify::Verifier;
