//! What a hook does with senders who are not believed, and with bodies that are not what they should be (R4.2, R4.3).
//! Which signature is believed is tested in the adapters.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use intake_webhook::{Deps, router};
use relance_adapters::source::{EventReader, Verifier};
use relance_application::account::keep_route;
use relance_application::ports::due::{Announce, Announcement};
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{Committed, Records as _};
use relance_application::ports::seal::Secrets;
use relance_application::stored::UnitOfWork;
use relance_domain::account::{Route, RouteTarget};
use relance_domain::source::{Connection, SignatureScheme};
use relance_testkit::builders::connection;
use relance_testkit::{FixedClock, MemoryRecords};
use std::sync::Arc;
use tower::ServiceExt as _;

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const BODY: &[u8] = br#"{"event_id":"e","type":"task.state_changed","occurred_at":"2026-11-22T19:05:00Z"}"#;

struct Silent;

#[async_trait]
impl Announce for Silent {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![false; announcements.len()]
    }
}

struct OneSecret;

#[async_trait]
impl Secrets for OneSecret {
    async fn live(&self, _: &str) -> Result<Vec<String>, Fault> {
        Ok(vec![SECRET.to_owned()])
    }

    async fn replace(&self, _: &str, _: &[String]) -> Result<(), Fault> {
        unreachable!("a hook replaces no secret")
    }
}

/// The function with one connection, `erp`, whose sender shows a bearer token.
async fn intake() -> Router {
    let records = Arc::new(MemoryRecords::new());
    let erp = Connection { verification: SignatureScheme::Bearer, ..connection("erp") };
    let target = RouteTarget::Connection(erp.id.clone());
    let route = Route { organization: erp.organization.clone(), target };
    let mut work = UnitOfWork::new(&*records);
    work.put(&erp).unwrap();
    assert_eq!(work.commit().await.unwrap(), Committed::Done);
    let route = keep_route(&Route::hook(&erp.id), &route).unwrap();
    assert_eq!(records.commit(&[route]).await.unwrap(), Committed::Done);
    router(Deps {
        records,
        announce: Arc::new(Silent),
        verify: Arc::new(Verifier::new(Arc::new(OneSecret))),
        read: Arc::new(EventReader),
        clock: Arc::new(FixedClock::at("2026-11-22T19:05:12Z")),
        base_url: "https://ask.example.com".into(),
    })
}

fn post(connection: &str, secret: &str) -> axum::http::request::Builder {
    Request::post(format!("/hooks/{connection}"))
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {secret}"))
}

async fn answered(intake: &Router, connection: &str, secret: &str) -> StatusCode {
    let request = post(connection, secret).body(Body::from(BODY)).unwrap();
    intake.clone().oneshot(request).await.unwrap().status()
}

async fn count(intake: &Router, names: impl Iterator<Item = String>, wanted: StatusCode) -> usize {
    let mut seen = 0;
    for name in names {
        seen += usize::from(answered(intake, &name, "forged").await == wanted);
    }
    seen
}

#[tokio::test]
async fn r4_3_forged_requests_use_up_nothing_of_the_connection_that_they_name() {
    let intake = intake().await;
    assert_eq!(answered(&intake, "erp", SECRET).await, StatusCode::ACCEPTED);

    let slowed = count(&intake, (0..3_000).map(|_| "erp".to_owned()), StatusCode::TOO_MANY_REQUESTS).await;

    assert_eq!(slowed, 2_600);
    assert_eq!(answered(&intake, "erp", SECRET).await, StatusCode::OK, "the sender itself is heard");
}

#[tokio::test]
async fn r4_3_names_that_nobody_has_share_one_measure() {
    let intake = intake().await;
    assert_eq!(answered(&intake, "erp", SECRET).await, StatusCode::ACCEPTED);

    let unknown = count(&intake, (0..1_000).map(|n| format!("none-{n}")), StatusCode::NOT_FOUND).await;

    assert_eq!(unknown, 399, "one was taken by the first request of `erp`");
    assert_eq!(answered(&intake, "erp", SECRET).await, StatusCode::OK);
}

/// 10,000 of them took 580 MB once: of what is no name nothing is kept.
#[tokio::test]
async fn r4_3_what_is_no_name_is_refused_before_anything_is_remembered() {
    let intake = intake().await;

    let long = (0..1_000).map(|n| format!("{n}{}", "x".repeat(5_000)));

    assert_eq!(count(&intake, long, StatusCode::NOT_FOUND).await, 1_000);
    assert_eq!(answered(&intake, "erp", SECRET).await, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn a_coded_body_is_refused_in_words_and_plain_ones_are_asked_for() {
    let intake = intake().await;
    let coded = |coding: &str| {
        let request = post("erp", SECRET).header("content-encoding", coding);
        intake.clone().oneshot(request.body(Body::from(BODY)).unwrap())
    };

    for coding in ["gzip", "br, gzip", "identity, deflate"] {
        let refused = coded(coding).await.unwrap();

        assert_eq!(refused.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "{coding}");
        assert_eq!(refused.headers().get("accept-encoding").unwrap(), "identity");
    }
    assert_eq!(coded("Identity").await.unwrap().status(), StatusCode::ACCEPTED);
}

#[tokio::test]
async fn a_byte_order_mark_before_the_event_changes_nothing() {
    let intake = intake().await;
    let marked = [b"\xef\xbb\xbf", BODY].concat();

    let request = post("erp", SECRET).body(Body::from(marked)).unwrap();
    let marked = intake.clone().oneshot(request).await.unwrap().status();

    assert_eq!(marked, StatusCode::ACCEPTED);
    assert_eq!(
        answered(&intake, "erp", SECRET).await,
        StatusCode::OK,
        "it is the same event without the mark"
    );
}
