//! A store that notes which room asked it for what, as AWS would see it: the room by the code that is running, the
//! action by what the adapter makes of the call. What each room may do is in the test `template`.

use super::{World, outside};
use async_trait::async_trait;
use relance::machine::{Machine, Outside};
use relance_adapters::dynamo::key::partition_key;
use relance_application::kind::Table;
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{
    Change, Committed, Key, Listed, Lookup, Partition, Range, RawRecord, Records,
};
use relance_testkit::MemoryRecords;
use std::backtrace::Backtrace;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// The room's function in the template, and a file of its that is on the stack whenever it is at work.
const ROOMS: [(&str, &str); 11] = [
    ("ReleaseDue", "release-due/src/"),
    ("IntakeWebhook", "intake-webhook/src/"),
    ("SubmitAnswer", "submit-answer/src/"),
    ("ServeApi", "serve-api/src/"),
    ("ServeConsole", "serve-console/src/"),
    ("EvaluateRules", "evaluate-rules/src/"),
    ("DispatchSends", "dispatch-sends/src/"),
    ("RunActions", "run-actions/src/"),
    ("RecordDelivery", "record-delivery/src/"),
    // The world plays the providers without their queue: the use cases of that room themselves.
    ("RecordDelivery", "record_delivery.rs"),
    ("RecordDelivery", "record_reply.rs"),
];

/// One thing that a room asked of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// The function's logical id.
    pub room: &'static str,
    /// The action that AWS would ask about.
    pub action: &'static str,
    /// The table's logical id.
    pub table: &'static str,
    /// What follows the organization in the partition key: the kind of record, and its group.
    pub kind: String,
}

/// Everything that was asked for so far.
#[derive(Clone, Default)]
pub struct Uses(Arc<Mutex<BTreeSet<Use>>>);

impl Uses {
    /// A copy of it.
    pub fn seen(&self) -> BTreeSet<Use> {
        self.0.lock().unwrap().clone()
    }

    fn note(&self, asked: impl IntoIterator<Item = (&'static str, Partition)>) {
        let trace = Backtrace::force_capture().to_string();
        let Some((room, _)) = ROOMS.iter().find(|(_, code)| trace.contains(code)) else { return };
        let uses = asked.into_iter().map(|(action, partition)| Use {
            room,
            action,
            table: match partition.kind.row().table {
                Table::Core => "CoreTable",
                Table::Events => "EventsTable",
                Table::Sessions => "SessionsTable",
            },
            kind: partition_key(&partition, 0).split_once('#').unwrap().1.to_owned(),
        });
        self.0.lock().unwrap().extend(uses);
    }
}

impl World {
    /// The demo over a store that notes which room asks it for what.
    pub async fn demo_watched() -> (Self, Uses) {
        let (world, uses) = (Self::demo().await, Uses::default());
        let outside = outside(&world.records, (&world.outbox, &world.carrier), &world.secrets, &world.clock);
        let store: Arc<dyn Records> =
            Arc::new(Watched { records: world.records.clone(), uses: uses.clone() });
        let outside = Outside { records: store.clone(), ..outside };
        let machine = Machine::new(outside, "https://ask.demo.example");
        let router = machine.router();
        (Self { machine, router, store, ..world }, uses)
    }
}

/// The store in memory, watched.
pub struct Watched {
    pub records: Arc<MemoryRecords>,
    pub uses: Uses,
}

#[async_trait]
impl Records for Watched {
    async fn get(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        self.uses.note([("dynamodb:GetItem", key.partition.clone())]);
        self.records.get(key).await
    }

    async fn range(&self, range: &Range) -> Result<Vec<RawRecord>, Fault> {
        self.uses.note([("dynamodb:Query", range.partition.clone())]);
        self.records.range(range).await
    }

    async fn listed(&self, lookup: &Lookup<'_>) -> Result<Vec<Listed>, Fault> {
        self.records.listed(lookup).await
    }

    async fn commit(&self, changes: &[Change]) -> Result<Committed, Fault> {
        let action = |change: &Change| match change {
            Change::Create(_) => "dynamodb:PutItem",
            Change::Update(_) => "dynamodb:UpdateItem",
            Change::Delete(..) => "dynamodb:DeleteItem",
            Change::Check(..) => "dynamodb:ConditionCheckItem",
        };
        self.uses.note(changes.iter().map(|change| (action(change), change.key().partition.clone())));
        self.records.commit(changes).await
    }
}
