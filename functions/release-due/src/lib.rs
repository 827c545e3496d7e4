//! Every minute: the due index -> hints on the right queue, then the entries re-dated as watchdogs (R2.3).
//! Safe to run twice, at once, or nine times too few.

use relance_application::ports::chance::Clock;
use relance_application::ports::due::{Announce, DueIndex};
use relance_application::ports::fault::Fault;
use relance_application::send::{ReleaseDue, Swept};
use std::sync::Arc;

/// What the function needs.
#[derive(Clone)]
pub struct Deps {
    /// What is due.
    pub due: Arc<dyn DueIndex>,
    /// Where hints go.
    pub announce: Arc<dyn Announce>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

/// Sweeps once.
///
/// # Errors
/// Faults of the index; the next sweep finds what was not reached.
pub async fn handle(deps: &Deps) -> Result<Swept, Fault> {
    let (due, announce, clock) = (deps.due.as_ref(), deps.announce.as_ref(), deps.clock.as_ref());
    ReleaseDue { due, announce, clock }.run().await
}
