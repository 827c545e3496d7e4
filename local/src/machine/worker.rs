//! The one worker of this process: takes messages in batches as Lambda would, sweeps the due index every minute, and
//! runs the timers of any stretch of time that somebody skips by moving the clock.

use super::queue::{Message, Queue};
use super::{Machine, Queues};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use jiff::{SignedDuration, Timestamp};
use relance_application::kind::{Kind, Queue as Name, Sweep};
use relance_application::ports::due::{Announcement, DueEntry};
use relance_application::ports::fault::Fault;
use std::sync::Arc;

/// As many messages as Lambda takes from SQS at once.
const BATCH: usize = 10;
/// How long one batch may take.
const TIME_LEFT: SignedDuration = SignedDuration::from_secs(30);
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
    /// Works for ever: on hints as they come, on timers as they ring.
    pub async fn work(&self) {
        loop {
            if let Err(fault) = self.tick().await {
                tracing::warn!(reason = fault.chain(), "the sweep failed and will be tried again");
            }
            let wait = self.next_ring().await.duration_since(self.now());
            let wait =
                wait.clamp(SignedDuration::from_millis(5), SignedDuration::from_secs(5)).unsigned_abs();
            // Whatever comes first: a hint, or the next timer.
            _ = tokio::time::timeout(wait, self.wake.notified()).await;
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
    ///
    /// # Errors
    /// Faults of the store.
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
        self.drain().await;
        let now = self.now();
        if timers.swept_at.is_none_or(|at| now >= at.checked_add(SWEEP_EVERY).unwrap_or(at)) {
            release_due::handle(&self.release).await?;
            timers.swept_at = Some(now);
            self.drain().await;
        }
        Ok(())
    }

    /// Works on visible messages until there are none.
    async fn drain(&self) {
        loop {
            let now = self.now();
            let work = self.queues.work.receive(BATCH, now);
            let send = self.queues.send.receive(BATCH, now);
            let actions = self.queues.actions.receive(BATCH, now);
            if work.is_empty() && send.is_empty() && actions.is_empty() {
                return;
            }
            let evaluated = evaluate_rules::handle(self.evaluate.clone(), batch(&work));
            let dispatched = dispatch_sends::handle(self.dispatch.clone(), batch(&send), TIME_LEFT);
            let acted = run_actions::handle(self.act.clone(), batch(&actions));
            let (evaluated, dispatched, acted) = tokio::join!(evaluated, dispatched, acted);
            acknowledge(&self.queues.work, &work, &evaluated);
            acknowledge(&self.queues.send, &send, &dispatched);
            acknowledge(&self.queues.actions, &actions, &acted);
        }
    }

    async fn next_ring(&self) -> Timestamp {
        let timers = self.gate.lock().await;
        let sweep =
            timers.swept_at.and_then(|at| at.checked_add(SWEEP_EVERY).ok()).unwrap_or_else(|| self.now());
        next_visible(&self.queues).map_or(sweep, |message| message.min(sweep))
    }

    /// The next instant at which a timer would find something to do; between it and now nothing happens.
    async fn next_event(&self, timers: &Timers) -> Result<Option<Timestamp>, Fault> {
        let next_sweep =
            timers.swept_at.and_then(|at| at.checked_add(SWEEP_EVERY).ok()).unwrap_or_else(|| self.now());
        let mut next = next_visible(&self.queues);
        let sends = sends().map(|kind| (kind, LOOK_AHEAD));
        let work = Kind::swept(Sweep::Work).map(|kind| (kind, SignedDuration::ZERO));
        for (kind, look_ahead) in sends.chain(work) {
            let first = self.outside.due.due_before(kind, Timestamp::MAX, 1).await?;
            let seen = first.first().and_then(|entry| entry.due_at.checked_sub(look_ahead).ok());
            let sweep = seen.map(|seen| seen.max(next_sweep));
            next = [next, sweep].into_iter().flatten().min();
        }
        Ok(next)
    }
}

/// Kinds whose due entries are timed sends.
fn sends() -> impl Iterator<Item = Kind> {
    Kind::due().filter(|kind| kind.row().queue == Some(Name::Send))
}

fn hint_now(entry: &DueEntry) -> Announcement {
    Announcement { hint: (&entry.key).into(), fair_group: entry.fair_group.clone(), delay_s: 0 }
}

fn next_visible(queues: &Arc<Queues>) -> Option<Timestamp> {
    [&queues.work, &queues.send, &queues.actions].map(Queue::next_visible_at).into_iter().flatten().min()
}

fn batch(messages: &[Message]) -> SqsEvent {
    let record = |message: &Message| {
        let mut record = SqsMessage::default();
        record.message_id = Some(message.id.to_string());
        record.body = Some(message.body.clone());
        record
    };
    let mut event = SqsEvent::default();
    event.records = messages.iter().map(record).collect();
    event
}

/// Deletes what succeeded; what failed comes back when its visibility ends.
fn acknowledge(queue: &Queue, messages: &[Message], response: &SqsBatchResponse) {
    let failed = |message: &&Message| {
        let id = message.id.to_string();
        response.batch_item_failures.iter().any(|failure| failure.item_identifier == id)
    };
    for message in messages.iter().filter(|message| !failed(message)) {
        queue.delete(message.id);
    }
}
