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

/// Sweeps once, and tells it as the metrics that the alarms watch (R2.6).
///
/// # Errors
/// Faults of the index; the next sweep finds what was not reached.
pub async fn handle(deps: &Deps) -> Result<Swept, Fault> {
    let (due, announce, clock) = (deps.due.as_ref(), deps.announce.as_ref(), deps.clock.as_ref());
    let swept = ReleaseDue { due, announce, clock }.run().await?;
    let (hints_sent, not_taken) = (swept.hinted, swept.not_taken);
    tracing::info!(
        sweeps_completed = 1,
        oldest_overdue_s = swept.oldest_overdue_s,
        hints_sent,
        not_taken,
        "swept"
    );
    Ok(swept)
}
