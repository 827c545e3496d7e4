//! Every minute: the due index -> hints on the right queue; what waited too long is re-dated behind its hint (R2.3).
//! Safe to run twice, at once, or nine times too few.

use relance_application::due::{Reached, ReleaseDue, Swept};
use relance_application::ports::chance::Clock;
use relance_application::ports::due::{Announce, DueIndex};
use relance_application::ports::fault::Fault;
use relance_application::ports::records::Records;
use std::sync::Arc;

/// What the function needs.
#[derive(Clone)]
pub struct Deps {
    /// What is due.
    pub due: Arc<dyn DueIndex>,
    /// What is paused.
    pub records: Arc<dyn Records>,
    /// Where hints go.
    pub announce: Arc<dyn Announce>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Mails per second that all workers may send; no limit when absent.
    pub sends_per_s: Option<u32>,
    /// How far the sweeps of this process came.
    pub reached: Arc<Reached>,
}

/// Sweeps once, and tells it as the metrics that the alarms watch (R2.6).
///
/// # Errors
/// Faults of the index; the next sweep finds what was not reached.
pub async fn handle(deps: &Deps) -> Result<Swept, Fault> {
    let (due, announce, clock) = (deps.due.as_ref(), deps.announce.as_ref(), deps.clock.as_ref());
    let (records, sends_per_s, reached) = (deps.records.as_ref(), deps.sends_per_s, deps.reached.as_ref());
    let swept = ReleaseDue { due, records, announce, clock, sends_per_s, reached }.run().await?;
    let Swept { hinted: hints_sent, not_taken, put_off, .. } = swept;
    tracing::info!(
        sweeps_completed = 1,
        oldest_overdue_s = swept.oldest_overdue_s,
        hints_sent,
        not_taken,
        put_off,
        "swept"
    );
    Ok(swept)
}
