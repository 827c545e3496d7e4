//! How far a signed time may be from now: 300 s both ways (R4.1), so that an old request cannot be repeated.
//! Repeats inside that window have no second effect, because events are stored once (F33).

use crate::source::instant;
use jiff::{SignedDuration, Timestamp};
use relance_application::ports::inbound::NotVerified;

const TOLERANCE: SignedDuration = SignedDuration::from_secs(300);

/// Checks the text of a timestamp header.
pub(super) fn check(timestamp: &str, now: Timestamp) -> Result<(), NotVerified> {
    let signed_at = instant::of_text(timestamp).ok_or(NotVerified::StaleTimestamp)?;
    if now.duration_since(signed_at).abs() <= TOLERANCE { Ok(()) } else { Err(NotVerified::StaleTimestamp) }
}
