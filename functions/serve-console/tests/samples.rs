//! The sample events of this function, as API Gateway hands them to it: read by the types that main.rs uses, and
//! answered. Their secrets open nothing (events/README.md), so each gets a page that says how to sign in.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use axum::http::{StatusCode, header};
use relance_testkit::{FixedClock, MemoryRecords, SeededMint};
use serve_console::{Deps, router};
use std::sync::Arc;
use tower::ServiceExt as _;

#[tokio::test]
async fn the_samples_are_read_and_their_secrets_open_nothing() {
    let samples = [
        include_str!("../../../events/serve-console/open-sign-in-link.json"),
        include_str!("../../../events/serve-console/use-sign-in-link.json"),
        include_str!("../../../events/serve-console/open-overview.json"),
    ];

    for sample in samples {
        let (records, clock) = (Arc::new(MemoryRecords::new()), FixedClock::at("2026-11-22T19:05:12Z"));
        let router = router(Deps {
            records: records.clone(),
            clock: Arc::new(clock.clone()),
            wall_clock: Arc::new(clock),
            mint: Arc::new(SeededMint::new(1)),
            base_url: "https://ask.example.com".into(),
        });
        let response = router.oneshot(lambda_http::request::from_str(sample).unwrap()).await.unwrap();

        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{sample}");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
        assert_eq!(records.everything(), []);
    }
}

/// API Gateway hands over cookies beside the headers.
#[tokio::test]
async fn the_cookies_of_a_sample_arrive_as_a_header() {
    let sample = include_str!("../../../events/serve-console/open-overview.json");

    let request = lambda_http::request::from_str(sample).unwrap();

    let cookies = request.headers()[header::COOKIE].to_str().unwrap();
    assert!(cookies.contains("__Host-relance=demo."), "{cookies}");
}
