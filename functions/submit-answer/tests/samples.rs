//! The sample events of this function, as API Gateway hands them to it: read by the types that main.rs uses, and
//! answered. Their tokens open nothing (events/README.md), so each gets the page for unknown links.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use async_trait::async_trait;
use axum::http::{StatusCode, header};
use relance_adapters::secret::{HmacSeal, SealKey};
use relance_application::ports::due::{Announce, Announcement};
use relance_testkit::{FixedClock, MemoryRecords, SeededMint};
use std::sync::Arc;
use submit_answer::{Deps, router};
use tower::ServiceExt as _;

struct Silent;

#[async_trait]
impl Announce for Silent {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![false; announcements.len()]
    }
}

#[tokio::test]
async fn r5_1_the_samples_are_read_and_their_tokens_open_nothing() {
    let samples = [
        include_str!("../../../events/submit-answer/open-survey.json"),
        include_str!("../../../events/submit-answer/post-answer.json"),
        include_str!("../../../events/submit-answer/one-click-unsubscribe.json"),
    ];

    for sample in samples {
        let records = Arc::new(MemoryRecords::new());
        let router = router(Deps {
            records: records.clone(),
            announce: Arc::new(Silent),
            seal: Arc::new(HmacSeal::new(SealKey::new("k1", &[7; 32]).unwrap(), None)),
            clock: Arc::new(FixedClock::at("2026-11-22T19:05:12Z")),
            mint: Arc::new(SeededMint::new(1)),
        });
        let response = router.oneshot(lambda_http::request::from_str(sample).unwrap()).await.unwrap();

        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{sample}");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
        assert_eq!(records.everything(), []);
    }
}

/// API Gateway hands over form bodies in base64.
#[tokio::test]
async fn the_body_of_a_form_arrives_as_it_was_sent() {
    let sample = include_str!("../../../events/submit-answer/one-click-unsubscribe.json");

    let request = lambda_http::request::from_str(sample).unwrap();

    assert_eq!(request.body().as_ref(), b"List-Unsubscribe=One-Click");
}
