//! What the due index showed a moment ago: it may lag behind the records by up to a minute.
//! The present index is the memory adapter's.

use jiff::Timestamp;
use relance_application::kind::Kind;
use relance_application::ports::due::DueEntry;
use relance_application::ports::records::Key;
use std::collections::{BTreeMap, VecDeque};

/// Changes older than this are visible to everybody.
const LONGEST_LAG_MS: i64 = 60_000;

#[derive(Debug)]
struct Moved {
    at_ms: i64,
    key: Key,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
}

/// The latest changes of the index, oldest first.
#[derive(Debug, Default)]
pub(crate) struct IndexLog(VecDeque<Moved>);

impl IndexLog {
    pub(crate) fn moved(&mut self, key: &Key, from: Option<Timestamp>, to: Option<Timestamp>, at_ms: i64) {
        while self.0.front().is_some_and(|oldest| oldest.at_ms < at_ms - LONGEST_LAG_MS) {
            self.0.pop_front();
        }
        if from != to {
            self.0.push_back(Moved { at_ms, key: key.clone(), from, to });
        }
    }

    /// The entries of a kind as they were at `as_of_ms`, oldest first.
    pub(crate) fn as_of(&self, kind: Kind, present: Vec<DueEntry>, as_of_ms: i64) -> Vec<DueEntry> {
        let mut entries: BTreeMap<_, _> =
            present.into_iter().map(|entry| ((entry.due_at, entry.key), entry.fair_group)).collect();
        let later = self.0.iter().rev().take_while(|moved| moved.at_ms > as_of_ms);
        for moved in later.filter(|moved| moved.key.partition.kind == kind) {
            let entry = |due_at| (due_at, moved.key.clone());
            let fair_group = moved.to.and_then(|to| entries.remove(&entry(to))).flatten();
            entries.extend(moved.from.map(|from| (entry(from), fair_group)));
        }
        let shown = entries.into_iter();
        shown.map(|((due_at, key), fair_group)| DueEntry { due_at, key, fair_group }).collect()
    }
}
