//! The real program, seen from outside: killed with SIGKILL (`steps`, `under_load`), asked to be on time (`lateness`), also
//! beside what hangs (`neighbours`), tried by others on the same machine (`doors`) and through a proxy (`proxy`), asked by its
//! owner (`owner`, `guide`), started on damaged files (`damage`). Everything is checked through HTTP, the outbox and the system.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a broken program must stop the test"
)]

#[cfg(target_os = "linux")]
mod damage;
#[cfg(target_os = "linux")]
mod doors;
#[cfg(target_os = "linux")]
mod guide;
mod lateness;
mod neighbours;
#[cfg(target_os = "linux")]
mod owner;
mod program;
#[cfg(target_os = "linux")]
mod proxy;
mod steps;
mod under_load;
