//! Accepts one event: believe the sender, store the raw bytes once, announce it. Nothing else (R4.2).
//! Limits on size and shape are checked by the function at the edge.

use crate::kind::Kind;
use crate::ports::chance::Clock;
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::inbound::{NotVerified, RawHook, ReadEvent, VerifyHook};
use crate::ports::records::{Change, Committed, Records};
use crate::ports::trail;
use crate::stored::{Entity, UnitOfWork, record_of};
use jiff::Timestamp;
use relance_domain::account::{Route, RouteTarget};
use relance_domain::name::{ConnectionId, EventId, Unique};
use relance_domain::source::{Connection, RawEvent};

/// Stores raw events.
pub struct AcceptEvent<'a> {
    /// Where connections and events are.
    pub records: &'a dyn Records,
    /// Wakes the planner.
    pub announce: &'a dyn Announce,
    /// Checks who sent it.
    pub verify: &'a dyn VerifyHook,
    /// Finds the sender's name for the event.
    pub read: &'a dyn ReadEvent,
    /// Tells why a verified body is not JSON that may be stored (R4.3).
    pub check: fn(&[u8]) -> Result<(), String>,
    /// Takes one request of a connection whose sender is believed, or tells in how many seconds the next one is welcome.
    pub pace: &'a (dyn Fn(&ConnectionId, Timestamp) -> Result<(), u32> + Sync),
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// An event that is safely stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// For the first time.
    New {
        /// The sender's name for it.
        event_id: String,
    },
    /// Again; nothing further happens.
    Duplicate {
        /// The sender's name for it.
        event_id: String,
    },
}

/// Why a request is refused; nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// No such connection, or a disabled one.
    UnknownConnection,
    /// The sender is not believed.
    NotVerified(NotVerified),
    /// The sender is believed, and sends too fast.
    TooFast {
        /// When to send again, in seconds.
        wait_s: u32,
    },
    /// The body is not JSON within the limits of shape, or tells of something without effect; says why.
    Unreadable(String),
}

impl AcceptEvent<'_> {
    /// Verifies and stores one request. The outer error is a fault of ours: the sender should try again.
    pub async fn run(&self, id: &ConnectionId, hook: &RawHook) -> Result<Result<Accepted, Refused>, Fault> {
        let Some(connection) = self.find(id).await? else {
            return Ok(Err(Refused::UnknownConnection));
        };
        trail::of(&connection.organization);
        let now = self.clock.now();
        if let Err(doubt) = self.verify.verify(&connection, hook, now).await? {
            return Ok(Err(Refused::NotVerified(doubt)));
        }
        // What a stranger sends in a connection's name is not counted against its sender.
        if let Err(wait_s) = (self.pace)(&connection.id, now) {
            return Ok(Err(Refused::TooFast { wait_s }));
        }
        if let Err(reason) = (self.check)(&hook.body) {
            return Ok(Err(Refused::Unreadable(reason)));
        }
        if let Some(reason) = self.read.without_effect(&connection, &hook.body) {
            return Ok(Err(Refused::Unreadable(reason)));
        }
        self.store(&connection, hook, now).await.map(Ok)
    }

    async fn store(
        &self,
        connection: &Connection,
        hook: &RawHook,
        now: Timestamp,
    ) -> Result<Accepted, Fault> {
        let event = raw_event(connection, self.read.identity(connection, &hook.body), &hook.body, now);
        let event_id = event.identity.clone();
        trail::about(Kind::RawEvent, event.id.as_str());
        match self.records.commit(&[Change::Create(record_of(&event, 0)?)]).await? {
            Committed::Conflict => Ok(Accepted::Duplicate { event_id }),
            Committed::Done => {
                let hint = event.announcement(0);
                self.announce.announce(&[hint]).await;
                Ok(Accepted::New { event_id })
            }
        }
    }

    async fn find(&self, id: &ConnectionId) -> Result<Option<Connection>, Fault> {
        let Some(route) = crate::account::find_route(self.records, &Route::hook(id)).await? else {
            return Ok(None);
        };
        let RouteTarget::Connection(target) = &route.target else { return Ok(None) };
        let mut work = UnitOfWork::new(self.records);
        let found = work.glance::<Connection>(&route.organization, target.as_str()).await?;
        Ok(found.filter(|connection| connection.enabled))
    }
}

/// The raw event of a body, named by connection and identity so that it is stored once.
#[must_use]
pub fn raw_event(connection: &Connection, identity: String, body: &[u8], now: Timestamp) -> RawEvent {
    RawEvent {
        id: EventId::new(&Unique::derived(&["event", connection.id.as_str(), &identity])),
        organization: connection.organization.clone(),
        connection: connection.id.clone(),
        identity,
        body: String::from_utf8_lossy(body).into_owned(),
        received_at: now,
        planned_at: None,
        so_far: None,
    }
}
