//! Repeated requests (R4.4): a request with the same `Idempotency-Key` and body gets the kept answer, another body
//! is refused, and one that is still being answered says so. How answers look is the edge's affair.

use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Records, Version};
use crate::stored::{Entity as _, entity, key, load, record_of};
use jiff::{SignedDuration, Timestamp};
use relance_domain::name::{Digest, OrganizationId};
use serde::{Deserialize, Serialize};

/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// A worker that has not answered by then is dead; functions are stopped sooner.
const ABANDONED: SignedDuration = SignedDuration::from_mins(2);

/// Keeps answers to requests that may be repeated.
pub struct Repeat<'a> {
    /// Where answers are kept.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// HTTP status.
    pub status: u16,
    /// Headers worth repeating, with values.
    pub headers: Vec<(String, String)>,
    /// The body's text.
    pub body: String,
}

/// A request with a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    organization: OrganizationId,
    id: String,
    body_digest: String,
    begun_at: Timestamp,
    kept: Option<KeptAnswer>,
}

entity!(Request, Idempotency, |r| id: r.id, expires: r.begun_at.checked_add(KEPT).ok());

/// What to do with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// Carry it out, then keep its answer.
    Fresh(Box<Request>, Version),
    /// Give this answer again.
    Replay(KeptAnswer),
    /// The key was used with another body.
    OtherBody,
    /// The first request with this key is not answered yet.
    InFlight,
}

impl Repeat<'_> {
    /// Claims a key for one request; `route` is method and path, so that a key is free on another route.
    pub async fn begin(
        &self,
        organization: &OrganizationId,
        route: &str,
        name: &str,
        body: &[u8],
    ) -> Result<Begun, Fault> {
        let now = self.clock.now();
        let request = Request {
            organization: organization.clone(),
            id: Digest::of(&[route, name]).to_hex(),
            body_digest: Digest::of_bytes(body).to_hex(),
            begun_at: now,
            kept: None,
        };
        let place = key::<Request>(organization, &request.id);
        let Some(stored) = load::<Request>(self.records, &place).await? else {
            return self.claim(request, Change::Create, 0).await;
        };
        let before = stored.value;
        let age = now.duration_since(before.begun_at);
        if age >= KEPT || (before.kept.is_none() && age >= ABANDONED) {
            return self.claim(request, Change::Update, stored.version).await;
        }
        Ok(match before.kept {
            _ if before.body_digest != request.body_digest => Begun::OtherBody,
            Some(kept) => Begun::Replay(kept),
            None => Begun::InFlight,
        })
    }

    async fn claim(
        &self,
        request: Request,
        change: impl FnOnce(crate::ports::records::RawRecord) -> Change,
        version: Version,
    ) -> Result<Begun, Fault> {
        let record = record_of(&request, version)?;
        Ok(match self.records.commit(&[change(record)]).await? {
            Committed::Done => Begun::Fresh(Box::new(request), version + 1),
            Committed::Conflict => Begun::InFlight,
        })
    }

    /// Keeps the answer of a request that was carried out.
    pub async fn keep(&self, request: Request, version: Version, answer: KeptAnswer) -> Result<(), Fault> {
        let answered = Request { kept: Some(answer), ..request };
        // A conflict means that somebody took this request over: their answer is the one to keep.
        let (Committed::Done | Committed::Conflict) =
            self.records.commit(&[Change::Update(record_of(&answered, version)?)]).await?;
        Ok(())
    }

    /// Forgets a request that failed by our fault, so that trying again carries it out.
    pub async fn forget(&self, request: &Request, version: Version) -> Result<(), Fault> {
        let (Committed::Done | Committed::Conflict) =
            self.records.commit(&[Change::Delete(request.key(), version)]).await?;
        Ok(())
    }
}
