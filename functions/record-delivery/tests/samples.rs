//! The sample events of this function, as SQS hands them over: read by the types that main.rs uses, and learnt from.
//! What is learnt from which report is tested in the application.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use aws_lambda_events::sqs::SqsEvent;
use record_delivery::{Deps, handle};
use relance_application::ports::records::Kind;
use relance_testkit::{FixedClock, MemoryRecords};
use std::sync::Arc;

/// Kinds of the records that are left after a sample was delivered twice.
async fn learnt(sample: &str) -> Vec<Kind> {
    let records = Arc::new(MemoryRecords::new());
    let clock = Arc::new(FixedClock::at("2026-11-22T19:20:00Z"));
    let deps = Deps { records: records.clone(), health: records.clone(), clock };
    for _ in 0..2 {
        let event: SqsEvent = serde_json::from_str(sample).unwrap();
        assert_eq!(event.records.len(), 1);
        assert!(handle(deps.clone(), event).await.batch_item_failures.is_empty());
    }
    let mut kinds: Vec<_> = records.everything().iter().map(|record| record.key.partition.kind).collect();
    kinds.sort_unstable();
    kinds
}

#[tokio::test]
async fn r3_6_a_delivery_leaves_evidence_once() {
    let sample = include_str!("../../../events/record-delivery/delivery.json");

    assert_eq!(learnt(sample).await, [Kind::Evidence]);
}

#[tokio::test]
async fn r3_10_a_delivered_text_leaves_evidence_and_a_reply_to_nobody_nothing() {
    let delivered = include_str!("../../../events/record-delivery/text-delivered.json");
    let reply = include_str!("../../../events/record-delivery/text-reply.json");

    assert_eq!(learnt(delivered).await, [Kind::Evidence]);
    assert_eq!(learnt(reply).await, []);
}

#[tokio::test]
async fn r3_6_a_bounce_and_a_complaint_leave_a_standing_too() {
    for sample in [
        include_str!("../../../events/record-delivery/bounce.json"),
        include_str!("../../../events/record-delivery/complaint.json"),
        include_str!("../../../events/record-delivery/text-invalid.json"),
    ] {
        assert_eq!(learnt(sample).await, [Kind::Standing, Kind::Evidence]);
    }
}
