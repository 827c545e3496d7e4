//! The real program, seen from outside: killed with SIGKILL (`steps`, `under_load`), asked to be on time (`lateness`), also
//! beside what hangs (`neighbours`), and tried by others on the same machine (`doors`). Everything is checked through HTTP,
//! the outbox and the system.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a broken program must stop the test"
)]

#[cfg(target_os = "linux")]
mod doors;
mod lateness;
mod neighbours;
mod program;
mod steps;
mod under_load;
