//! Wrong keys slow down whoever sends them, and nobody else: counted by where they come from, in this process, in bounded
//! memory. A key that was right here lately is looked up however many wrong ones its neighbours send.

use jiff::Timestamp;
use relance_adapters::edge::{SourcePace, Throttle};
use relance_domain::name::Digest;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Wrong keys from one source: a hand that mistypes, a program whose key was revoked; nobody who tries them out.
const PACE: SourcePace = SourcePace { per_second: 0.2, burst: 20.0 };
/// Keys that were right here; beyond that they are learnt anew.
const MOST_KNOWN: usize = 10_000;

/// Who sent wrong keys, and which keys were right.
pub struct Doubt {
    wrong: Throttle,
    right: Mutex<HashSet<Digest>>,
}

impl Doubt {
    /// Nobody has come yet.
    pub fn new() -> Self {
        Self { wrong: Throttle::new(PACE), right: Mutex::default() }
    }

    /// Before anything is looked up: the seconds to wait, for a key of which nothing is known from a source that sent many
    /// wrong ones.
    pub fn admits(&self, source: Option<&str>, key: Digest, now: Timestamp) -> Result<(), u32> {
        let known = self.right.lock().unwrap_or_else(PoisonError::into_inner).contains(&key);
        source.filter(|_| !known).map_or(Ok(()), |source| self.wrong.admits(source, now))
    }

    /// The key is right.
    pub fn believe(&self, key: Digest) {
        let mut right = self.right.lock().unwrap_or_else(PoisonError::into_inner);
        if right.len() >= MOST_KNOWN {
            right.clear();
        }
        right.insert(key);
    }

    /// The key is wrong, also if it was right before.
    pub fn disbelieve(&self, source: Option<&str>, key: Digest, now: Timestamp) {
        self.right.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        // How long to wait is told to the next one, before it is looked up.
        _ = source.map(|source| self.wrong.take(source, now));
    }
}
