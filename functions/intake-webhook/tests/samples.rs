//! The sample events of this function, as API Gateway hands them to it: read by the types that main.rs uses, routed,
//! verified and stored. What becomes of an event is `evaluate-rules`.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use async_trait::async_trait;
use axum::http::StatusCode;
use intake_webhook::{Deps, router};
use relance_adapters::source::{EventReader, Verifier};
use relance_application::account::keep_route;
use relance_application::kind::Kind;
use relance_application::ports::due::{Announce, Announcement};
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{
    Change, Committed, Key, Listed, Lookup, Range, RawRecord, Records,
};
use relance_application::ports::seal::Secrets;
use relance_application::stored::UnitOfWork;
use relance_domain::account::{Route, RouteTarget};
use relance_domain::source::{Connection, ConnectionKind, SignatureScheme};
use relance_testkit::builders::connection;
use relance_testkit::{FixedClock, MemoryRecords};
use std::sync::Arc;
use tower::ServiceExt as _;

struct Silent;

#[async_trait]
impl Announce for Silent {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![false; announcements.len()]
    }
}

/// The secrets that events/README.md tells of.
struct OfTheSamples;

#[async_trait]
impl Secrets for OfTheSamples {
    async fn live(&self, name: &str) -> Result<Vec<String>, Fault> {
        let bearer = name.ends_with("/progressionlive");
        let secret =
            if bearer { "sample-token-of-the-events-folder" } else { "sample-secret-of-the-events-folder" };
        Ok(vec![secret.to_owned()])
    }

    async fn replace(&self, _: &str, _: &[String]) -> Result<(), Fault> {
        unreachable!("a hook replaces no secret")
    }
}

async fn keep(records: &MemoryRecords, connection: &Connection) {
    let target = RouteTarget::Connection(connection.id.clone());
    let route = Route { organization: connection.organization.clone(), target };
    let mut work = UnitOfWork::new(records);
    work.put(connection).unwrap();
    assert_eq!(work.commit().await.unwrap(), Committed::Done);
    let route = keep_route(&Route::hook(&connection.id), &route).unwrap();
    assert_eq!(records.commit(&[route]).await.unwrap(), Committed::Done);
}

fn progressionlive() -> Connection {
    let (kind, verification) = (ConnectionKind::ProgressionLive, SignatureScheme::Bearer);
    Connection { kind, verification, ..connection("progressionlive") }
}

/// What is answered to a sample sent to its connection, and how many events are stored then.
async fn receive(sample: &str, connection: &Connection) -> (StatusCode, usize) {
    let records = Arc::new(MemoryRecords::new());
    keep(&records, connection).await;
    let status = answer(sample, records.clone()).await;
    let events =
        records.everything().iter().filter(|record| record.key.partition.kind == Kind::RawEvent).count();
    (status, events)
}

async fn answer(sample: &str, records: Arc<dyn Records>) -> StatusCode {
    let router = router(Deps {
        records,
        announce: Arc::new(Silent),
        verify: Arc::new(Verifier::new(Arc::new(OfTheSamples))),
        read: Arc::new(EventReader),
        clock: Arc::new(FixedClock::at("2026-11-22T19:05:12Z")),
        base_url: "https://a1b2c3d4e5.execute-api.ca-central-1.amazonaws.com".into(),
    });
    router.oneshot(lambda_http::request::from_str(sample).unwrap()).await.unwrap().status()
}

/// A store that takes nothing.
struct Full(Arc<MemoryRecords>);

#[async_trait]
impl Records for Full {
    async fn get(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        self.0.get(key).await
    }

    async fn range(&self, range: &Range) -> Result<Vec<RawRecord>, Fault> {
        self.0.range(range).await
    }

    async fn listed(&self, lookup: &Lookup<'_>) -> Result<Vec<Listed>, Fault> {
        self.0.listed(lookup).await
    }

    async fn commit(&self, _: &[Change]) -> Result<Committed, Fault> {
        Err(Fault::transient("the store takes nothing"))
    }
}

/// No 2xx before the durable write: a tool that is told so sends its event again.
#[tokio::test]
async fn r4_2_an_event_that_cannot_be_stored_is_never_acknowledged() {
    let sample = include_str!("../../../events/intake-webhook/progressionlive-task-600.json");
    let records = Arc::new(MemoryRecords::new());
    keep(&records, &progressionlive()).await;

    let answered = answer(sample, Arc::new(Full(records))).await;

    assert_eq!(answered, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn r4_1_the_signed_sample_of_housecall_pro_is_accepted_and_stored() {
    let (kind, verification) = (ConnectionKind::HousecallPro, SignatureScheme::HousecallPro);
    let connection = Connection { kind, verification, ..connection("housecall-pro") };

    let sample = include_str!("../../../events/intake-webhook/housecall-pro-job-completed.json");

    assert_eq!(receive(sample, &connection).await, (StatusCode::ACCEPTED, 1));
}

#[tokio::test]
async fn r4_1_the_sample_of_progressionlive_with_its_token_is_accepted_and_stored() {
    let sample = include_str!("../../../events/intake-webhook/progressionlive-task-600.json");

    assert_eq!(receive(sample, &progressionlive()).await, (StatusCode::ACCEPTED, 1));
}

/// The demo connection believes this machine only, and API Gateway is another one.
#[tokio::test]
async fn r4_1_an_unsigned_sample_is_never_accepted_on_aws() {
    let verification = SignatureScheme::LoopbackOnly;
    let connection = Connection { verification, ..connection("demo") };

    let sample = include_str!("../../../events/intake-webhook/standard-task-finished.json");

    assert_eq!(receive(sample, &connection).await, (StatusCode::UNAUTHORIZED, 0));
}
