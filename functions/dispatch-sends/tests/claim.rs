//! Between a claim and the transport, and after it: who changes something meanwhile is heard (R1.6), and a worker that
//! lost its lease changes nothing (R1.5). The rooms are the real ones; the store tells when a claim was written.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use async_trait::async_trait;
use dispatch_sends::{Deps, send};
use jiff::{SignedDuration, Timestamp};
use relance_adapters::secret::{HmacSeal, SealKey};
use relance_application::invitation::Sender;
use relance_application::kind::Kind;
use relance_application::ports::due::{Announce, Announcement};
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Acceptance, Mailer, OutgoingMail, SendTag};
use relance_application::ports::records::{
    Change, Committed, Key, Listed, Lookup, Range, RawRecord, Records,
};
use relance_application::stored::{key, load, record_of, stored_as};
use relance_domain::account::{Organization, SendingPause};
use relance_domain::campaign::{Campaign, CampaignStatus};
use relance_domain::contact::{OptOut, OptOutOrigin, Scope, Standing, SuppressedBy, Suppression};
use relance_domain::invitation::{CancelReason, Invitation, SendOutcome, SendRules, SendState};
use relance_domain::source::{TaskRecord, TriggerKind};
use relance_testkit::{FixedClock, MemoryRecords, SeededMint, builders};
use serde_json::json;
use std::sync::{Arc, Mutex, OnceLock};

const CUSTOMER: &str = "lea@example.com";

/// The store, in which somebody writes something as soon as the invitation is claimed.
struct Meanwhile {
    records: Arc<MemoryRecords>,
    before: Vec<RawRecord>,
    written: Mutex<Option<RawRecord>>,
}

impl Meanwhile {
    async fn write(&self) {
        let Some(record) = self.written.lock().unwrap().take() else { return };
        let stored = self.records.get(&record.key).await.unwrap();
        let change = match stored {
            Some(stored) => Change::Update(RawRecord { version: stored.version, ..record }),
            None => Change::Create(record),
        };
        assert_eq!(self.records.commit(&[change]).await.unwrap(), Committed::Done);
    }
}

#[async_trait]
impl Records for Meanwhile {
    async fn get(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        self.records.get(key).await
    }

    /// As late as a glance may be: nothing that was written meanwhile is in it.
    async fn glance(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        Ok(self.before.iter().find(|record| record.key == *key).cloned())
    }

    async fn range(&self, range: &Range) -> Result<Vec<RawRecord>, Fault> {
        self.records.range(range).await
    }

    async fn listed(&self, lookup: &Lookup<'_>) -> Result<Vec<Listed>, Fault> {
        self.records.listed(lookup).await
    }

    async fn commit(&self, changes: &[Change]) -> Result<Committed, Fault> {
        let committed = self.records.commit(changes).await?;
        if changes.iter().any(is_claim) {
            self.write().await;
        }
        Ok(committed)
    }
}

fn is_claim(change: &Change) -> bool {
    let Change::Update(record) = change else { return false };
    record.key.partition.kind == Kind::Invitation
        && matches!(
            stored_as::<Invitation>(record.clone()).unwrap().value.send.state,
            SendState::Sending { .. }
        )
}

/// A transport whose first hand-over takes as long as it takes for others to send the mail again.
#[derive(Default)]
struct Transport {
    mails: Mutex<u32>,
    slow: Mutex<Option<SendOutcome>>,
    others: OnceLock<(Deps, FixedClock)>,
}

#[async_trait]
impl Mailer for Transport {
    async fn deliver(&self, _: &OutgoingMail) -> SendOutcome {
        *self.mails.lock().unwrap() += 1;
        let slow = self.slow.lock().unwrap().take();
        let (Some(outcome), Some((deps, clock))) = (slow, self.others.get()) else {
            return SendOutcome::Accepted { message_id: "m".to_owned() };
        };
        for _ in 0..2 {
            clock.advance(SignedDuration::from_hours(2));
            send(deps, &the_invitation(), in_a_minute(clock)).await.unwrap();
        }
        outcome
    }

    async fn was_accepted(&self, _: &SendTag) -> Result<Acceptance, Fault> {
        Ok(Acceptance::Unknown)
    }
}

struct Silent;

#[async_trait]
impl Announce for Silent {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![true; announcements.len()]
    }
}

fn in_a_minute(clock: &FixedClock) -> Timestamp {
    use relance_application::ports::chance::Clock as _;
    clock.now() + SignedDuration::from_mins(1)
}

fn the_invitation() -> Key {
    let invitation = builders::invitation(1, CUSTOMER);
    key::<Invitation>(&invitation.organization, invitation.id.as_str())
}

fn the_task(state: &str) -> TaskRecord {
    let invitation = builders::invitation(1, CUSTOMER);
    let id = TaskRecord::id_of(&invitation.source, invitation.task_id.as_ref().unwrap());
    let latest = json!({"kind": TriggerKind::TaskStateChanged, "state": state, "at": builders::now()});
    let task = TaskRecord::unknown(&invitation.organization, id);
    TaskRecord { latest: serde_json::from_value(latest).unwrap(), ..task }
}

/// An invitation that is due now, and everything that it needs; `written` appears once it is claimed.
async fn due_now(written: Option<RawRecord>, transport: &Arc<Transport>) -> (Deps, FixedClock) {
    let (memory, clock) = (Arc::new(MemoryRecords::new()), FixedClock::new(builders::now()));
    builders::given(memory.as_ref(), &builders::organization()).await;
    builders::given(memory.as_ref(), &builders::campaign()).await;
    builders::given(memory.as_ref(), &the_task("600")).await;
    builders::given(memory.as_ref(), &builders::invitation(1, CUSTOMER)).await;
    let before = memory.everything();
    let records = Meanwhile { records: memory.clone(), before, written: Mutex::new(written) };
    let deps = Deps {
        records: Arc::new(records),
        mailer: transport.clone(),
        texter: None,
        budget: memory.clone(),
        health: memory,
        seal: Arc::new(HmacSeal::new(SealKey::new("k1", &[7; 32]).unwrap(), None)),
        announce: Arc::new(Silent),
        clock: Arc::new(clock.clone()),
        mint: Arc::new(SeededMint::new(1)),
        sender: Arc::new(Sender {
            base_url: "https://ask.example.com".to_owned(),
            rules: SendRules::default(),
            stopped: false,
            restore_epoch: 0,
        }),
    };
    (deps, clock)
}

async fn state_of(deps: &Deps) -> SendState {
    let found = load::<Invitation>(deps.records.as_ref(), &the_invitation()).await;
    found.unwrap().unwrap().value.send.state
}

fn opted_out() -> RawRecord {
    let digest = builders::invitation(1, CUSTOMER).address.digest().to_hex();
    let mut standing = Standing::unknown(&builders::organization().id, digest, builders::now());
    standing.opt_out(&Scope::All, OptOut { since: builders::now(), origin: OptOutOrigin::Respondent });
    record_of(&standing, 0).unwrap()
}

fn suppressed() -> RawRecord {
    let digest = builders::invitation(1, CUSTOMER).address.digest().to_hex();
    let suppressed = Some(Suppression { since: builders::now(), reason: SuppressedBy::Bounce });
    let unknown = Standing::unknown(&builders::organization().id, digest, builders::now());
    record_of(&Standing { suppressed, ..unknown }, 0).unwrap()
}

fn campaign_paused() -> RawRecord {
    record_of(&Campaign { status: CampaignStatus::Paused, ..builders::campaign() }, 1).unwrap()
}

fn sending_paused() -> RawRecord {
    let pause = SendingPause { since: builders::now(), reason: "a drill".to_owned(), until: None };
    record_of(&Organization { sending_paused: Some(pause), ..builders::organization() }, 1).unwrap()
}

#[tokio::test]
async fn r1_6_without_anything_meanwhile_the_mail_goes_out() {
    let transport = Arc::new(Transport::default());
    let (deps, clock) = due_now(None, &transport).await;

    send(&deps, &the_invitation(), in_a_minute(&clock)).await.unwrap();

    assert_eq!(*transport.mails.lock().unwrap(), 1);
    assert!(matches!(state_of(&deps).await, SendState::Sent { attempt: 1, .. }));
}

#[tokio::test]
async fn r1_6_what_is_written_between_claim_and_transport_stops_the_mail() {
    let meanwhile = [
        (opted_out(), Some(CancelReason::OptedOut)),
        (suppressed(), Some(CancelReason::Suppressed)),
        (record_of(&the_task("500"), 1).unwrap(), Some(CancelReason::TaskReopened)),
        (campaign_paused(), None),
        (sending_paused(), None),
    ];

    for (written, cancelled) in meanwhile {
        let kind = written.key.partition.kind;
        let transport = Arc::new(Transport::default());
        let (deps, clock) = due_now(Some(written), &transport).await;

        send(&deps, &the_invitation(), in_a_minute(&clock)).await.unwrap();

        let state = state_of(&deps).await;
        assert_eq!(*transport.mails.lock().unwrap(), 0, "{kind:?}");
        match cancelled {
            Some(reason) => assert_eq!(state, SendState::Cancelled { reason }, "{kind:?}"),
            None => {
                assert!(matches!(state, SendState::Scheduled { .. }), "{kind:?} only puts it off: {state:?}");
            }
        }
    }
}

#[tokio::test]
async fn r1_5_a_worker_that_lost_its_lease_changes_nothing_whatever_it_learnt() {
    let late = [
        SendOutcome::Throttled,
        SendOutcome::NotReached,
        SendOutcome::Unknown,
        SendOutcome::Rejected { reason: "no".to_owned() },
        SendOutcome::QuotaExceeded,
    ];

    for outcome in late {
        let transport = Arc::new(Transport::default());
        let (deps, clock) = due_now(None, &transport).await;
        *transport.slow.lock().unwrap() = Some(outcome.clone());
        assert!(transport.others.set((deps.clone(), clock.clone())).is_ok());

        send(&deps, &the_invitation(), in_a_minute(&clock)).await.unwrap();

        let state = state_of(&deps).await;
        assert!(matches!(state, SendState::Sent { attempt: 2, .. }), "{outcome:?}: {state:?}");
        assert_eq!(*transport.mails.lock().unwrap(), 2, "the second one, after two hours without evidence");
    }
}
