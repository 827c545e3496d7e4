//! A received event exactly as it came, stored once before anything else happens (R4.2).
//! Reading it lives in adapters; planning from it in `application::invitation`.

use crate::name::{CampaignId, ConnectionId, EventId, OrganizationId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// One stored raw event.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawEvent {
    /// Derived from connection and identity, so the same event always has the same id.
    pub id: EventId,
    /// Owner.
    pub organization: OrganizationId,
    /// Where it came from.
    pub connection: ConnectionId,
    /// The sender's name for it.
    pub identity: String,
    /// The body, as text (hooks carry JSON).
    pub body: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// When its planning finished; until then it is due.
    pub planned_at: Option<Timestamp>,
    /// How far a planning is that takes more than one transaction.
    #[serde(default)]
    pub so_far: Option<PlannedSoFar>,
}

/// Up to where a raw event is planned from. Whoever goes on begins behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedSoFar {
    /// Which of the events that the raw one holds, from 0.
    pub event: usize,
    /// The last campaign that it was weighed for; none while it was for none.
    pub campaign: Option<CampaignId>,
}

impl RawEvent {
    /// Work due now is written with a watchdog a minute ahead: the sweeper touches it only if the hint did not.
    pub const WATCHDOG: SignedDuration = SignedDuration::from_secs(60);

    /// When planning is due again; nothing once it is planned (I1).
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        self.planned_at
            .is_none()
            .then(|| self.received_at.checked_add(Self::WATCHDOG).unwrap_or(self.received_at))
    }
}

/// Bodies are personal: debug output shows where the event came from only.
impl std::fmt::Debug for RawEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawEvent")
            .field("id", &self.id)
            .field("connection", &self.connection)
            .finish_non_exhaustive()
    }
}
