//! A queue in memory with the semantics of SQS: delay, visibility, receive count, dead letters, fair groups. Losing all
//! of it on a restart loses nothing, because its messages are hints (house rule "one wake-up of record").

use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Mutex, PoisonError};

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
    group: String,
    visible_at: Timestamp,
    receives: u32,
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
    dead: Vec<Message>,
}

/// One queue.
#[derive(Default)]
pub struct Queue {
    shelves: Mutex<Shelves>,
}

impl Queue {
    fn shelves(&self) -> std::sync::MutexGuard<'_, Shelves> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a message that can be received `delay_s` seconds after `now`, in the turns of its fair group.
    pub fn send(&self, body: String, group: &str, delay_s: u16, now: Timestamp) {
        let mut shelves = self.shelves();
        let visible_at = now.checked_add(SignedDuration::from_secs(i64::from(delay_s))).unwrap_or(now);
        let id = shelves.next_id;
        shelves.next_id += 1;
        shelves.put(Message { id, body, group: group.to_owned(), visible_at, receives: 0 });
    }

    /// Takes up to `max` visible messages, one of each group in turn and in each the one that has waited longest, so
    /// that a flood of one group costs the others no more than their turn (R1.11). Each comes back unless it is
    /// deleted in time.
    pub fn receive(&self, max: usize, now: Timestamp) -> Vec<Message> {
        let mut shelves = self.shelves();
        let mut received = Vec::new();
        while received.len() < max {
            let Some(mut message) = shelves.take_next(now) else { break };
            if message.receives >= MAX_RECEIVES {
                shelves.dead.push(message);
                continue;
            }
            message.receives += 1;
            message.visible_at = now.checked_add(VISIBILITY).unwrap_or(now);
            shelves.put(message.clone());
            received.push(message);
        }
        received
    }

    /// Deletes a message that was worked on.
    pub fn delete(&self, id: u64) {
        self.shelves().take(id);
    }

    /// When the next message can be received.
    pub fn next_visible_at(&self) -> Option<Timestamp> {
        self.shelves().turns.values().filter_map(BTreeSet::first).map(|(visible_at, _)| *visible_at).min()
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

    /// Messages that were given up.
    pub fn dead_letters(&self) -> usize {
        self.shelves().dead.len()
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

    /// The first visible message of the next group that has one, round robin.
    fn take_next(&mut self, now: Timestamp) -> Option<Message> {
        let behind = (Bound::Excluded(self.served.as_str()), Bound::Unbounded);
        let up_to = (Bound::Unbounded, Bound::Included(self.served.as_str()));
        let mut round = self.turns.range::<str, _>(behind).chain(self.turns.range::<str, _>(up_to));
        let id =
            round.find_map(|(_, turns)| turns.first().filter(|(at, _)| *at <= now).map(|(_, id)| *id))?;
        let message = self.take(id)?;
        self.served.clone_from(&message.group);
        Some(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(n: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(n)
    }

    fn bodies(messages: &[Message]) -> Vec<&str> {
        messages.iter().map(|message| message.body.as_str()).collect()
    }

    fn queue(messages: &[(&str, &str, u16)]) -> Queue {
        let queue = Queue::default();
        for (body, group, delay_s) in messages {
            queue.send((*body).to_owned(), group, *delay_s, seconds(0));
        }
        queue
    }

    #[test]
    fn a_delayed_message_waits_and_a_received_one_hides_until_its_time_is_over() {
        let queue = queue(&[("later", "g", 900), ("now", "g", 0)]);

        assert_eq!(bodies(&queue.receive(10, seconds(0))), ["now"]);
        assert!(queue.receive(10, seconds(59)).is_empty());
        assert_eq!(bodies(&queue.receive(10, seconds(60))), ["now"]);
        assert_eq!(bodies(&queue.receive(10, seconds(900))), ["now", "later"]);
    }

    #[test]
    fn a_deleted_message_never_comes_back() {
        let queue = queue(&[("once", "g", 0)]);

        for message in queue.receive(10, seconds(0)) {
            queue.delete(message.id);
        }

        assert!(queue.receive(10, seconds(3_600)).is_empty());
        assert_eq!((queue.next_visible_at(), queue.pending()), (None, 0));
    }

    #[test]
    fn a_message_that_never_succeeds_ends_among_the_dead_letters() {
        let queue = queue(&[("poison", "g", 0)]);

        let received: usize = (0..20).map(|round| queue.receive(10, seconds(round * 60)).len()).sum();

        assert_eq!((received, queue.dead_letters(), queue.pending()), (8, 1, 0));
    }

    #[test]
    fn r1_11_groups_take_turns_and_inside_a_group_who_waited_longest_is_first() {
        let queue = queue(&[("a2", "a", 2), ("a1", "a", 1), ("a3", "a", 3), ("b1", "b", 1), ("c1", "c", 9)]);

        assert_eq!(bodies(&queue.receive(3, seconds(5))), ["a1", "b1", "a2"]);
        assert_eq!(bodies(&queue.receive(3, seconds(9))), ["c1", "a3"], "the turn goes on where it stood");
    }

    #[test]
    fn r1_11_ten_thousand_messages_of_one_campaign_hold_up_another_ones_by_one_batch_at_most() {
        let queue = Queue::default();
        for n in 0..10_000 {
            queue.send(format!("flood {n}"), "cmp_flood", 0, seconds(0));
        }
        let mut received = queue.receive(10, seconds(0)).len();
        for group in ["cmp_after", "cmp_before", "demo"] {
            queue.send(group.to_owned(), group, 0, seconds(1));
        }

        let batch = queue.receive(10, seconds(1));

        let small = batch.iter().filter(|message| !message.body.starts_with("flood")).count();
        assert_eq!((batch.len(), small), (10, 3));
        received += batch.len();
        while let more @ 1.. = queue.receive(1_000, seconds(2)).len() {
            received += more;
        }
        assert_eq!(received, 10_003, "and nobody is forgotten");
    }
}
