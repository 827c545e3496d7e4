//! The deployed functions over metered clients: real adapters, the embedded engine as DynamoDB, and the rest of AWS as
//! [`crate::aws`] plays it. What a survey does with them is in [`crate::survey`].

use crate::aws::Rest;
use crate::meter::{Meter, Other};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use flate2::read::GzDecoder;
use jiff::SignedDuration;
use relance::demo;
use relance::engine::Engine;
use relance_adapters::aws::{Aws, StageSettings, teller};
use relance_adapters::dynamo::{DynamoBudget, DynamoHealth, DynamoRecords};
use relance_adapters::secret::FileSecrets;
use relance_adapters::source::{EventReader, Verifier};
use relance_application::invitation::Sender;
use relance_application::kind::Queue;
use relance_application::ports::chance::Clock;
use relance_domain::invitation::SendRules;
use relance_testkit::{FixedClock, SeededMint};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt as _;

/// As the template sets it.
const SHARDS: u16 = 4;
const SENDS_PER_S: u32 = 12;
/// Start of every link.
pub const BASE_URL: &str = "https://ask.example.com";
/// How much Lambda leaves a batch of mails.
const TIME_LEFT: SignedDuration = SignedDuration::from_secs(60);
/// As many messages as a function takes at once.
pub const BATCH: usize = 10;
/// One line of the access log (infra/template.yaml), filled in.
const ACCESS_LINE: u64 = 170;
/// What browsers take, beside what the API gives to none of them.
const AS_BROWSERS: (&str, &str) = ("accept-encoding", "gzip, deflate, br, zstd");
/// Random bits of every secret of the demo; its connections make theirs from them.
const BITS: &str = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I";

/// Functions, tables, queues.
pub struct System {
    pub meter: Meter,
    pub rest: Rest,
    pub clock: FixedClock,
    pub records: Arc<DynamoRecords>,
    intake: Router,
    respond: Router,
    evaluate: evaluate_rules::Deps,
    release: release_due::Deps,
    dispatch: dispatch_sends::Deps,
    deliver: record_delivery::Deps,
    _log: tracing::subscriber::DefaultGuard,
    _engine: Engine,
    _home: tempfile::TempDir,
}

/// An answer of the HTTP API.
pub struct Reply {
    pub status: u16,
    pub body: String,
}

impl System {
    /// The demo's account, opened; nothing of that is counted.
    pub async fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        let engine = Engine::start(home.path()).await.unwrap();
        let clock = FixedClock::at("2026-11-22T14:05:00-05:00");
        open_account(&engine, &clock, home.path()).await;
        let meter = Meter::default();
        let (rest, url) = Rest::serve(meter.clone(), &secret()).await;
        let log = tracing::subscriber::set_default(teller("relance-prod", None, CountedLog(meter.clone())));
        let aws = Aws::at(&url, settings(&url)).await;
        let client = engine.client().config().to_builder().interceptor(meter.clone()).build();
        let client = aws_sdk_dynamodb::Client::from_conf(client);
        let records = Arc::new(DynamoRecords::new(client.clone(), engine.tables().clone(), SHARDS));
        let health = Arc::new(DynamoHealth::new(client.clone(), engine.tables()));
        let (mint, read) = (Arc::new(SeededMint::new(7)), Arc::new(EventReader));
        let time: Arc<dyn Clock> = Arc::new(clock.clone());
        Self {
            intake: intake_of(&aws, &records, &time),
            respond: respond_of(&aws, &records, &time, &mint),
            evaluate: evaluate_rules::Deps {
                records: records.clone(),
                announce: aws.announce(&[Queue::Send, Queue::Actions]).unwrap(),
                read,
                clock: time.clone(),
                mint: mint.clone(),
            },
            release: release_due::Deps {
                due: records.clone(),
                records: records.clone(),
                announce: aws.announce(&[Queue::Work, Queue::Send, Queue::Actions]).unwrap(),
                clock: time.clone(),
                sends_per_s: Some(SENDS_PER_S),
                reached: Arc::default(),
            },
            dispatch: dispatch_sends::Deps {
                records: records.clone(),
                mailer: aws.mailer().unwrap(),
                texter: None,
                budget: Arc::new(DynamoBudget::new(client, engine.tables(), Some(SENDS_PER_S))),
                health: health.clone(),
                seal: aws.seal().unwrap(),
                announce: aws.announce(&[Queue::Send]).unwrap(),
                clock: time.clone(),
                mint,
                sender: Arc::new(sender()),
            },
            deliver: record_delivery::Deps { records: records.clone(), health, clock: time },
            _log: log,
            _engine: engine,
            _home: home,
            meter,
            rest,
            clock,
            records,
        }
    }

    /// A company's tool posts an event.
    pub async fn hook(&self, body: &str, headers: &[(&str, &str)]) -> Reply {
        let path = "/hooks/standard";
        self.http("intake-webhook", &self.intake, request("POST", path, "application/json", body, headers))
            .await
    }

    /// A browser asks for a page, or for what a page needs.
    pub async fn get(&self, path: &str) -> Reply {
        self.http("submit-answer", &self.respond, request("GET", path, "text/plain", "", &[AS_BROWSERS]))
            .await
    }

    /// A browser sends a form.
    pub async fn post(&self, path: &str, form: &str) -> Reply {
        let form = request("POST", path, "application/x-www-form-urlencoded", form, &[AS_BROWSERS]);
        self.http("submit-answer", &self.respond, form).await
    }

    /// Lambda hands over what waits in the work queue.
    pub async fn work(&self) {
        for batch in self.rest.receive("work").chunks(BATCH) {
            self.take("work", "evaluate-rules");
            done(&evaluate_rules::handle(self.evaluate.clone(), event(batch)).await);
        }
    }

    /// Lambda hands over what waits in the send queue.
    pub async fn send(&self) {
        for batch in self.rest.receive("send").chunks(BATCH) {
            self.take("send", "dispatch-sends");
            done(&dispatch_sends::handle(self.dispatch.clone(), event(batch), TIME_LEFT).await);
        }
    }

    /// SES publishes events; the topic brings each to the delivery queue.
    pub async fn report(&self, notifications: &[String]) {
        self.meter.count(Other::Notification, notifications.len() as u64);
        self.rest.count_queue("delivery", notifications.len() as u64);
        for batch in notifications.chunks(BATCH) {
            self.take("delivery", "record-delivery");
            done(&record_delivery::handle(self.deliver.clone(), event(batch)).await);
        }
    }

    /// Lambda receives a batch, hands it to the function, and deletes it.
    fn take(&self, queue: &str, function: &'static str) {
        self.rest.count_queue(queue, 2);
        self.meter.invoke(function);
    }

    /// The minute's sweep.
    pub async fn sweep(&self) {
        self.meter.invoke("release-due");
        release_due::handle(&self.release).await.unwrap();
    }

    async fn http(&self, function: &'static str, router: &Router, request: Request<Body>) -> Reply {
        self.meter.invoke(function);
        self.meter.count(Other::Http, 1);
        self.meter.count(Other::LogBytes, ACCESS_LINE);
        let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        self.meter.count(Other::BytesOut, (head(&parts.headers) + body.len()) as u64);
        let packed = parts.headers.get("content-encoding").is_some_and(|encoding| encoding == "gzip");
        let mut text = String::new();
        if packed {
            GzDecoder::new(&body[..]).read_to_string(&mut text).unwrap();
        } else {
            text.push_str(&String::from_utf8_lossy(&body));
        }
        Reply { status: parts.status.as_u16(), body: text }
    }
}

/// The demo's account, its connections and its campaign; nothing of that is counted.
async fn open_account(engine: &Engine, clock: &FixedClock, home: &Path) {
    let records = DynamoRecords::new(engine.client(), engine.tables().clone(), SHARDS);
    demo::create_organization(&records).await.unwrap();
    let fresh = demo::DemoMint { now: clock.now(), secret: &|| BITS.to_owned() };
    demo::create_demo(&records, &FileSecrets::new(home.join("secrets")), fresh).await.unwrap();
}

fn intake_of(aws: &Aws, records: &Arc<DynamoRecords>, clock: &Arc<dyn Clock>) -> Router {
    intake_webhook::router(intake_webhook::Deps {
        records: records.clone(),
        announce: aws.announce(&[Queue::Work]).unwrap(),
        verify: Arc::new(Verifier::new(aws.secrets().unwrap())),
        read: Arc::new(EventReader),
        clock: clock.clone(),
        base_url: BASE_URL.into(),
    })
}

fn respond_of(
    aws: &Aws,
    records: &Arc<DynamoRecords>,
    clock: &Arc<dyn Clock>,
    mint: &Arc<SeededMint>,
) -> Router {
    submit_answer::router(submit_answer::Deps {
        records: records.clone(),
        announce: aws.announce(&[Queue::Work]).unwrap(),
        seal: aws.seal().unwrap(),
        clock: clock.clone(),
        mint: mint.clone(),
    })
}

fn sender() -> Sender {
    Sender { base_url: BASE_URL.to_owned(), rules: SendRules::default(), stopped: false, restore_epoch: 0 }
}

/// The secret of the connection `standard`.
pub fn secret() -> String {
    format!("whsec_{BITS}=")
}

fn settings(url: &str) -> StageSettings {
    StageSettings::from_variables(|name| {
        let value = match name {
            "RELANCE_SECRETS_PREFIX" => "/relance/prod/".to_owned(),
            "RELANCE_WORK_QUEUE_URL" => format!("{url}/1/work"),
            "RELANCE_SEND_QUEUE_URL" => format!("{url}/1/send"),
            "RELANCE_ACTION_QUEUE_URL" => format!("{url}/1/actions"),
            _ => "relance-prod".to_owned(),
        };
        Some(value)
    })
}

fn request(method: &str, path: &str, kind: &str, body: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header("content-type", kind);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.body(Body::from(body.to_owned())).unwrap()
}

fn head(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
}

fn event(bodies: &[String]) -> SqsEvent {
    let mut event = SqsEvent::default();
    for (id, body) in bodies.iter().enumerate() {
        let mut message = SqsMessage::default();
        message.message_id = Some(id.to_string());
        message.body = Some(body.clone());
        event.records.push(message);
    }
    event
}

fn done(response: &SqsBatchResponse) {
    assert!(response.batch_item_failures.is_empty(), "a message failed: {response:?}");
}

/// Where a function's lines go.
#[derive(Clone)]
struct CountedLog(Meter);

impl io::Write for CountedLog {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.count(Other::LogBytes, line.len() as u64);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl tracing_subscriber::fmt::MakeWriter<'_> for CountedLog {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
