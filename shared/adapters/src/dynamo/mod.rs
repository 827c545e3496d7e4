//! Records, due index, send budget and the breaker's counters in DynamoDB, through the official SDK: on AWS and on one machine.
//! Nothing here decides anything; the embedded engine of one machine lives in the `relance` package.

mod budget;
mod due;
mod fault;
mod health;
mod in_process;
pub mod key;
mod records;
pub mod tables;

pub use aws_sdk_dynamodb::Client;
pub use budget::DynamoBudget;
pub use health::DynamoHealth;
pub use in_process::{EngineAnswer, EngineCall, EngineEnded, InProcess, client_in_process};

use relance_application::kind::{Kind, Table};

/// The names of the three tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableNames {
    /// What the organization would miss.
    pub core: String,
    /// What happened.
    pub events: String,
    /// What is only remembered for a while.
    pub sessions: String,
}

impl TableNames {
    /// `{prefix}-core`, `{prefix}-events`, `{prefix}-sessions`.
    #[must_use]
    pub fn prefixed(prefix: &str) -> Self {
        let name = |table| format!("{prefix}-{table}");
        Self { core: name("core"), events: name("events"), sessions: name("sessions") }
    }

    /// The name of one table.
    #[must_use]
    pub fn name(&self, table: Table) -> &str {
        match table {
            Table::Core => &self.core,
            Table::Events => &self.events,
            Table::Sessions => &self.sessions,
        }
    }
}

/// The store of records and its due index. Cheap to clone.
///
/// `due_at` and `listed_at` are kept to the millisecond, `expires_at` to the second. Expired records are
/// returned until `DynamoDB` forgets them, which may take days.
#[derive(Debug, Clone)]
pub struct DynamoRecords {
    client: Client,
    tables: TableNames,
    shards: u16,
}

impl DynamoRecords {
    /// `shards` (at least 1) divides each kind's due index; it may grow later but never shrink.
    #[must_use]
    pub fn new(client: Client, tables: TableNames, shards: u16) -> Self {
        Self { client, tables, shards: shards.max(1) }
    }

    fn table_of(&self, kind: Kind) -> &str {
        self.tables.name(kind.row().table)
    }
}
