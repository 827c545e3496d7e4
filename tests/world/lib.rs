//! The world of the journeys: the real functions in one process over memory adapters, a clock that only the test
//! moves, and verbs for what people and tools do. Nothing here decides anything.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "a broken world must stop the test that stands in it"
)]

mod job;
mod letter;
mod page;
mod phones;
mod store;
mod told;
mod visitor;
mod watched;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use intake_webhook::FromThisMachine;
use jiff::{SignedDuration, Timestamp};
pub use job::Job;
pub use letter::{Inbox, survey_link, unsubscribe_link};
pub use page::{Page, Reply};
use phones::Carrier;
use relance::demo;
use relance::machine::{CallLog, Machine, MoveClock, Outside, TriedCall};
use relance::outbox::{Letter, Outbox, Sms};
use relance_adapters::secret::{FileSecrets, HmacSeal, SealKey};
use relance_adapters::source::{EventReader, Verifier};
use relance_application::contact::InboundText;
pub use relance_application::invitation::ReportKind;
use relance_application::invitation::{DeliveryReport, Reconciled, RecordDelivery};
use relance_application::kind::Table;
use relance_application::ports::chance::Clock;
use relance_application::ports::mail::SendTag;
use relance_application::ports::records::{RawRecord, Records};
use relance_application::ports::seal::Secrets;
use relance_domain::name::{Address, OrganizationId, PhoneNumber, SendId};
use relance_domain::outbound::CallReach;
use relance_testkit::{FixedClock, MemoryRecords, SeededMint};
use serde_json::Value;
use std::sync::Arc;
use tempfile::TempDir;
pub use told::Told;
use tower::ServiceExt;
pub use visitor::PUBLIC_LINK;
pub use watched::{Use, Uses};

/// The key that opens the API in every world.
pub const API_KEY: &str = "test-api-key";
/// When every world begins: a Sunday afternoon in Toronto.
pub const BEGINNING: &str = "2026-11-22T14:05:00-05:00";

/// Hours as a duration.
pub fn hours(n: i64) -> SignedDuration {
    SignedDuration::from_hours(n)
}

/// Minutes as a duration.
pub fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

/// Days as a duration.
pub fn days(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

struct Hands(FixedClock);

impl MoveClock for Hands {
    fn move_to(&self, instant: Timestamp) -> std::io::Result<()> {
        self.0.set(instant.max(self.0.now()));
        Ok(())
    }
}

/// What was stored at some moment.
pub struct Backup {
    records: Vec<RawRecord>,
    at: Timestamp,
}

/// The whole system, and everybody outside it.
pub struct World {
    machine: Machine,
    router: Router,
    outbox: Arc<Outbox>,
    carrier: Arc<Carrier>,
    clock: FixedClock,
    records: Arc<MemoryRecords>,
    store: Arc<dyn Records>,
    secrets: Arc<FileSecrets>,
    _directory: TempDir,
}

impl World {
    /// A world with the demo organization, at [`BEGINNING`].
    pub async fn demo() -> Self {
        Self::over(MemoryRecords::new()).await
    }

    /// The same with a limit to the mails of one second.
    pub async fn demo_sending_at_most(sends_per_s: u32) -> Self {
        let world = Self::over(MemoryRecords::new().with_sends_per_s(sends_per_s)).await;
        Self { machine: world.machine.with_send_rate(sends_per_s), ..world }
    }

    /// The same with the kill switch of the whole installation thrown, and how it goes on when it is released.
    pub async fn demo_with_all_sending_stopped() -> (Self, impl FnOnce(Self) -> Self) {
        let world = Self::demo().await;
        let stopped = Self { machine: world.machine.with_all_sending_stopped(), ..world };
        let release = |world: Self| {
            let outside =
                outside(&world.records, (&world.outbox, &world.carrier), &world.secrets, &world.clock);
            Self { machine: Machine::new(outside, "https://ask.demo.example"), ..world }
        };
        (stopped, release)
    }

    async fn over(records: MemoryRecords) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = FixedClock::at(BEGINNING);
        let records = Arc::new(records);
        let secrets = Arc::new(FileSecrets::new(directory.path().join("secrets")));
        let outbox = Arc::new(Outbox::open(directory.path(), Arc::new(clock.clone())).unwrap());
        demo::create_organization(records.as_ref()).await.unwrap();
        demo::accept_api_key(records.as_ref(), API_KEY, clock.now()).await.unwrap();
        let fresh = demo::DemoMint {
            now: clock.now(),
            secret: &|| "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I".to_owned(),
        };
        demo::create_demo(records.as_ref(), secrets.as_ref(), fresh).await.unwrap();
        let carrier = Arc::new(Carrier::over(&outbox));
        let outside = outside(&records, (&outbox, &carrier), &secrets, &clock);
        let machine = Machine::new(outside, "https://ask.demo.example");
        let router = machine.router();
        let store = records.clone();
        Self { machine, router, outbox, carrier, clock, records, store, secrets, _directory: directory }
    }

    /// The time in this world.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Lets time pass, timers included.
    pub async fn advance(&self, by: SignedDuration) {
        self.machine.advance(by).await.unwrap();
    }

    /// Lets everything happen that can happen now.
    pub async fn settle(&self) {
        self.machine.tick().await.unwrap();
    }

    /// A tool reports a job by the demo connection; everything that follows at once has happened.
    pub async fn report(&self, job: &Job) -> Reply {
        let reply = self.post_hook("demo", &job.body().to_string(), &[]).await;
        self.settle().await;
        reply
    }

    /// A tool posts a body to a connection, with headers of its own.
    pub async fn post_hook(&self, connection: &str, body: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request =
            Request::post(format!("/hooks/{connection}")).header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::from(body.to_owned())).unwrap();
        request.extensions_mut().insert(FromThisMachine);
        self.send(request).await
    }

    /// Somebody sends a request of their own making.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// The secret of a connection, as its tool knows it.
    pub async fn secret_of(&self, connection: &str) -> String {
        let name = format!("demo/connections/{connection}");
        self.secrets.live(&name).await.unwrap().into_iter().next().expect("the connection has a secret")
    }

    /// The mails that an address received, oldest first.
    pub fn inbox(&self, address: &str) -> Inbox {
        let mut inbox = self.all_mail();
        inbox.0.retain(|letter| letter.to == address);
        inbox
    }

    /// Every mail that anybody received, oldest first.
    pub fn all_mail(&self) -> Inbox {
        let letters = self.outbox.letters(usize::MAX).unwrap();
        Inbox(letters.into_iter().rev().map(Arc::new).collect())
    }

    /// The texts that a phone received, oldest first.
    pub fn texts(&self, phone: &str) -> Vec<Arc<Sms>> {
        let texts = self.outbox.texts(usize::MAX).unwrap();
        texts.into_iter().rev().filter(|sms| sms.to == phone).map(Arc::new).collect()
    }

    /// Somebody replies to a text; tells whether a wish was heard.
    pub async fn reply_by_text(&self, from: &str, text: &str) -> bool {
        let from = PhoneNumber::parse(from).unwrap();
        let message = InboundText { from, text: text.to_owned(), at: self.now() };
        let heard = self.machine.take_reply(&message).await.unwrap();
        self.settle().await;
        heard.is_some()
    }

    /// From now on the carrier takes texts and its answers are lost, or arrive again.
    pub fn lose_answers_of_the_carrier(&self, lost: bool) {
        self.carrier.lose_answers(lost);
    }

    /// Opens a link as a browser does.
    pub async fn open_link(&self, url: &str) -> Page {
        let path = url.strip_prefix("https://ask.demo.example").unwrap_or(url);
        Page::of(path, self.send(Request::get(path).body(Body::empty()).unwrap()).await)
    }

    /// Sends a form as a browser does.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let reply = self.send(form(path, fields)).await;
        self.settle().await;
        Page::of(path, reply)
    }

    /// The transport reports what became of a mail that it took.
    pub async fn transport_reports(&self, kind: ReportKind, letter: &Letter) {
        self.reports_of(kind, &letter.id, &letter.to).await;
    }

    /// The carrier reports what became of a text that it took.
    pub async fn carrier_reports(&self, kind: ReportKind, sms: &Sms) {
        self.reports_of(kind, &sms.id, &sms.to).await;
    }

    async fn reports_of(&self, kind: ReportKind, id: &str, to: &str) {
        let parts: Vec<&str> = id.split('.').collect();
        let [organization, send_id, attempt] = parts[..] else { panic!("`{id}` names no attempt") };
        let tag = SendTag {
            organization: OrganizationId::parse(organization).unwrap(),
            send_id: SendId::parse(send_id).unwrap(),
            attempt: attempt.parse().unwrap(),
        };
        let recipient = Address::parse(to).unwrap();
        let (message_id, at) = (id.to_owned(), self.now());
        let (records, health, clock) = (self.store.as_ref(), self.records(), &self.clock);
        let said = None;
        let report = DeliveryReport { tag, message_id, kind, said, recipient, at };
        RecordDelivery { records, health, clock }.run(&report).await.unwrap();
    }

    /// Everything that is stored now.
    pub fn back_up(&self) -> Backup {
        Backup { records: self.records.everything(), at: self.now() }
    }

    /// The core table is restored from a backup, as an operator does it: the count of restores is raised, and every
    /// queue is gone.
    #[must_use]
    pub fn restored_from(self, backup: &Backup) -> Self {
        self.records.restore(&backup.records, |kind| kind.row().table == Table::Core);
        let outside = outside(&self.records, (&self.outbox, &self.carrier), &self.secrets, &self.clock);
        let machine = Machine::new(outside, "https://ask.demo.example").after_restores(1);
        let router = machine.router();
        Self { machine, router, ..self }
    }

    /// The operator reconciles the demo organization.
    pub async fn reconcile(&self, backup: &Backup) -> Reconciled {
        let organization = OrganizationId::parse(demo::ORGANIZATION).unwrap();
        self.machine.reconcile(&organization, backup.at).await.unwrap()
    }

    /// Every queue is purged, as by a restart.
    pub fn lose_all_hints(&self) {
        self.machine.queues().work.purge();
        self.machine.queues().send.purge();
    }

    /// Sends a form, and the hint about it is lost.
    pub async fn post_form_and_lose_hints(&self, path: &str, fields: &[(&str, &str)]) -> u16 {
        let reply = self.send(form(path, fields)).await;
        self.lose_all_hints();
        reply.status
    }

    /// Reads from the API; anything but a success stops the test.
    pub async fn read(&self, path: &str) -> Value {
        let reply = self.call("GET", path, None).await;
        assert_eq!(reply.status, 200, "GET {path}: {}", reply.body);
        reply.json()
    }

    /// Items of a list of the API.
    pub async fn items(&self, path: &str) -> Vec<Value> {
        self.read(path).await["items"].as_array().unwrap().clone()
    }

    /// Calls the API with the world's key; what follows at once has happened.
    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {API_KEY}"));
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let reply = self.send(request.body(body).unwrap()).await;
        self.settle().await;
        reply
    }

    /// Changes the demo's campaign.
    pub async fn change_campaign(&self, change: Value) {
        let reply = self.call("PATCH", "/v1/campaigns/cmp_satisfaction", Some(change)).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
    }

    /// The outcomes of every decision about an event, oldest first.
    pub async fn outcomes(&self, event_id: &str) -> Vec<String> {
        let mut items = self.items(&format!("/v1/decisions?event_id={event_id}")).await;
        items.reverse();
        items.iter().map(|item| item["outcome"].as_str().unwrap().to_owned()).collect()
    }

    /// What was sent to endpoints of others, newest first.
    pub fn calls(&self) -> Vec<TriedCall> {
        self.machine.calls()
    }

    /// Everything that is stored, for tests that look for what must not be there.
    pub fn records(&self) -> &MemoryRecords {
        &self.records
    }
}

fn form(path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let path = path.strip_prefix("https://ask.demo.example").unwrap_or(path);
    // A score that a mail's link preselects is no part of where its form goes.
    let path = path.split("?q=").next().unwrap();
    let body: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", page::encode(value))).collect();
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(Body::from(body.join("&"))).unwrap()
}

fn outside(
    records: &Arc<MemoryRecords>,
    (outbox, carrier): (&Arc<Outbox>, &Arc<Carrier>),
    secrets: &Arc<FileSecrets>,
    clock: &FixedClock,
) -> Outside {
    let key = SealKey::new("1", b"a key that only this world knows, long enough").unwrap();
    Outside {
        records: records.clone(),
        due: records.clone(),
        budget: records.clone(),
        health: records.clone(),
        mailer: outbox.clone(),
        texter: Some(carrier.clone()),
        seal: Arc::new(HmacSeal::new(key, None)),
        secrets: secrets.clone(),
        verify: Arc::new(Verifier::new(secrets.clone())),
        read: Arc::new(EventReader),
        clock: Arc::new(clock.clone()),
        mint: Arc::new(SeededMint::new(7)),
        move_clock: Arc::new(Hands(clock.clone())),
        calls: Arc::new(CallLog::new(None, false)),
        reach: CallReach::World,
    }
}
