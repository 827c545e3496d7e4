//! Requests that tools send: which bodies are looked at, who sent them, what they say in our words.
//! Accepting and storing them is `application::source`; what follows from one is the domain's.

mod instant;
mod limits;
mod read;
mod verify;

pub use limits::{MAX_DEPTH, MAX_VALUES, RefusedJson, check_json, without_mark};
pub use read::{EventReader, number_text};
pub use verify::Verifier;
