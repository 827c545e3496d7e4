//! Sessions: kept on our side under the digest of what the browser holds, twelve hours at most, and asked for on each
//! request, so that ending one takes effect at once (R5.7). Opening one is in `sign_in`.

use crate::account::presented::{Presented, place_of};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Records};
use crate::stored::{Stored, entity, key, load, record_of};
use jiff::{SignedDuration, Timestamp};
use relance_domain::name::OrganizationId;
use serde::{Deserialize, Serialize};

/// How long somebody stays signed in.
const LASTS: SignedDuration = SignedDuration::from_hours(12);
const PURPOSE: &str = "session";

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The only organization that they see.
    pub organization: OrganizationId,
    /// Who they are, as the console shows it.
    pub user: String,
    digest: String,
    expires_at: Timestamp,
    ended_at: Option<Timestamp>,
}

entity!(Session, Session, |s| id: s.digest, expires: Some(s.expires_at));

impl Session {
    /// The session that a fresh secret continues.
    pub(super) fn of(secret: &str, user: &str, now: Timestamp) -> Option<Self> {
        let Presented { organization, digest } = place_of(PURPOSE, secret)?;
        let expires_at = now.checked_add(LASTS).unwrap_or(Timestamp::MAX);
        Some(Self { organization, user: user.to_owned(), digest, expires_at, ended_at: None })
    }
}

/// Finds and ends sessions.
pub struct Sessions<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

impl Sessions<'_> {
    /// Who presents this secret; `None` when nobody does, or no longer.
    pub async fn find(&self, secret: &str) -> Result<Option<Session>, Fault> {
        Ok(self.live(secret).await?.map(|stored| stored.value))
    }

    /// Signs out; repeating it changes nothing.
    pub async fn end(&self, secret: &str) -> Result<(), Fault> {
        let Some(Stored { value, version }) = self.live(secret).await? else { return Ok(()) };
        let ended = Session { ended_at: Some(self.clock.now()), ..value };
        // Nothing but an end ever changes a session, so a conflict is one more end.
        let (Committed::Done | Committed::Conflict) =
            self.records.commit(&[Change::Update(record_of(&ended, version)?)]).await?;
        Ok(())
    }

    async fn live(&self, secret: &str) -> Result<Option<Stored<Session>>, Fault> {
        let Some(Presented { organization, digest }) = place_of(PURPOSE, secret) else { return Ok(None) };
        let found = load::<Session>(self.records, &key::<Session>(&organization, &digest)).await?;
        let now = self.clock.now();
        Ok(found.filter(|session| session.value.ended_at.is_none() && now < session.value.expires_at))
    }
}
