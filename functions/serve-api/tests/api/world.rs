//! One deployment for a test: the real router over the memory store, with a clock that the test moves.
//! What is in it lives in the testkit's builders.

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use relance_adapters::source::EventReader;
use relance_application::ports::due::{Announce, Announcement};
use relance_application::ports::fault::Fault;
use relance_application::ports::seal::Secrets;
use relance_application::stored::Entity;
use relance_domain::outbound::CallReach;
use relance_testkit::builders::{campaign, given, given_api_key, now, organization};
use relance_testkit::{FixedClock, MemoryRecords, SeededMint};
use serde_json::Value;
use serve_api::{Deps, router};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tower::ServiceExt as _;

/// The key of the organization `demo`.
pub const KEY: &str = "rl.demo.key";

/// Remembers hints instead of sending them.
#[derive(Default)]
pub struct Heard(Mutex<Vec<Announcement>>);

#[async_trait]
impl Announce for Heard {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        self.0.lock().unwrap().extend_from_slice(announcements);
        announcements.iter().map(|_| true).collect()
    }
}

impl Heard {
    /// Ids of what was announced.
    pub fn ids(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|announcement| announcement.hint.id.clone()).collect()
    }
}

/// Keeps secrets in memory.
#[derive(Default)]
pub struct KeptSecrets(Mutex<BTreeMap<String, Vec<String>>>);

#[async_trait]
impl Secrets for KeptSecrets {
    async fn live(&self, name: &str) -> Result<Vec<String>, Fault> {
        Ok(self.0.lock().unwrap().get(name).cloned().unwrap_or_default())
    }

    async fn replace(&self, name: &str, values: &[String]) -> Result<(), Fault> {
        self.0.lock().unwrap().insert(name.to_owned(), values.to_vec());
        Ok(())
    }
}

/// One deployment.
pub struct World {
    pub records: Arc<MemoryRecords>,
    pub clock: FixedClock,
    pub heard: Arc<Heard>,
    pub secrets: Arc<KeptSecrets>,
    router: Router,
}

/// An answer of the API.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    pub json: Value,
}

impl Answer {
    /// The answer, of which the test needs this status.
    #[track_caller]
    pub fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status.as_u16(), "{}", self.text);
        self
    }

    /// The fields to mend, as `field: reason`.
    pub fn errors(&self) -> Vec<String> {
        let errors = self.json["errors"].as_array().cloned().unwrap_or_default();
        let said = |error: &Value| {
            format!("{}: {}", error["field"].as_str().unwrap(), error["reason"].as_str().unwrap())
        };
        errors.iter().map(said).collect()
    }

    /// One text of each item of a list.
    pub fn each(&self, field: &str) -> Vec<&str> {
        self.json["items"].as_array().unwrap().iter().map(|item| item[field].as_str().unwrap()).collect()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl World {
    /// The organization `demo` with its campaign and a key.
    pub async fn new() -> Self {
        Self::answering_at_most(None).await
    }

    /// The same where one answer can carry no more than these bytes.
    pub async fn answering_at_most(most_bytes: Option<usize>) -> Self {
        let (records, clock) = (Arc::new(MemoryRecords::new()), FixedClock::new(now()));
        let (heard, secrets) = (Arc::new(Heard::default()), Arc::new(KeptSecrets::default()));
        let router = router(Deps {
            records: records.clone(),
            announce: heard.clone(),
            clock: Arc::new(clock.clone()),
            mint: Arc::new(SeededMint::new(7)),
            secrets: secrets.clone(),
            read: Arc::new(EventReader),
            base_url: "https://ask.example.com".to_owned(),
            reach: CallReach::World,
            most_bytes,
        });
        let world = Self { records, clock, heard, secrets, router };
        world.given(&organization()).await;
        world.given(&campaign()).await;
        given_api_key(&*world.records, &organization().id, KEY).await;
        world
    }

    pub async fn given<T: Entity>(&self, value: &T) {
        given(&*self.records, value).await;
    }

    /// The time in this world.
    pub fn clock_now(&self) -> jiff::Timestamp {
        relance_application::ports::chance::Clock::now(&self.clock)
    }

    /// What is stored of a value by now.
    pub async fn stored<T: Entity>(&self, value: &T) -> T {
        relance_application::stored::load::<T>(&*self.records, &value.key()).await.unwrap().unwrap().value
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call("PATCH", path, Some(body)).await
    }

    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.call_with(method, path, body, &[]).await
    }

    /// A call with the key of `demo` and further headers.
    pub async fn call_with(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut all = vec![("authorization", "Bearer rl.demo.key")];
        if body.is_some() {
            all.push(("content-type", "application/json"));
        }
        all.extend_from_slice(headers);
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        self.raw(method, path, body, &all).await
    }

    /// A call with exactly these headers.
    pub async fn raw(&self, method: &str, path: &str, body: String, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// A request of the test's own making.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status: parts.status.as_u16(), headers: parts.headers, text, json }
    }
}
