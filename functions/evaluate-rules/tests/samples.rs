//! The sample event of this function, as SQS hands it over: read by the types that main.rs uses, and worked on.
//! What is decided is tested in the domain and the application.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use async_trait::async_trait;
use aws_lambda_events::sqs::SqsEvent;
use evaluate_rules::{Deps, handle};
use relance_adapters::source::EventReader;
use relance_application::ports::due::{Announce, Announcement};
use relance_testkit::{FixedClock, MemoryRecords, SeededMint};
use std::sync::Arc;

struct Silent;

#[async_trait]
impl Announce for Silent {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![false; announcements.len()]
    }
}

/// A hint is no record: when the event is gone, or was worked on already, there is nothing to do.
#[tokio::test]
async fn r2_3_the_sample_is_read_and_a_hint_to_nothing_is_acknowledged() {
    let sample = include_str!("../../../events/evaluate-rules/new-event.json");
    let event: SqsEvent = serde_json::from_str(sample).unwrap();
    assert_eq!(event.records.len(), 1);
    let deps = Deps {
        records: Arc::new(MemoryRecords::new()),
        announce: Arc::new(Silent),
        read: Arc::new(EventReader),
        clock: Arc::new(FixedClock::at("2026-11-22T19:05:12Z")),
        mint: Arc::new(SeededMint::new(1)),
    };

    let response = handle(deps, event).await;

    assert!(response.batch_item_failures.is_empty());
}
