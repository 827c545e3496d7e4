//! A queue in memory with the semantics of SQS: delay, visibility, receive count, dead letters. Losing all of it
//! on a restart loses nothing, because its messages are hints (house rule "one wake-up of record").

use jiff::{SignedDuration, Timestamp};
use std::collections::VecDeque;
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
    visible_at: Timestamp,
    receives: u32,
}

#[derive(Default)]
struct Shelves {
    next_id: u64,
    messages: VecDeque<Message>,
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

    /// Sends a message that can be received `delay_s` seconds after `now`.
    pub fn send(&self, body: String, delay_s: u16, now: Timestamp) {
        let mut shelves = self.shelves();
        let visible_at = now.checked_add(SignedDuration::from_secs(i64::from(delay_s))).unwrap_or(now);
        let id = shelves.next_id;
        shelves.next_id += 1;
        shelves.messages.push_back(Message { id, body, visible_at, receives: 0 });
    }

    /// Takes up to `max` visible messages; each comes back unless it is deleted in time.
    pub fn receive(&self, max: usize, now: Timestamp) -> Vec<Message> {
        let mut shelves = self.shelves();
        let worn = |m: &Message| m.visible_at <= now && m.receives >= MAX_RECEIVES;
        let (dead, kept): (VecDeque<_>, VecDeque<_>) = shelves.messages.drain(..).partition(worn);
        shelves.messages = kept;
        shelves.dead.extend(dead);
        let visible = shelves.messages.iter_mut().filter(|message| message.visible_at <= now).take(max);
        visible.map(|message| hide(message, now)).collect()
    }

    /// Deletes a message that was worked on.
    pub fn delete(&self, id: u64) {
        self.shelves().messages.retain(|message| message.id != id);
    }

    /// When the next message can be received.
    pub fn next_visible_at(&self) -> Option<Timestamp> {
        self.shelves().messages.iter().map(|message| message.visible_at).min()
    }

    /// Loses every message, as a restart does.
    pub fn purge(&self) {
        self.shelves().messages.clear();
    }

    /// Messages that were given up.
    pub fn dead_letters(&self) -> usize {
        self.shelves().dead.len()
    }
}

fn hide(message: &mut Message, now: Timestamp) -> Message {
    message.receives += 1;
    message.visible_at = now.checked_add(VISIBILITY).unwrap_or(now);
    message.clone()
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

    #[test]
    fn a_delayed_message_waits_and_a_received_one_hides_until_its_time_is_over() {
        let queue = Queue::default();
        queue.send("later".to_owned(), 900, seconds(0));
        queue.send("now".to_owned(), 0, seconds(0));

        assert_eq!(bodies(&queue.receive(10, seconds(0))), ["now"]);
        assert!(queue.receive(10, seconds(59)).is_empty());
        assert_eq!(bodies(&queue.receive(10, seconds(60))), ["now"]);
        assert_eq!(bodies(&queue.receive(10, seconds(900))), ["later", "now"]);
    }

    #[test]
    fn a_deleted_message_never_comes_back() {
        let queue = Queue::default();
        queue.send("once".to_owned(), 0, seconds(0));

        for message in queue.receive(10, seconds(0)) {
            queue.delete(message.id);
        }

        assert!(queue.receive(10, seconds(3_600)).is_empty());
        assert_eq!(queue.next_visible_at(), None);
    }

    #[test]
    fn a_message_that_never_succeeds_ends_among_the_dead_letters() {
        let queue = Queue::default();
        queue.send("poison".to_owned(), 0, seconds(0));

        let received: usize = (0..20).map(|round| queue.receive(10, seconds(round * 60)).len()).sum();

        assert_eq!((received, queue.dead_letters()), (8, 1));
    }
}
