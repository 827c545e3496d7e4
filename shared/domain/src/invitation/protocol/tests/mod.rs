//! The send protocol told as a table of every state and command, and as laws over random lives of a mail.
//! Every interleaving with queue, worker and transport is walked in the testkit's model.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

mod laws;
mod table;

use super::*;

/// Noon of some day; tests count seconds from here.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}
