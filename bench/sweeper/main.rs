//! What one sweep costs when few of many pending mails are due (R2.5): `make bench` measures it and writes RESULTS.md.
//! What a sweep must do is tested elsewhere; nothing here asserts.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that fails must stop, and be seen"
)]

mod measure;
mod stores;
mod table;

use measure::Sweeps;
use stores::{in_memory, on_the_engine};
use table::Table;

/// Pending mails in memory.
const MEMORY: [usize; 2] = [10_000, 1_000_000];
/// Pending mails in the embedded engine; storing them takes most of the run.
const ENGINE: [usize; 2] = [10_000, 200_000];

const RESULTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/RESULTS.md");
/// Where the part of `bench/cold_start` begins.
const OTHERS: &str = "\n## Cold start";

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut table = Table::default();
    for pending in MEMORY {
        let store = in_memory(pending).await;
        table.add("memory", pending, Sweeps::of(&store).await);
    }
    for pending in ENGINE {
        let home = tempfile::tempdir().unwrap();
        let store = on_the_engine(home.path(), pending).await;
        table.add("embedded engine", pending, Sweeps::of(&store).await);
    }
    let text = table.text();
    // What other programs measured stands behind what this one did.
    let known = std::fs::read_to_string(RESULTS).unwrap_or_default();
    let others = known.split_once(OTHERS).map_or(String::new(), |(_, rest)| format!("{OTHERS}{rest}"));
    std::fs::write(RESULTS, format!("{text}{others}")).unwrap();
    println!("{text}");
}
