//! The stage: true time, what happens when, the store and the queues; everything that actors share.
//! What actors may do with it goes through the ports; what must hold is in `laws`.

mod agenda;
mod index;
mod queue;

use super::chance::{Chance, Faults};
use super::laws::Ledger;
use super::patch::Patch;
use crate::MemoryRecords;
pub(super) use agenda::{Act, Agenda, Event, LinkUse, NextEvent, TaskId};
use index::IndexLog;
use jiff::Timestamp;
pub(super) use queue::{MessageBody, QueueName, StageQueues};
use relance_application::due::Reached;
use relance_application::ports::records::{Key, RawRecord};
use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Everything that changes, behind one lock: the simulation has one thread.
pub(super) struct World {
    /// True time in milliseconds since 1970.
    pub(super) now_ms: i64,
    pub(super) chance: Chance,
    pub(super) faults: Faults,
    pub(super) agenda: Agenda,
    pub(super) queues: StageQueues,
    pub(super) ledger: Ledger,
    /// What the due index showed lately.
    pub(super) index: IndexLog,
    /// Each record's state before its last change.
    pub(super) before: BTreeMap<Key, RawRecord>,
    /// What the sweeper's process remembers.
    pub(super) reached: Arc<Reached>,
    /// The task that is running.
    pub(super) running: TaskId,
    /// Set when the running task dies at this point.
    pub(super) crashed: bool,
    /// The transport can tell what became of an attempt (one machine's outbox can, SES cannot).
    pub(super) transport_remembers: bool,
    /// Later than this is too late to ask.
    pub(super) max_lateness_ms: i64,
    /// Nobody resumes sending after the faults: what is planned expires.
    pub(super) stays_paused: bool,
    /// How often each noteworthy thing happened.
    pub(super) counts: BTreeMap<&'static str, u64>,
    /// What happened, line by line, when somebody wants to read it.
    pub(super) trace: Option<Vec<String>>,
}

impl World {
    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now_ms).unwrap_or(Timestamp::MAX)
    }

    pub(super) fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    pub(super) fn say(&mut self, line: impl FnOnce() -> String) {
        let (now, running) = (self.now(), self.running);
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{now:.3} #{running} {}", line()));
        }
    }
}

/// The stage itself.
pub(super) struct Stage {
    world: Mutex<World>,
    pub(super) store: MemoryRecords,
    pub(super) patch: Arc<dyn Patch>,
}

impl Stage {
    pub(super) fn new(seed: u64, start: Timestamp, patch: Arc<dyn Patch>, traced: bool) -> Self {
        let mut chance = Chance::new(seed);
        let faults = Faults::drawn(&mut chance);
        let transport_remembers = chance.happens(200);
        let stays_paused = chance.happens(10);
        let world = World {
            now_ms: start.as_millisecond(),
            chance,
            ledger: Ledger::new(faults.evidence_is_reliable()),
            faults,
            agenda: Agenda::default(),
            queues: StageQueues::default(),
            index: IndexLog::default(),
            before: BTreeMap::new(),
            reached: Arc::default(),
            running: 0,
            crashed: false,
            transport_remembers,
            max_lateness_ms: if stays_paused { 20 * 60_000 } else { 72 * 3_600_000 },
            stays_paused,
            counts: BTreeMap::new(),
            trace: traced.then(Vec::new),
        };
        let store = MemoryRecords::new().with_sends_per_s(2);
        Self { world: Mutex::new(world), store, patch }
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The result of a future that never waits: the memory adapters' ones do not.
pub(super) fn ready<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => Some(done),
        Poll::Pending => None,
    }
}
