//! Stores full of pending mails: a hundred due now, all others in a month.
//! Both are filled through their ports, with the records that the product stores.

use jiff::{SignedDuration, Timestamp};
use relance::engine::Engine;
use relance_adapters::dynamo::DynamoRecords;
use relance_application::ports::due::DueIndex;
use relance_application::ports::records::{Change, Committed, Records};
use relance_application::stored::record_of;
use relance_domain::invitation::{Invitation, SendProgress};
use relance_testkit::{MemoryRecords, builders};
use std::path::Path;
use std::sync::Arc;

/// Mails that a sweep finds.
pub const DUE: usize = 100;
/// Records of one transaction.
const AT_ONCE: usize = 100;
/// Far beyond every sweep of a run.
const MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);
/// As on one machine.
const SHARDS: u16 = 1;

/// A store and how many mails it holds.
pub struct Store {
    pub due: Arc<dyn DueIndex>,
    pub records: Arc<dyn Records>,
    /// Runs for as long as the store is used.
    _engine: Option<Engine>,
}

pub async fn in_memory(pending: usize) -> Store {
    let records = Arc::new(MemoryRecords::new());
    fill(records.as_ref(), pending).await;
    Store { due: records.clone(), records, _engine: None }
}

pub async fn on_the_engine(home: &Path, pending: usize) -> Store {
    let engine = Engine::start(home).await.unwrap();
    let records = Arc::new(DynamoRecords::new(engine.client(), engine.tables().clone(), SHARDS));
    fill(records.as_ref(), pending).await;
    Store { due: records.clone(), records, _engine: Some(engine) }
}

async fn fill(records: &dyn Records, pending: usize) {
    let all: Vec<usize> = (0..pending).collect();
    for some in all.chunks(AT_ONCE) {
        let changes: Vec<_> =
            some.iter().map(|n| Change::Create(record_of(&mail(*n, pending), 0).unwrap())).collect();
        assert_eq!(records.commit(&changes).await.unwrap(), Committed::Done);
    }
}

/// The mails that are due lie evenly among the others.
fn mail(n: usize, pending: usize) -> Invitation {
    let due = n.is_multiple_of(pending / DUE);
    let n = u32::try_from(n).unwrap();
    let mail = builders::invitation(n, &format!("customer{n}@example.com"));
    let due_at: Timestamp = if due { builders::now() } else { builders::now() + MONTH };
    Invitation { send: SendProgress::scheduled(due_at), ..mail }
}
