//! The sample event of this function, as API Gateway hands it over: read by the types that main.rs uses, and answered.
//! What the API does is tested in `api`.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use async_trait::async_trait;
use axum::http::{StatusCode, header};
use relance_adapters::source::EventReader;
use relance_application::ports::due::{Announce, Announcement};
use relance_application::ports::fault::Fault;
use relance_application::ports::seal::Secrets;
use relance_domain::outbound::CallReach;
use relance_testkit::{FixedClock, MemoryRecords, SeededMint};
use serve_api::{Deps, router};
use std::sync::Arc;
use tower::ServiceExt as _;

struct Silent;

#[async_trait]
impl Announce for Silent {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![false; announcements.len()]
    }
}

#[async_trait]
impl Secrets for Silent {
    async fn live(&self, _: &str) -> Result<Vec<String>, Fault> {
        Ok(Vec::new())
    }

    async fn replace(&self, _: &str, _: &[String]) -> Result<(), Fault> {
        Ok(())
    }
}

#[tokio::test]
async fn r5_9_the_sample_is_read_and_its_key_opens_nothing() {
    let router = router(Deps {
        records: Arc::new(MemoryRecords::new()),
        announce: Arc::new(Silent),
        clock: Arc::new(FixedClock::at("2026-11-22T19:05:12Z")),
        mint: Arc::new(SeededMint::new(1)),
        secrets: Arc::new(Silent),
        read: Arc::new(EventReader),
        base_url: "https://a1b2c3d4e5.execute-api.ca-central-1.amazonaws.com".to_owned(),
        reach: CallReach::World,
        most_bytes: None,
    });

    let sample = include_str!("../../../events/serve-api/list-campaigns.json");
    let response = router.oneshot(lambda_http::request::from_str(sample).unwrap()).await.unwrap();

    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
}
