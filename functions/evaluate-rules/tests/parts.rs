//! Work that is larger than one transaction: done in parts, and done once whichever part its worker dies behind.
//! What follows from an answer and whom a campaign asks are decided in the domain.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use async_trait::async_trait;
use aws_lambda_events::sqs::{SqsEvent, SqsMessage};
use evaluate_rules::{Deps, handle};
use relance_adapters::source::EventReader;
use relance_application::kind::Kind;
use relance_application::ports::due::{Announce, Announcement};
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{
    Change, Committed, Key, Listed, Lookup, Range, RawRecord, Records,
};
use relance_application::stored::Entity;
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::condition::Condition;
use relance_domain::name::{CampaignId, EmailAddress, EventId, RuleId, Unique, WebhookId};
use relance_domain::outbound::{Webhook, WebhookEvent};
use relance_domain::rule::{Rule, RuleAction};
use relance_domain::source::RawEvent;
use relance_testkit::builders::{answer, campaign, connection, given, now, organization};
use relance_testkit::{FixedClock, MemoryRecords, SeededMint};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Silent;

#[async_trait]
impl Announce for Silent {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![false; announcements.len()]
    }
}

/// A store whose worker dies behind so many of its commits.
struct Dying {
    store: Arc<MemoryRecords>,
    left: AtomicUsize,
}

#[async_trait]
impl Records for Dying {
    async fn get(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        self.store.get(key).await
    }

    async fn range(&self, range: &Range) -> Result<Vec<RawRecord>, Fault> {
        self.store.range(range).await
    }

    async fn listed(&self, lookup: &Lookup<'_>) -> Result<Vec<Listed>, Fault> {
        self.store.listed(lookup).await
    }

    async fn commit(&self, changes: &[Change]) -> Result<Committed, Fault> {
        let left = self.left.load(Ordering::SeqCst);
        if left == 0 {
            return Err(Fault::transient("the worker is dead"));
        }
        self.left.store(left - 1, Ordering::SeqCst);
        self.store.commit(changes).await
    }
}

/// One worker that takes the hint about a record, and dies behind so many commits; tells whether it lived.
async fn worked(store: &Arc<MemoryRecords>, key: &Key, commits: usize) -> bool {
    let deps = Deps {
        records: Arc::new(Dying { store: store.clone(), left: AtomicUsize::new(commits) }),
        announce: Arc::new(Silent),
        read: Arc::new(EventReader),
        clock: Arc::new(FixedClock::new(now())),
        mint: Arc::new(SeededMint::new(1)),
    };
    let hint = json!({ "organization": key.partition.organization, "kind": key.partition.kind,
        "group": key.partition.group, "id": key.id });
    let mut message = SqsMessage::default();
    message.message_id = Some("1".to_owned());
    message.body = Some(hint.to_string());
    let mut event = SqsEvent::default();
    event.records.push(message);
    handle(deps, event).await.batch_item_failures.is_empty()
}

/// How many records of each kind there are that work makes, and everything of them by its name and body.
fn made(store: &MemoryRecords, kinds: &[Kind]) -> BTreeMap<Kind, Vec<String>> {
    let mut made: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    for record in store.everything() {
        let kind = record.key.partition.kind;
        if kinds.contains(&kind) {
            made.entry(kind).or_default().push(format!("{} {:?}", record.key.id, record.body));
        }
    }
    for records in made.values_mut() {
        records.sort();
    }
    made
}

fn owner(number: usize) -> EmailAddress {
    EmailAddress::parse(&format!("owner{number}@demo.example")).unwrap()
}

/// A detractor of whom twelve people are to be told, with twenty endpoints that want to know everything: 284 changes.
async fn a_detractor(store: &MemoryRecords) -> Answer {
    given(store, &organization()).await;
    given(store, &campaign()).await;
    for number in 0..12 {
        let rule = Rule {
            id: RuleId::parse(&format!("rul_{number}")).unwrap(),
            organization: organization().id,
            campaign_id: campaign().id,
            name: "x".to_owned(),
            active: true,
            when: Condition::is("nps_type", "Detractor"),
            then: RuleAction::RaiseAlert { owner: Some(owner(number)) },
        };
        given(store, &rule).await;
    }
    for number in 0..20 {
        let id = WebhookId::parse(&format!("whk_{number}")).unwrap();
        let events = [WebhookEvent::AnswerCompleted, WebhookEvent::AlertCreated].into();
        let url = format!("https://{number}.example.com/");
        given(store, &Webhook::new(id, organization().id, url, events, now())).await;
    }
    let answered_at = now() - jiff::SignedDuration::from_mins(5);
    let pending = Answer { evaluated_at: None, ..answer(answered_at, 2) };
    given(store, &pending).await;
    pending
}

const FOLLOWS: [Kind; 3] = [Kind::Alert, Kind::StaffMail, Kind::Action];

/// A31, I8.
#[tokio::test]
async fn i8_what_follows_from_an_answer_is_done_once_whichever_part_its_worker_dies_behind() {
    let undisturbed = Arc::new(MemoryRecords::new());
    let pending = a_detractor(&undisturbed).await;
    assert!(worked(&undisturbed, &pending.key(), usize::MAX).await);
    let expected = made(&undisturbed, &FOLLOWS);
    assert_eq!(FOLLOWS.map(|kind| expected[&kind].len()), [12, 12, 20 * 13]);

    for commits in 0..6 {
        let store = Arc::new(MemoryRecords::new());
        let pending = a_detractor(&store).await;

        let lived = worked(&store, &pending.key(), commits).await;
        let again = worked(&store, &pending.key(), usize::MAX).await;
        let idle = worked(&store, &pending.key(), 0).await;

        assert_eq!((lived, again, idle), (false, true, true), "{commits}");
        assert_eq!(made(&store, &FOLLOWS), expected, "{commits}");
    }
}

/// An event for which sixty campaigns wait: each plans an invitation, a decision and a reservation.
async fn an_event(store: &MemoryRecords) -> Key {
    given(store, &organization()).await;
    given(store, &connection("erp")).await;
    for number in 0..60 {
        let id = CampaignId::parse(&format!("cmp_{number:02}")).unwrap();
        given(store, &Campaign { id, ..campaign() }).await;
    }
    let body = json!({ "event_id": "evt_1", "type": "task.state_changed", "occurred_at": now(),
        "task": { "id": "T-1", "type": "Service call", "state": { "code": "600" } },
        "customer": { "id": "C-1", "email": "lea@example.com", "language": "fr" } });
    let event = RawEvent {
        id: EventId::new(&Unique::derived(&["evt_1"])),
        organization: organization().id,
        connection: connection("erp").id,
        identity: "evt_1".to_owned(),
        body: body.to_string(),
        received_at: now(),
        planned_at: None,
        so_far: None,
    };
    given(store, &event).await;
    event.key()
}

const PLANNED: [Kind; 5] = [Kind::Invitation, Kind::Decision, Kind::MuteBook, Kind::Task, Kind::Contact];

/// B26, I8.
#[tokio::test]
async fn i8_an_event_that_many_campaigns_match_is_planned_once_whichever_part_its_worker_dies_behind() {
    let undisturbed = Arc::new(MemoryRecords::new());
    let event = an_event(&undisturbed).await;
    assert!(worked(&undisturbed, &event, usize::MAX).await);
    let expected = made(&undisturbed, &PLANNED);
    assert_eq!(PLANNED.map(|kind| expected[&kind].len()), [60, 60, 60, 1, 1]);

    for commits in 0..4 {
        let store = Arc::new(MemoryRecords::new());
        let event = an_event(&store).await;

        let lived = worked(&store, &event, commits).await;
        let again = worked(&store, &event, usize::MAX).await;
        let idle = worked(&store, &event, 0).await;

        assert_eq!((lived, again, idle), (false, true, true), "{commits}");
        assert_eq!(made(&store, &PLANNED), expected, "{commits}");
    }
}
