//! Who works in this process: a task for each queue, and a timer that sweeps the due index every minute; and the timers of
//! any stretch of time that somebody skips by moving the clock. How messages are worked on is in `work`.

use super::Machine;
use super::work::{nap, share_of};
use jiff::{SignedDuration, Timestamp};
use relance_application::due::where_it_begins;
use relance_application::kind::{Kind, Queue, Sweep};
use relance_application::ports::due::{Announcement, DueEntry};
use relance_application::ports::fault::Fault;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// The sweeper's timer.
const SWEEP_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// How far ahead the sweeper hints timed sends.
const LOOK_AHEAD: SignedDuration = SignedDuration::from_mins(10);
/// How far ahead unfinished work may have been re-dated when the program was killed.
const WATCHDOGS: SignedDuration = SignedDuration::from_mins(20);
/// When the timers last ran.
#[derive(Default)]
pub struct Timers {
    swept_at: Option<Timestamp>,
}

impl Machine {
    /// Works for ever: on each queue by itself, and on timers as they ring.
    pub async fn work(self: &Arc<Self>) {
        let mut tasks = JoinSet::new();
        for queue in Queue::ALL {
            let machine = self.clone();
            tasks.spawn(async move { machine.work_on(queue).await });
        }
        loop {
            if let Err(fault) = self.ring().await {
                tracing::warn!(reason = fault.chain(), "the sweep failed and will be tried again");
                nap(Duration::MAX).await;
            }
            let now = self.now();
            let next = next_sweep(&*self.gate.lock().await, now);
            nap(next.duration_since(now).max(SignedDuration::ZERO).unsigned_abs()).await;
        }
    }

    /// Everything that can be done now.
    ///
    /// # Errors
    /// Faults of the store while sweeping; messages that fail come back by themselves.
    pub async fn tick(&self) -> Result<(), Fault> {
        let mut timers = self.gate.lock().await;
        self.run_due(&mut timers).await
    }

    /// Moves the clock forward and runs every timer on the way at its own time; returns when they have run.
    ///
    /// # Errors
    /// Faults of the store; the clock then stands where the fault happened.
    pub async fn advance(&self, by: SignedDuration) -> Result<(), Fault> {
        let mut timers = self.gate.lock().await;
        let target =
            self.now().checked_add(by).map_err(|_| Fault::permanent("the clock cannot go that far"))?;
        loop {
            self.run_due(&mut timers).await?;
            let next = self.next_event(&timers).await?.map_or(target, |next| next.min(target));
            if self.now() >= target {
                return Ok(());
            }
            let moved = self.outside.move_clock.move_to(next.max(self.now()));
            moved.map_err(|error| Fault::transient(format!("the clock cannot be moved: {error}")))?;
        }
    }

    /// After a start: takes over what an earlier process was working on when it ended, however it ended. Its leases
    /// need not be waited for, because the data directory's lock proves that it is gone.
    pub async fn take_over(&self) -> Result<(), Fault> {
        let horizon = self.now().checked_add(WATCHDOGS).unwrap_or(Timestamp::MAX);
        for kind in sends() {
            for entry in self.outside.due.due_before(kind, horizon, usize::MAX).await? {
                dispatch_sends::take_over(&self.dispatch, &entry.key).await?;
            }
        }
        for kind in Kind::due() {
            let entries = self.outside.due.due_before(kind, horizon, usize::MAX).await?;
            let hints: Vec<_> = entries.iter().map(hint_now).collect();
            self.announce.announce(&hints).await;
        }
        Ok(())
    }

    async fn run_due(&self, timers: &mut Timers) -> Result<(), Fault> {
        self.settle().await;
        if self.sweep_when_due(timers).await? {
            self.settle().await;
        }
        Ok(())
    }

    /// The timer, by itself: what it finds is worked on by those.
    async fn ring(&self) -> Result<(), Fault> {
        let mut timers = self.gate.lock().await;
        self.sweep_when_due(&mut timers).await.map(drop)
    }

    /// Tells whether it was time.
    async fn sweep_when_due(&self, timers: &mut Timers) -> Result<bool, Fault> {
        let now = self.now();
        let due = now >= next_sweep(timers, now);
        if due {
            release_due::handle(&self.release).await?;
            timers.swept_at = Some(now);
        }
        Ok(due)
    }

    /// The next instant at which a timer would find something to do; between it and now nothing happens.
    async fn next_event(&self, timers: &Timers) -> Result<Option<Timestamp>, Fault> {
        let next_sweep = next_sweep(timers, self.now());
        let visible = Queue::ALL.map(|queue| self.queues.of(queue).next_visible_at(share_of(queue)));
        let mut next = visible.into_iter().flatten().min();
        let timed = sends().map(|kind| (kind, LOOK_AHEAD));
        let work = Kind::swept(Sweep::Work).map(|kind| (kind, SignedDuration::ZERO));
        for (kind, look_ahead) in timed.chain(work) {
            let first = self.outside.due.due_before(kind, Timestamp::MAX, 1).await?;
            let seen = first.first().and_then(|entry| entry.due_at.checked_sub(look_ahead).ok());
            let sweep = seen.map(|seen| seen.max(next_sweep));
            next = [next, sweep].into_iter().flatten().min();
        }
        // What a pause holds back is looked at by every sweep.
        for kind in sends() {
            let aside = where_it_begins(kind)?;
            let waits = self.outside.due.due_between(kind, Some(&aside), Timestamp::MAX, 1).await?;
            next = [next, waits.first().map(|_| next_sweep)].into_iter().flatten().min();
        }
        Ok(next)
    }
}

/// Kinds whose due entries are timed sends.
fn sends() -> impl Iterator<Item = Kind> {
    Kind::due().filter(|kind| kind.row().queue == Some(Queue::Send))
}

/// At once after a start. The caller says what time it is, because a clock that is read twice has moved on.
fn next_sweep(timers: &Timers, now: Timestamp) -> Timestamp {
    timers.swept_at.map_or(now, |at| at.checked_add(SWEEP_EVERY).unwrap_or(at))
}

fn hint_now(entry: &DueEntry) -> Announcement {
    Announcement { hint: (&entry.key).into(), fair_group: entry.fair_group.clone(), delay_s: 0 }
}
