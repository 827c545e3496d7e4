//! One queue and who works on it. Queues do not wait for each other, and in each no group has more than its share under
//! way: what hangs holds up nobody else (R1.11). What is done with a message is the function's.

use super::Machine;
use super::announce::LocalAnnounce;
use super::queue::{FairShare, Message, MessageBatch};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use jiff::SignedDuration;
use relance_application::kind::Queue;
use relance_application::ports::due::Announce;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::task::{Id, JoinSet};

/// How long one batch of mails may take.
const TIME_LEFT: SignedDuration = SignedDuration::from_secs(30);
/// The clock is looked at this often at least, because somebody may have moved it.
const LONGEST_NAP: Duration = Duration::from_secs(5);
const SHORTEST_NAP: Duration = Duration::from_millis(5);

/// Evaluating waits for the store alone, and all mails for one server, which is not to be flooded; calls wait for others,
/// each of whom may take its time, and an endpoint is a group.
pub(super) fn share_of(queue: Queue) -> FairShare {
    match queue {
        Queue::Work | Queue::Send => FairShare { of_a_group: 10, of_all: 20 },
        Queue::Actions => FairShare { of_a_group: 4, of_all: 200 },
    }
}

/// Batches that are being worked on.
#[derive(Default)]
struct UnderWay {
    tasks: JoinSet<SqsBatchResponse>,
    batches: HashMap<Id, (Queue, MessageBatch)>,
}

impl UnderWay {
    /// Waits for the next batch to end; what of it has failed.
    async fn next_end(&mut self) -> Option<Ended> {
        let ended = self.tasks.join_next_with_id().await?;
        let (id, failed) = match ended {
            Ok((id, response)) => (id, Failed::Some(response)),
            Err(error) => (error.id(), Failed::All),
        };
        self.batches.remove(&id).map(|(queue, batch)| Ended { queue, batch, failed })
    }
}

/// A batch that was worked on.
struct Ended {
    queue: Queue,
    batch: MessageBatch,
    failed: Failed,
}

/// What comes back of a batch.
enum Failed {
    /// Its task panicked.
    All,
    /// What the function says.
    Some(SqsBatchResponse),
}

impl Failed {
    fn holds(&self, message: &Message) -> bool {
        match self {
            Self::All => true,
            Self::Some(response) => {
                let id = message.id.to_string();
                response.batch_item_failures.iter().any(|failure| failure.item_identifier == id)
            }
        }
    }
}

impl Machine {
    /// Works on one queue for ever: on messages as they come, on hidden ones when their time comes.
    pub(super) async fn work_on(&self, queue: Queue) {
        let local = self.queues.of(queue);
        let mut under_way = UnderWay::default();
        loop {
            self.begin(queue, &mut under_way);
            let next = local.next_visible_at(share_of(queue));
            let ahead = next.map_or(LONGEST_NAP, |at| {
                at.duration_since(self.now()).max(SignedDuration::ZERO).unsigned_abs()
            });
            tokio::select! {
                Some(ended) = under_way.next_end() => self.end(ended),
                () = local.arrival() => {}
                () = nap(ahead) => {}
            }
        }
    }

    /// Works until nothing that was there when this began, nor anything that follows from it, can be received or is under
    /// way. Others may do the same meanwhile; what comes in from outside meanwhile is not waited for, or a clock that is moved
    /// beside steady traffic would stand still.
    pub(super) async fn settle(&self) {
        let round = self.queues.round.fetch_add(1, Ordering::SeqCst);
        let mut under_way = UnderWay::default();
        loop {
            let mut elsewhere = std::pin::pin!(self.queues.finished.notified());
            elsewhere.as_mut().enable();
            for queue in Queue::ALL {
                self.begin(queue, &mut under_way);
            }
            if !Queue::ALL.iter().any(|queue| self.queues.of(*queue).is_busy_with(round, self.now())) {
                break;
            } else if let Some(ended) = under_way.next_end().await {
                self.end(ended);
            } else {
                elsewhere.await;
            }
        }
        // What was begun here of a later round is ended here.
        while let Some(ended) = under_way.next_end().await {
            self.end(ended);
        }
    }

    fn begin(&self, queue: Queue, under_way: &mut UnderWay) {
        while let Some(batch) = self.queues.of(queue).next_batch(share_of(queue), self.now()) {
            let round = batch.messages.iter().map(|message| message.round).min().unwrap_or_default();
            let task = under_way.tasks.spawn(self.handled(queue, event(&batch.messages), round));
            under_way.batches.insert(task.id(), (queue, batch));
        }
    }

    /// What follows from a batch is of its round.
    fn handled(
        &self,
        queue: Queue,
        event: SqsEvent,
        round: u64,
    ) -> impl Future<Output = SqsBatchResponse> + Send + use<> {
        let (queues, clock) = (self.queues.clone(), self.outside.clock.clone());
        let announce: Arc<dyn Announce> = Arc::new(LocalAnnounce { queues, clock, round: Some(round) });
        let evaluate = evaluate_rules::Deps { announce: announce.clone(), ..self.evaluate.clone() };
        let dispatch = dispatch_sends::Deps { announce: announce.clone(), ..self.dispatch.clone() };
        let act = run_actions::Deps { announce, ..self.act.clone() };
        async move {
            match queue {
                Queue::Work => evaluate_rules::handle(evaluate, event).await,
                Queue::Send => dispatch_sends::handle(dispatch, event, TIME_LEFT).await,
                Queue::Actions => run_actions::handle(act, event).await,
            }
        }
    }

    fn end(&self, Ended { queue, batch, failed }: Ended) {
        self.queues.of(queue).finish(&batch, |message| failed.holds(message));
        self.queues.finished.notify_waiters();
    }
}

/// Real time, although the program's clock may be moved meanwhile.
pub(super) async fn nap(wanted: Duration) {
    let wait = wanted.clamp(SHORTEST_NAP, LONGEST_NAP);
    _ = tokio::time::timeout(wait, std::future::pending::<()>()).await;
}

fn event(messages: &[Message]) -> SqsEvent {
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
