//! The real program, killed with SIGKILL: nothing accepted is lost, nothing is sent twice, each answer counts once.
//! Everything is checked from outside, through the outbox and the API.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a broken program must stop the test"
)]

mod program;
mod steps;
mod under_load;
