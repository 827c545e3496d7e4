//! The sample event of this function, as SQS hands it over: read by the types that main.rs uses, and worked on.
//! The protocol is tested in the domain, its transports in the test `wire`.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use async_trait::async_trait;
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use dispatch_sends::{Deps, handle};
use jiff::SignedDuration;
use relance_adapters::secret::{HmacSeal, SealKey};
use relance_application::invitation::Sender;
use relance_application::ports::due::{Announce, Announcement};
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Acceptance, Mailer, OutgoingMail, SendTag};
use relance_domain::invitation::{SendOutcome, SendRules};
use relance_testkit::{FixedClock, MemoryRecords, SeededMint};
use std::sync::Arc;

struct Silent;

#[async_trait]
impl Announce for Silent {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![false; announcements.len()]
    }
}

#[async_trait]
impl Mailer for Silent {
    async fn deliver(&self, _: &OutgoingMail) -> SendOutcome {
        unreachable!("there is nothing to mail")
    }

    async fn was_accepted(&self, _: &SendTag) -> Result<Acceptance, Fault> {
        Ok(Acceptance::Unknown)
    }
}

async fn work_on_the_sample(left: SignedDuration) -> SqsBatchResponse {
    let sample = include_str!("../../../events/dispatch-sends/due-invitation.json");
    let event: SqsEvent = serde_json::from_str(sample).unwrap();
    let records = Arc::new(MemoryRecords::new());
    let deps = Deps {
        records: records.clone(),
        mailer: Arc::new(Silent),
        texter: None,
        budget: records.clone(),
        health: records,
        seal: Arc::new(HmacSeal::new(SealKey::new("k1", &[7; 32]).unwrap(), None)),
        announce: Arc::new(Silent),
        clock: Arc::new(FixedClock::at("2026-11-22T19:05:12Z")),
        mint: Arc::new(SeededMint::new(1)),
        sender: Arc::new(Sender {
            base_url: "https://ask.example.com".to_owned(),
            rules: SendRules::default(),
            stopped: false,
            restore_epoch: 0,
        }),
    };
    handle(deps, event, left).await
}

/// A hint is no record: when the invitation is gone, or was sent already, there is nothing to do.
#[tokio::test]
async fn r2_3_the_sample_is_read_and_a_hint_to_nothing_is_acknowledged() {
    let response = work_on_the_sample(SignedDuration::from_secs(60)).await;

    assert!(response.batch_item_failures.is_empty());
}

#[tokio::test]
async fn r1_4_with_less_than_fifteen_seconds_left_the_hint_is_left_to_the_queue() {
    let response = work_on_the_sample(SignedDuration::from_secs(14)).await;

    let left: Vec<_> =
        response.batch_item_failures.iter().map(|failure| failure.item_identifier.as_str()).collect();
    assert_eq!(left, ["0b1d7c1e-55a1-4f0e-8a3a-9d2f6c7e0001"]);
}
