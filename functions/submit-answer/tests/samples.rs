//! The sample events of this function, as API Gateway hands them to it: read by the types that main.rs uses, and
//! answered. Their tokens open nothing (events/README.md), so each gets the page for unknown links.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use async_trait::async_trait;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use relance_adapters::secret::{HmacSeal, SealKey};
use relance_application::ports::due::{Announce, Announcement};
use relance_testkit::{FixedClock, MemoryRecords, SeededMint};
use relance_views::frame::page;
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

fn over(records: &Arc<MemoryRecords>) -> axum::Router {
    router(Deps {
        records: records.clone(),
        announce: Arc::new(Silent),
        seal: Arc::new(HmacSeal::new(SealKey::new("k1", &[7; 32]).unwrap(), None)),
        clock: Arc::new(FixedClock::at("2026-11-22T19:05:12Z")),
        mint: Arc::new(SeededMint::new(1)),
    })
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
        let router = over(&records);
        let response = router.oneshot(lambda_http::request::from_str(sample).unwrap()).await.unwrap();

        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{sample}");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
        assert_eq!(records.everything(), []);
    }
}

/// The link in a mail is opened on a phone, and every byte out is paid for.
#[tokio::test]
async fn a_browser_that_takes_gzip_gets_a_third_of_the_bytes_and_a_program_gets_plain_text() {
    let get = |encoding: &str| {
        let request = Request::get(page::stylesheet_path()).header(header::ACCEPT_ENCODING, encoding);
        over(&Arc::new(MemoryRecords::new())).oneshot(request.body(Body::empty()).unwrap())
    };

    let (packed, plain) = (get("gzip, br").await.unwrap(), get("identity").await.unwrap());

    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
    assert_eq!(packed.headers()[header::VARY], "accept-encoding");
    assert_eq!(plain.headers().get(header::CONTENT_ENCODING), None);
    let [packed, plain] = [packed, plain].map(|response| to_bytes(response.into_body(), usize::MAX));
    let (packed, plain) = (packed.await.unwrap(), plain.await.unwrap());
    assert_eq!(plain, page::STYLESHEET);
    assert!(packed.len() * 3 <= plain.len(), "{} of {} bytes", packed.len(), plain.len());
}

/// API Gateway hands over form bodies in base64.
#[tokio::test]
async fn the_body_of_a_form_arrives_as_it_was_sent() {
    let sample = include_str!("../../../events/submit-answer/one-click-unsubscribe.json");

    let request = lambda_http::request::from_str(sample).unwrap();

    assert_eq!(request.body().as_ref(), b"List-Unsubscribe=One-Click");
}
