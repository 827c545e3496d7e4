//! What several targets need: a connection of every kind, with secrets that the fuzzer may guess at.
//! The targets themselves are in `fuzz_targets`.

use async_trait::async_trait;
use axum::Router;
use jiff::Timestamp;
use relance_adapters::secret::{HmacSeal, SealKey};
use relance_application::links::SurveyLink;
use relance_application::ports::due::{Announce, Announcement};
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{Change, Committed, Records as _};
use relance_application::ports::seal::Secrets;
use relance_application::stored::{Entity, record_of};
use relance_domain::invitation::{Invitation, SendState};
use relance_domain::source::Connection;
use relance_testkit::{FixedClock, MemoryRecords, SeededMint, builders};
use std::sync::Arc;

/// The secret of every connection here.
pub const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A finished task, as a tool reports it.
pub const EVENT: &str = include_str!("event.json");

const CONNECTIONS: &str = include_str!("connections.json");

/// A connection of every kind and of every scheme.
pub fn connections() -> Vec<Connection> {
    serde_json::from_str(CONNECTIONS).expect("connections.json holds connections")
}

/// Every name has [`SECRET`].
pub struct OneSecret;

#[async_trait]
impl Secrets for OneSecret {
    async fn live(&self, _name: &str) -> Result<Vec<String>, Fault> {
        Ok(vec![SECRET.to_owned()])
    }
    async fn replace(&self, _name: &str, _values: &[String]) -> Result<(), Fault> {
        Ok(())
    }
}

/// The moment at which everything here happens.
pub fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("a moment of this century")
}

/// Cuts fuzzed bytes at the first zero byte: a text, and what is left.
pub fn text_and_rest(data: &[u8]) -> Option<(&str, &[u8])> {
    let cut = data.iter().position(|byte| *byte == 0)?;
    Some((std::str::from_utf8(data.get(..cut)?).ok()?, data.get(cut + 1..)?))
}

struct Silent;

#[async_trait]
impl Announce for Silent {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![false; announcements.len()]
    }
}

fn create<T: Entity>(value: &T) -> Change {
    Change::Create(record_of(value, 0).expect("it is an object"))
}

/// The respondent's pages over a store with one sent invitation, and the path of its survey.
pub fn respondent() -> (Router, String, Arc<MemoryRecords>) {
    let records = Arc::new(MemoryRecords::new());
    let sent = builders::invitation(1, "lea@example.com");
    let state = SendState::Sent { attempt: 1, at: now(), message_id: None };
    let sent = Invitation {
        send: relance_domain::invitation::SendProgress { state, attempts: 1, ..sent.send.clone() },
        ..sent
    };
    let changes = [create(&builders::organization()), create(&builders::campaign()), create(&sent)];
    let seal = Arc::new(HmacSeal::new(SealKey::new("1", &[7; 32]).expect("a key"), None));
    let token = pollster::block_on(async {
        let committed = records.commit(&changes).await.expect("the store answers");
        assert_eq!(committed, Committed::Done);
        SurveyLink::seal(seal.as_ref(), &sent).await.expect("a link")
    });
    let router = submit_answer::router(submit_answer::Deps {
        records: records.clone(),
        announce: Arc::new(Silent),
        seal,
        clock: Arc::new(FixedClock::at("2027-01-15T08:00:01Z")),
        mint: Arc::new(SeededMint::new(1)),
    });
    (router, format!("/s/{token}"), records)
}
