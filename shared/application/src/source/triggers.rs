//! Triggers given by the API: stored once as a raw event of the reserved connection, exactly like a hook's, so that
//! the same planner plans them. Reading them back: what arrived lately, from wherever.

use crate::call::{Page, Refusal, Reply, Wanted, found, listed};
use crate::ports::chance::Clock;
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, RecordListing, Records};
use crate::stored::{Entity, key_in, load, partition, read_whole, record_of};
use relance_domain::name::{ConnectionId, EventId, OrganizationId, Unique};
use relance_domain::source::{Connection, RawEvent};

/// Takes and shows triggers.
pub struct Triggers<'a> {
    /// Where raw events are.
    pub records: &'a dyn Records,
    /// Wakes the planner.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

impl Triggers<'_> {
    /// Stores one checked event under the sender's name for it; `false` when it is known already.
    ///
    /// # Errors
    /// Faults of the store: the caller should try again.
    pub async fn accept(
        &self,
        organization: &OrganizationId,
        identity: String,
        body: String,
    ) -> Result<bool, Fault> {
        let connection = ConnectionId::parse(Connection::API);
        let connection = connection.map_err(|error| Fault::permanent(error.to_string()))?;
        let event = RawEvent {
            id: EventId::new(&Unique::derived(&["event", connection.as_str(), &identity])),
            organization: organization.clone(),
            connection,
            identity,
            body,
            received_at: self.clock.now(),
            planned_at: None,
            so_far: None,
        };
        if self.records.commit(&[Change::Create(record_of(&event, 0)?)]).await? == Committed::Conflict {
            return Ok(false);
        }
        self.announce.announce(&[event.announcement(0)]).await;
        Ok(true)
    }

    /// A page of raw events of all connections, newest first.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        wanted: &Wanted,
    ) -> Result<Page<RawEvent>, Fault> {
        let newest = RecordListing::Newest(RawEvent::KIND);
        listed::<RawEvent>(self.records, organization, newest, wanted, &|_| true).await
    }

    /// One raw event, wherever it came from.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<RawEvent> {
        let id = EventId::parse(id).map_err(|_| Refusal::not_found("trigger"))?;
        let connections =
            read_whole::<Connection>(self.records, partition::<Connection>(organization)).await?;
        let groups = connections.iter().map(|stored| stored.value.id.as_str());
        for group in std::iter::once(Connection::API).chain(groups) {
            let key = key_in::<RawEvent>(organization, group, id.as_str());
            if let Some(stored) = load::<RawEvent>(self.records, &key).await? {
                return Ok(stored.value);
            }
        }
        Ok(found(None, "trigger")?)
    }
}
