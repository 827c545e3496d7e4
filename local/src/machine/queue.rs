//! A queue in memory with the semantics of SQS: delay, visibility, receive count, dead letters, fair groups. Losing all
//! of it on a restart loses nothing, because its messages are hints (house rule "one wake-up of record").

use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Notify;

/// How long a received message stays hidden before it comes back.
const VISIBILITY: SignedDuration = SignedDuration::from_secs(60);
/// A message received this often without success goes to the dead letters.
const MAX_RECEIVES: u32 = 8;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Unique in its queue.
    pub id: u64,
    /// What was sent.
    pub body: String,
    /// The round that it belongs to: who settles a round waits for no later one.
    pub round: u64,
    group: String,
    visible_at: Timestamp,
    receives: u32,
}

/// As many messages as Lambda takes from SQS at once.
const BATCH: usize = 10;

/// How many messages may be under way at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FairShare {
    /// Of one fair group.
    pub of_a_group: usize,
    /// Of all together.
    pub of_all: usize,
}

/// Messages of one group that somebody works on, until they are finished.
#[derive(Debug, PartialEq, Eq)]
pub struct MessageBatch {
    /// What was received.
    pub messages: Vec<Message>,
    group: String,
}

/// Invariant: `turns` holds exactly the messages, and no empty group.
#[derive(Default)]
struct Shelves {
    next_id: u64,
    messages: BTreeMap<u64, Message>,
    /// Of each group: when each message can be received.
    turns: BTreeMap<String, BTreeSet<(Timestamp, u64)>>,
    /// Whose turn it was last.
    served: String,
    /// Messages that somebody works on, of each group.
    under_way: BTreeMap<String, usize>,
    /// The same messages, with their rounds.
    at_work: BTreeMap<u64, u64>,
    dead: usize,
}

/// One queue.
#[derive(Default)]
pub struct LocalQueue {
    shelves: Mutex<Shelves>,
    arrived: Notify,
}

impl LocalQueue {
    fn shelves(&self) -> std::sync::MutexGuard<'_, Shelves> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a message that can be received `delay_s` seconds after `now`, in the turns of its fair group.
    pub fn send(&self, body: String, group: &str, delay_s: u16, now: Timestamp) {
        self.send_in(0, body, group, delay_s, now);
    }

    /// The same in a round.
    pub fn send_in(&self, round: u64, body: String, group: &str, delay_s: u16, now: Timestamp) {
        let mut shelves = self.shelves();
        let visible_at = now.checked_add(SignedDuration::from_secs(i64::from(delay_s))).unwrap_or(now);
        let id = shelves.next_id;
        shelves.next_id += 1;
        shelves.put(Message { id, body, round, group: group.to_owned(), visible_at, receives: 0 });
        drop(shelves);
        self.arrived.notify_one();
    }

    /// Takes a batch of the next group that has a visible message and room for it, those first that have waited longest: a
    /// flood of one group costs the others no more than their turn, and what hangs in one of them nothing (R1.11). Each
    /// message comes back unless its batch is finished in time.
    pub fn next_batch(&self, share: FairShare, now: Timestamp) -> Option<MessageBatch> {
        let mut shelves = self.shelves();
        loop {
            let group = shelves.next_group(share, now)?;
            let messages = shelves.receive(&group, share, now);
            // Empty when all that was visible had been received too often.
            if !messages.is_empty() {
                *shelves.under_way.entry(group.clone()).or_default() += messages.len();
                shelves.at_work.extend(messages.iter().map(|message| (message.id, message.round)));
                return Some(MessageBatch { messages, group });
            }
        }
    }

    /// Ends a batch: deletes what succeeded; what failed comes back when its visibility ends.
    pub fn finish(&self, batch: &MessageBatch, failed: impl Fn(&Message) -> bool) {
        let mut shelves = self.shelves();
        for message in batch.messages.iter().filter(|message| !failed(message)) {
            shelves.take(message.id);
        }
        for message in &batch.messages {
            shelves.at_work.remove(&message.id);
        }
        shelves.give_room(&batch.group, batch.messages.len());
    }

    /// Waits for the next message that is sent; one that was sent since the last wait counts.
    pub async fn arrival(&self) {
        self.arrived.notified().await;
    }

    /// When the next message of a group that has room can be received.
    pub fn next_visible_at(&self, share: FairShare) -> Option<Timestamp> {
        let shelves = self.shelves();
        let open = shelves.turns.iter().filter(|(group, _)| shelves.busy_in(group) < share.of_a_group);
        let all: usize = shelves.under_way.values().sum();
        open.filter_map(|(_, turns)| turns.first()).map(|(at, _)| *at).min().filter(|_| all < share.of_all)
    }

    /// Loses every message, as a restart does.
    pub fn purge(&self) {
        let mut shelves = self.shelves();
        shelves.messages.clear();
        shelves.turns.clear();
    }

    /// Messages that wait or are being worked on.
    pub fn pending(&self) -> usize {
        self.shelves().messages.len()
    }

    /// Whether something of this round or an earlier one can be received now or is being worked on.
    pub fn is_busy_with(&self, round: u64, now: Timestamp) -> bool {
        let shelves = self.shelves();
        let visible = shelves.turns.values().flat_map(|turns| turns.iter().take_while(|(at, _)| *at <= now));
        let mut visible = visible.filter_map(|(_, id)| shelves.messages.get(id));
        shelves.at_work.values().any(|of| *of <= round) || visible.any(|message| message.round <= round)
    }

    /// Messages that were given up.
    pub fn dead_letters(&self) -> usize {
        self.shelves().dead
    }
}

impl Shelves {
    fn put(&mut self, message: Message) {
        let turn = (message.visible_at, message.id);
        self.turns.entry(message.group.clone()).or_default().insert(turn);
        self.messages.insert(message.id, message);
    }

    fn take(&mut self, id: u64) -> Option<Message> {
        let message = self.messages.remove(&id)?;
        if let Some(turns) = self.turns.get_mut(&message.group) {
            turns.remove(&(message.visible_at, id));
            if turns.is_empty() {
                self.turns.remove(&message.group);
            }
        }
        Some(message)
    }

    /// The next group, round robin, that has a visible message and room for it.
    fn next_group(&self, share: FairShare, now: Timestamp) -> Option<String> {
        if self.under_way.values().sum::<usize>() >= share.of_all {
            return None;
        }
        let behind = (Bound::Excluded(self.served.as_str()), Bound::Unbounded);
        let up_to = (Bound::Unbounded, Bound::Included(self.served.as_str()));
        let mut round = self.turns.range::<str, _>(behind).chain(self.turns.range::<str, _>(up_to));
        let ready = |group: &String, turns: &BTreeSet<(Timestamp, u64)>| {
            turns.first().is_some_and(|(at, _)| *at <= now) && self.busy_in(group) < share.of_a_group
        };
        round.find(|(group, turns)| ready(group, turns)).map(|(group, _)| group.clone())
    }

    fn busy_in(&self, group: &str) -> usize {
        self.under_way.get(group).copied().unwrap_or(0)
    }

    /// Hides as many visible messages of a group as there is room for.
    fn receive(&mut self, group: &str, share: FairShare, now: Timestamp) -> Vec<Message> {
        group.clone_into(&mut self.served);
        let all: usize = self.under_way.values().sum();
        let room = (share.of_a_group - self.busy_in(group)).min(share.of_all - all).min(BATCH);
        let mut received = Vec::new();
        while received.len() < room {
            let first = self.turns.get(group).and_then(BTreeSet::first).copied();
            let Some((_, id)) = first.filter(|(at, _)| *at <= now) else { break };
            let Some(mut message) = self.take(id) else { break };
            if message.receives >= MAX_RECEIVES {
                self.dead += 1;
                continue;
            }
            message.receives += 1;
            message.visible_at = now.checked_add(VISIBILITY).unwrap_or(now);
            self.put(message.clone());
            received.push(message);
        }
        received
    }

    fn give_room(&mut self, group: &str, messages: usize) {
        let left = self.busy_in(group).saturating_sub(messages);
        if left == 0 {
            self.under_way.remove(group);
        } else {
            self.under_way.insert(group.to_owned(), left);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    fn seconds(n: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(n)
    }

    const ROOM: FairShare = FairShare { of_a_group: 10, of_all: 100 };

    fn bodies(batch: &MessageBatch) -> Vec<&str> {
        batch.messages.iter().map(|message| message.body.as_str()).collect()
    }

    fn queue(messages: &[(&str, &str, u16)]) -> LocalQueue {
        let queue = LocalQueue::default();
        for (body, group, delay_s) in messages {
            queue.send((*body).to_owned(), group, *delay_s, seconds(0));
        }
        queue
    }

    fn fail(_: &Message) -> bool {
        true
    }

    fn succeed(_: &Message) -> bool {
        false
    }

    #[test]
    fn a_delayed_message_waits_and_a_received_one_hides_until_its_time_is_over() {
        let queue = queue(&[("later", "g", 900), ("now", "g", 0)]);

        let first = queue.next_batch(ROOM, seconds(0)).unwrap();
        queue.finish(&first, fail);

        assert_eq!(bodies(&first), ["now"]);
        assert_eq!(queue.next_batch(ROOM, seconds(59)), None);
        assert_eq!(queue.next_visible_at(ROOM), Some(seconds(60)));
        assert_eq!(bodies(&queue.next_batch(ROOM, seconds(60)).unwrap()), ["now"]);
        assert_eq!(bodies(&queue.next_batch(ROOM, seconds(900)).unwrap()), ["now", "later"]);
    }

    #[test]
    fn a_message_that_was_worked_on_never_comes_back() {
        let queue = queue(&[("once", "g", 0)]);

        let batch = queue.next_batch(ROOM, seconds(0)).unwrap();
        queue.finish(&batch, succeed);

        assert_eq!(queue.next_batch(ROOM, seconds(3_600)), None);
        assert_eq!(
            (queue.next_visible_at(ROOM), queue.pending(), queue.is_busy_with(0, seconds(3_600))),
            (None, 0, false)
        );
    }

    #[test]
    fn who_settles_a_round_waits_for_what_was_there_and_not_for_what_comes_later() {
        let queue = LocalQueue::default();
        queue.send_in(1, "there".to_owned(), "g", 0, seconds(0));
        queue.send_in(1, "not yet".to_owned(), "g", 900, seconds(0));

        let batch = queue.next_batch(ROOM, seconds(0)).unwrap();
        queue.send_in(2, "later".to_owned(), "g", 0, seconds(0));
        let while_worked_on = queue.is_busy_with(1, seconds(0));
        queue.finish(&batch, succeed);

        assert_eq!((while_worked_on, queue.is_busy_with(1, seconds(0))), (true, false));
        assert_eq!((queue.is_busy_with(2, seconds(0)), queue.is_busy_with(1, seconds(900))), (true, true));
    }

    #[test]
    fn a_message_that_never_succeeds_ends_among_the_dead_letters() {
        let queue = queue(&[("poison", "g", 0)]);

        let batches: Vec<MessageBatch> = (0..20)
            .filter_map(|round| queue.next_batch(ROOM, seconds(round * 60)))
            .inspect(|batch| queue.finish(batch, fail))
            .collect();

        assert_eq!((batches.len(), queue.dead_letters(), queue.pending()), (8, 1, 0));
    }

    #[test]
    fn r1_11_groups_take_turns_and_inside_a_group_who_waited_longest_is_first() {
        let queue = queue(&[("a2", "a", 2), ("a1", "a", 1), ("a3", "a", 3), ("b1", "b", 1), ("c1", "c", 9)]);
        let one = FairShare { of_a_group: 1, of_all: 100 };
        let next = |at| {
            let batch = queue.next_batch(one, seconds(at)).unwrap();
            queue.finish(&batch, succeed);
            bodies(&batch).join(" ")
        };

        assert_eq!([next(5), next(5), next(5)], ["a1", "b1", "a2"]);
        assert_eq!([next(9), next(9)], ["c1", "a3"], "the turn goes on where it stood");
    }

    #[test]
    fn r1_11_ten_thousand_messages_of_one_campaign_hold_up_another_ones_by_one_batch_at_most() {
        let queue = LocalQueue::default();
        for n in 0..10_000 {
            queue.send(format!("flood {n}"), "cmp_flood", 0, seconds(0));
        }
        let flood = queue.next_batch(ROOM, seconds(0)).unwrap();
        for group in ["cmp_after", "cmp_before", "demo"] {
            queue.send(group.to_owned(), group, 0, seconds(1));
        }

        let others: Vec<MessageBatch> = (0..3).filter_map(|_| queue.next_batch(ROOM, seconds(1))).collect();

        let first: Vec<_> = others.iter().map(|batch| bodies(batch).join(" ")).collect();
        assert_eq!(first, ["demo", "cmp_after", "cmp_before"]);
        queue.finish(&flood, succeed);
        let mut received = flood.messages.len();
        while let Some(batch) = queue.next_batch(ROOM, seconds(2)) {
            received += batch.messages.len();
            queue.finish(&batch, succeed);
        }
        assert_eq!(received, 10_000, "and nobody is forgotten");
    }

    #[test]
    fn r1_11_what_hangs_keeps_its_own_share_and_leaves_the_rest_to_others() {
        let queue = LocalQueue::default();
        for n in 0..30 {
            queue.send(format!("hangs {n}"), "acme", 0, seconds(0));
        }
        let hanging = queue.next_batch(ROOM, seconds(0)).unwrap();
        assert_eq!((hanging.messages.len(), queue.next_batch(ROOM, seconds(0))), (10, None));

        queue.send("other".to_owned(), "boreal", 0, seconds(1));

        assert_eq!(bodies(&queue.next_batch(ROOM, seconds(1)).unwrap()), ["other"]);
        assert_eq!(queue.next_batch(ROOM, seconds(1)), None, "until one of theirs ends");
        assert_eq!(queue.next_visible_at(ROOM), Some(seconds(61)), "nobody looks again and again meanwhile");
        queue.finish(&hanging, succeed);
        assert_eq!(queue.next_batch(ROOM, seconds(1)).map(|batch| batch.messages.len()), Some(10));
    }

    #[test]
    fn no_more_are_under_way_than_all_may_have() {
        let queue = LocalQueue::default();
        for n in 0..30 {
            queue.send(format!("{n}"), &format!("group {n}"), 0, seconds(0));
        }

        let share = FairShare { of_a_group: 10, of_all: 20 };
        let taken = std::iter::from_fn(|| queue.next_batch(share, seconds(0))).count();

        assert_eq!((taken, queue.next_visible_at(share)), (20, None));
    }
}
