//! What becomes of a claim whose store fails in between, and of an address that the transport refuses (R1.3, R1.5, R3.6).
//! Whole lives of mails under every kind of fault are played by the simulator.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use async_trait::async_trait;
use dispatch_sends::{Deps, send};
use jiff::SignedDuration;
use relance_adapters::secret::{HmacSeal, SealKey};
use relance_application::invitation::Sender;
use relance_application::kind::Kind;
use relance_application::ports::chance::Clock as _;
use relance_application::ports::due::{Announce, Announcement};
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Acceptance, Mailer, OutgoingMail, SendTag};
use relance_application::ports::records::{
    Change, Committed, Key, Listed, Lookup, Range, RawRecord, Records,
};
use relance_application::stored::{Entity, load, record_of};
use relance_domain::contact::{Standing, SuppressedBy};
use relance_domain::invitation::{
    Invitation, MuteBook, MuteScope, SendOutcome, SendProgress, SendRules, SendState,
};
use relance_testkit::{FixedClock, MemoryRecords, SeededMint, builders};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

struct Silent;

#[async_trait]
impl Announce for Silent {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![true; announcements.len()]
    }
}

/// Says the same to every mail.
struct Transport {
    says: SendOutcome,
    mails: Mutex<Vec<SendTag>>,
}

#[async_trait]
impl Mailer for Transport {
    async fn deliver(&self, mail: &OutgoingMail) -> SendOutcome {
        self.mails.lock().unwrap().push(mail.tag.clone());
        self.says.clone()
    }

    async fn was_accepted(&self, _: &SendTag) -> Result<Acceptance, Fault> {
        Ok(Acceptance::Unknown)
    }
}

/// Throttles every nth call: nothing of it was done.
struct Throttling {
    store: Arc<MemoryRecords>,
    every: usize,
    calls: AtomicUsize,
}

impl Throttling {
    fn turn(&self) -> Result<(), Fault> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        if call.is_multiple_of(self.every) { Err(Fault::transient("throttled")) } else { Ok(()) }
    }
}

#[async_trait]
impl Records for Throttling {
    async fn get(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        self.turn()?;
        self.store.get(key).await
    }

    async fn glance(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        self.turn()?;
        self.store.glance(key).await
    }

    async fn range(&self, range: &Range) -> Result<Vec<RawRecord>, Fault> {
        self.turn()?;
        self.store.range(range).await
    }

    async fn listed(&self, lookup: &Lookup<'_>) -> Result<Vec<Listed>, Fault> {
        self.turn()?;
        self.store.listed(lookup).await
    }

    async fn commit(&self, changes: &[Change]) -> Result<Committed, Fault> {
        self.turn()?;
        self.store.commit(changes).await
    }
}

struct World {
    store: Arc<MemoryRecords>,
    clock: FixedClock,
    transport: Arc<Transport>,
    deps: Deps,
    mail: Invitation,
}

impl World {
    /// One invitation that is due, in a store that throttles every nth call (0: none).
    async fn new(says: SendOutcome, every: usize) -> Self {
        let (store, clock) = (Arc::new(MemoryRecords::new()), FixedClock::new(builders::now()));
        let mail = builders::invitation(1, "ada@example.com");
        let mail = Invitation { send: SendProgress::scheduled(clock.now()), ..mail };
        let changes = [
            Change::Create(record_of(&reserved(&mail), 0).unwrap()),
            Change::Create(record_of(&builders::organization(), 0).unwrap()),
            Change::Create(record_of(&builders::campaign(), 0).unwrap()),
            Change::Create(record_of(&mail, 0).unwrap()),
        ];
        assert_eq!(store.commit(&changes).await.unwrap(), Committed::Done);
        let transport = Arc::new(Transport { says, mails: Mutex::default() });
        let throttling = Throttling { store: store.clone(), every, calls: AtomicUsize::new(0) };
        let records: Arc<dyn Records> = if every == 0 { store.clone() } else { Arc::new(throttling) };
        let deps = Deps {
            records,
            mailer: transport.clone(),
            texter: None,
            budget: store.clone(),
            health: store.clone(),
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
        Self { store, clock, transport, deps, mail }
    }

    /// One hint, worked on as far as the store lets it.
    async fn hint(&self) -> Result<(), Fault> {
        let deadline = self.clock.now() + SignedDuration::from_secs(60);
        send(&self.deps, &self.mail.key(), deadline).await
    }

    async fn progress(&self) -> SendProgress {
        load::<Invitation>(&*self.store, &self.mail.key()).await.unwrap().unwrap().value.send
    }
}

/// Its place in the campaign's book, as planning reserves it (R1.2).
fn reserved(mail: &Invitation) -> MuteBook {
    let scope = MuteScope::Campaign(mail.campaign_id.clone());
    let mut book = MuteBook::empty(&mail.organization, scope, mail.address.digest());
    book.reserve(mail.id.clone(), mail.send.planned_for, mail.trace(), SignedDuration::from_hours(24 * 7));
    book
}

fn taken() -> SendOutcome {
    SendOutcome::Accepted { message_id: "m-1".to_owned() }
}

#[tokio::test]
async fn r1_5_a_store_that_throttles_every_nth_call_leaves_no_mail_in_doubt() {
    for every in 3..=16 {
        let world = World::new(taken(), every).await;

        for _ in 0..40 {
            _ = world.hint().await;
            let now = world.progress().await;
            let claimed = matches!(now.state, SendState::Sending { .. } | SendState::Uncertain { .. });
            assert!(!claimed && now.doubts == 0, "every {every}th call: {now:?}");
            world.clock.advance(SignedDuration::from_mins(1));
        }

        let mails = world.transport.mails.lock().unwrap().len();
        // A store that never answers as often in a row as one mail needs sends none, and spoils none.
        assert!(mails == 1 || (mails == 0 && every < 12), "every {every}th call: {mails} mails");
        let sent = matches!(world.progress().await.state, SendState::Sent { .. });
        assert_eq!(sent, mails == 1, "every {every}th call");
    }
}

#[tokio::test]
async fn r3_6_an_address_that_the_transport_refuses_is_suppressed_and_its_mail_has_failed() {
    let reason = "the mail server knows no such recipient: 550 5.1.1".to_owned();
    let world = World::new(SendOutcome::AddressRefused { reason: reason.clone() }, 0).await;

    world.hint().await.unwrap();

    assert_eq!(world.progress().await.state, SendState::Failed { reason });
    let organization = &world.mail.organization;
    let digest = world.mail.address.digest().to_hex();
    let key = relance_application::stored::key::<Standing>(organization, &digest);
    let standing = load::<Standing>(&*world.store, &key).await.unwrap().unwrap().value;
    assert_eq!(standing.suppressed.unwrap().reason, SuppressedBy::Bounce);
    assert_eq!(standing.address, Some(world.mail.address.clone()));
}

#[tokio::test]
async fn r1_3_a_refusal_of_ourselves_suppresses_nobody_and_loses_no_mail() {
    let world = World::new(SendOutcome::SenderBlocked { reason: "554 5.7.1".to_owned() }, 0).await;

    world.hint().await.unwrap();

    assert!(matches!(world.progress().await.state, SendState::Scheduled { .. }));
    let standings = world.store.everything().into_iter().filter(|r| r.key.partition.kind == Kind::Standing);
    assert_eq!(standings.count(), 0);
}
