//! The stores under test, and short ways to name records.
//! Sentences about them live in the other files.

use jiff::Timestamp;
use relance::engine::Engine;
use relance_adapters::dynamo::{DynamoBudget, DynamoHealth, DynamoRecords};
use relance_application::kind::Kind;
use relance_application::ports::due::DueIndex;
use relance_application::ports::mail::{HealthCounters, SendBudget};
use relance_application::ports::records::{
    Change, Committed, Key, OpenMark, Partition, Range, RawRecord, Records,
};
use relance_domain::name::OrganizationId;
use relance_testkit::MemoryRecords;
use serde_json::Value;
use std::sync::Arc;
use tempfile::TempDir;

/// The send budget of every store under test.
pub const SENDS_PER_S: u32 = 3;

/// One store behind its ports.
#[derive(Clone)]
pub struct Store {
    pub records: Arc<dyn Records>,
    pub due: Arc<dyn DueIndex>,
    pub budget: Arc<dyn SendBudget>,
    pub health: Arc<dyn HealthCounters>,
    /// Keeps the engine and its directory for as long as the store is used.
    _home: Option<Arc<(Engine, TempDir)>>,
}

impl Store {
    pub fn memory() -> Self {
        let records = Arc::new(MemoryRecords::new().with_sends_per_s(SENDS_PER_S));
        let (due, budget, health) = (records.clone(), records.clone(), records.clone());
        Self { records, due, budget, health, _home: None }
    }

    pub async fn engine() -> Self {
        let home = tempfile::tempdir().unwrap();
        let engine = Engine::start(home.path()).await.unwrap();
        let records = Arc::new(DynamoRecords::new(engine.client(), engine.tables().clone(), 4));
        let budget = Arc::new(DynamoBudget::new(engine.client(), engine.tables(), Some(SENDS_PER_S)));
        let health = Arc::new(DynamoHealth::new(engine.client(), engine.tables()));
        Self { records: records.clone(), due: records, budget, health, _home: Some(Arc::new((engine, home))) }
    }

    /// Commits what must succeed.
    pub async fn stored(&self, changes: &[Change]) {
        assert_eq!(self.records.commit(changes).await.unwrap(), Committed::Done);
    }

    /// Commits what must meet a condition that does not hold.
    pub async fn conflicts(&self, changes: &[Change]) {
        assert_eq!(self.records.commit(changes).await.unwrap(), Committed::Conflict);
    }

    pub async fn get(&self, key: &Key) -> Option<RawRecord> {
        self.records.get(key).await.unwrap()
    }

    pub async fn ids(&self, range: Range) -> Vec<String> {
        self.records.range(&range).await.unwrap().into_iter().map(|record| record.key.id).collect()
    }
}

pub fn acme() -> OrganizationId {
    OrganizationId::parse("acme").unwrap()
}

pub fn partition(kind: Kind, group: &str) -> Partition {
    Partition { organization: acme(), kind, group: group.to_owned() }
}

/// An invitation that needs no work.
pub fn invitation(id: &str) -> RawRecord {
    of_kind(Kind::Invitation, id)
}

/// A record without attributes that needs no work.
pub fn of_kind(kind: Kind, id: &str) -> RawRecord {
    let key = Key { partition: partition(kind, ""), id: id.to_owned() };
    let body = serde_json::Map::new();
    RawRecord::plain(key, body)
}

pub trait With: Sized {
    fn with(self, body: &Value) -> Self;
    fn read_at(self, version: u64) -> Self;
    fn due(self, at: Option<&str>) -> Self;
    fn fair(self, group: &str) -> Self;
    fn listed(self, at: &str) -> Self;
    fn open(self, at: &str, status: &str, owner: &str) -> Self;
    fn about(self, person: &str) -> Self;
    fn in_group(self, group: &str) -> Self;
    fn of(self, organization: &str) -> Self;
}

impl With for RawRecord {
    fn with(self, body: &Value) -> Self {
        Self { body: body.as_object().unwrap().clone(), ..self }
    }

    fn read_at(self, version: u64) -> Self {
        Self { version, ..self }
    }

    fn due(self, at: Option<&str>) -> Self {
        Self { due_at: at.map(instant), ..self }
    }

    fn fair(self, group: &str) -> Self {
        Self { fair_group: Some(group.to_owned()), ..self }
    }

    fn listed(self, at: &str) -> Self {
        Self { listed_at: Some(instant(at)), ..self }
    }

    fn open(self, at: &str, status: &str, owner: &str) -> Self {
        let mark = OpenMark { at: instant(at), status: status.to_owned(), owner: owner.to_owned() };
        Self { open: Some(mark), ..self }
    }

    fn about(self, person: &str) -> Self {
        Self { person: Some(person.to_owned()), ..self }
    }

    fn in_group(mut self, group: &str) -> Self {
        group.clone_into(&mut self.key.partition.group);
        self
    }

    fn of(mut self, organization: &str) -> Self {
        self.key.partition.organization = OrganizationId::parse(organization).unwrap();
        self
    }
}

/// An instant of one morning, given as `minute:second`, for instance `05:00` or `05:00.001`.
pub fn instant(minute_second: &str) -> Timestamp {
    format!("2026-11-02T09:{minute_second}Z").parse().unwrap()
}
