//! Journeys: promises kept through the real rooms, told as what people and tools do. Named after the scenarios F1-F33
//! of the behaviours where there is one. Memory adapters and a clock that only the test moves: seconds in all.
//! Rooms are the subjects of the house; what goes through all of them is in `recovery`.
#![expect(clippy::unwrap_used, reason = "a journey that breaks must stop")]
#![expect(clippy::panic, reason = "a journey that breaks must say where")]
#![expect(clippy::indexing_slicing, reason = "JSON is read by index in tests")]

mod account;
mod alert;
mod answer;
mod campaign;
mod contact;
mod invitation;
mod outbound;
mod recovery;
mod report;
mod rule;
mod source;
mod told;
