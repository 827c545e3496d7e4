//! The sample events of this function, as SQS hands them over: read by the types that main.rs uses, and learnt from.
//! What is learnt from which report is tested in the application.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use aws_lambda_events::sqs::SqsEvent;
use record_delivery::{Deps, handle};
use relance_application::kind::Kind;
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

/// What SES says twice within seconds comes in one batch.
#[tokio::test]
async fn r3_6_of_a_mail_that_was_taken_and_delivered_at_once_one_report_is_kept() {
    let delivered = include_str!("../../../events/record-delivery/delivery.json");
    let mut event: SqsEvent = serde_json::from_str(delivered).unwrap();
    let mut taken = event.records[0].clone();
    taken.body = taken.body.map(|body| body.replace(r#"\"Delivery\""#, r#"\"Send\""#));
    assert_ne!(taken.body, event.records[0].body);
    let records = Arc::new(MemoryRecords::new());
    let clock = Arc::new(FixedClock::at("2026-11-22T19:20:00Z"));
    let deps = Deps { records: records.clone(), health: records.clone(), clock };

    event.records.insert(0, taken.clone());
    handle(deps.clone(), event.clone()).await;
    let together = records.everything();
    event.records = vec![taken];
    handle(deps, event).await;
    let apart = records.everything();

    assert_eq!(together.len(), 1);
    assert_eq!(together[0].body["kind"], "delivered");
    assert_eq!(apart.len(), 2, "by itself it is evidence like every other");
}

#[tokio::test]
async fn r3_10_a_delivered_text_leaves_evidence_and_a_reply_to_nobody_nothing() {
    let delivered = include_str!("../../../events/record-delivery/text-delivered.json");
    let reply = include_str!("../../../events/record-delivery/text-reply.json");

    assert_eq!(learnt(delivered).await, [Kind::Evidence]);
    assert_eq!(learnt(reply).await, []);
}

/// P8.
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
