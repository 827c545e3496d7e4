//! The sample event of this function, as SQS hands it over, and the calls that it leads to: signed, noted, repeated.
//! When a call is tried again is tested in the domain, which addresses may be called in adapters.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use async_trait::async_trait;
use aws_lambda_events::sqs::{SqsEvent, SqsMessage};
use jiff::SignedDuration;
use relance_application::kind::Kind;
use relance_application::outbound::{CallEndpoint, SignedCall};
use relance_application::ports::chance::Clock as _;
use relance_application::ports::due::{Announce, Announcement, DueIndex as _, Hint};
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{Change, Records as _};
use relance_application::ports::seal::Secrets;
use relance_application::stored::{Entity, key, load, record_of};
use relance_domain::name::{AnswerId, OrganizationId, WebhookId};
use relance_domain::outbound::{Action, ActionState, CallFacts, CallOutcome, Webhook, WebhookEvent};
use relance_testkit::{FixedClock, MemoryRecords, SeededMint};
use run_actions::{Deps, handle};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// An endpoint that gives its answers in turn, secrets, and ears for hints.
#[derive(Default)]
struct Other {
    answers: Mutex<Vec<CallOutcome>>,
    calls: Mutex<Vec<SignedCall>>,
    hints: Mutex<Vec<Announcement>>,
}

#[async_trait]
impl CallEndpoint for Other {
    async fn call(&self, call: &SignedCall) -> CallOutcome {
        self.calls.lock().unwrap().push(call.clone());
        self.answers.lock().unwrap().pop().unwrap_or(CallOutcome::Answered(204))
    }
}

#[async_trait]
impl Secrets for Other {
    async fn live(&self, name: &str) -> Result<Vec<String>, Fault> {
        Ok(vec![format!("new secret of {name}"), format!("old secret of {name}")])
    }
    async fn replace(&self, _: &str, _: &[String]) -> Result<(), Fault> {
        Ok(())
    }
}

#[async_trait]
impl Announce for Other {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        self.hints.lock().unwrap().extend_from_slice(announcements);
        vec![true; announcements.len()]
    }
}

struct World {
    records: Arc<MemoryRecords>,
    other: Arc<Other>,
    clock: FixedClock,
    action: Action,
}

impl World {
    async fn with(answers: &[CallOutcome]) -> Self {
        let clock = FixedClock::at("2026-11-22T19:05:12Z");
        let webhook = Webhook::new(
            WebhookId::parse("whk_1").unwrap(),
            OrganizationId::parse("acme").unwrap(),
            "https://example.com/hook".to_owned(),
            BTreeSet::from([WebhookEvent::AnswerCompleted]),
            clock.now(),
        );
        let facts = CallFacts {
            answer_id: Some(AnswerId::parse("ans_1").unwrap()),
            nps_score: Some(3),
            ..CallFacts::default()
        };
        let action = Action::owed(&webhook, WebhookEvent::AnswerCompleted, "ans_1", facts, clock.now());
        let records = Arc::new(MemoryRecords::new());
        let new = [record_of(&webhook, 0).unwrap(), record_of(&action, 0).unwrap()].map(Change::Create);
        let _ = records.commit(&new).await.unwrap();
        let other = Arc::new(Other::default());
        other.answers.lock().unwrap().extend(answers.iter().rev().cloned());
        Self { records, other, clock, action }
    }

    fn deps(&self) -> Deps {
        Deps {
            records: self.records.clone(),
            secrets: self.other.clone(),
            endpoint: self.other.clone(),
            announce: self.other.clone(),
            clock: Arc::new(self.clock.clone()),
            mint: Arc::new(SeededMint::new(1)),
        }
    }

    /// The hint of the call arrives.
    async fn hinted(&self) {
        let mut message = SqsMessage::default();
        message.body = Some(serde_json::to_string(&Hint::from(&self.action.key())).unwrap());
        let mut event = SqsEvent::default();
        event.records = vec![message];
        assert!(handle(self.deps(), event).await.batch_item_failures.is_empty());
    }

    async fn action(&self) -> Action {
        load(&*self.records, &self.action.key()).await.unwrap().unwrap().value
    }

    async fn webhook(&self) -> Webhook {
        let key = key::<Webhook>(&self.action.organization, self.action.webhook_id.as_str());
        load(&*self.records, &key).await.unwrap().unwrap().value
    }

    fn calls(&self) -> Vec<SignedCall> {
        self.other.calls.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn r2_3_the_sample_is_read_and_a_hint_to_nothing_is_acknowledged() {
    let sample = include_str!("../../../events/run-actions/owed-call.json");
    let world = World::with(&[]).await;

    let response = handle(world.deps(), serde_json::from_str(sample).unwrap()).await;

    assert!(response.batch_item_failures.is_empty());
    assert!(world.calls().is_empty());
}

#[tokio::test]
async fn i8_a_call_is_made_with_ids_and_scores_only_and_once_it_is_taken_never_again() {
    let world = World::with(&[]).await;

    world.hinted().await;
    world.hinted().await;

    let calls = world.calls();
    assert_eq!(calls.len(), 1);
    let body: serde_json::Value = serde_json::from_str(&calls[0].body).unwrap();
    let expected = serde_json::json!({
        "type": "answer.completed",
        "timestamp": "2026-11-22T19:05:12Z",
        "data": { "answer_id": "ans_1", "nps_score": 3 },
    });
    assert_eq!(body, expected);
    assert_eq!(calls[0].id, world.action.id.as_str());
    assert_eq!(calls[0].secrets, ["new secret of acme/webhooks/whk_1", "old secret of acme/webhooks/whk_1"]);
    assert!(matches!(world.action().await.state, ActionState::Delivered { .. }));
    assert_eq!(world.records.due_before(Kind::Action, jiff::Timestamp::MAX, 9).await.unwrap(), []);
}

#[tokio::test]
async fn r4_5_a_call_that_failed_comes_back_with_the_same_id_and_a_success_ends_the_failing() {
    let down = CallOutcome::NotReached("no connection".to_owned());
    let world = World::with(&[CallOutcome::Answered(503), down]).await;

    world.hinted().await;
    world.hinted().await;
    let (failing, first_wait) =
        (world.webhook().await.failing_since, world.other.hints.lock().unwrap()[0].delay_s);
    world.clock.advance(SignedDuration::from_secs(7));
    world.hinted().await;
    world.clock.advance(SignedDuration::from_mins(7));
    world.hinted().await;

    let calls = world.calls();
    assert_eq!(calls.len(), 3, "a hint that comes early does nothing");
    assert!(calls.iter().all(|call| call.id == calls[0].id && call.body == calls[0].body));
    assert!((5..=6).contains(&first_wait), "{first_wait}");
    assert!(failing.is_some());
    assert_eq!(world.webhook().await.failing_since, None);
    assert_eq!(world.action().await.attempts, 3);
}

#[tokio::test]
async fn r4_5_an_endpoint_that_is_gone_is_told_nothing_any_more() {
    let world = World::with(&[CallOutcome::Answered(410)]).await;

    world.hinted().await;

    let disabled = world.webhook().await.disabled.unwrap();
    assert_eq!(disabled.reason, "the endpoint answered 410: gone");
    assert!(matches!(world.action().await.state, ActionState::GivenUp { .. }));
    assert!(!world.webhook().await.wants(WebhookEvent::AnswerCompleted));
}
