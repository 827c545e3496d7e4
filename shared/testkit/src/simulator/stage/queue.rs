//! Queues with the semantics of SQS: delay, visibility, receive count, dead letters. Nothing is promised.
//! Who receives is the simulation's loop; what it does with a message is in `cast`.

use relance_application::invitation::DeliveryReport;
use relance_application::ports::records::Key;
use std::collections::BTreeMap;

/// A message received this often goes to the dead letters, which nobody reads here.
const MAX_RECEIVES: u32 = 8;

/// One of the three queues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueueName {
    /// Raw events and answers.
    Work,
    /// Mails.
    Send,
    /// What the transport says.
    Delivery,
}

impl QueueName {
    /// How long a received message stays hidden, as in the template.
    pub(crate) fn visibility_ms(self) -> i64 {
        if self == Self::Delivery { 180_000 } else { 360_000 }
    }

    /// How long a worker of the queue lives, as in the template.
    pub(crate) fn life_ms(self) -> i64 {
        if self == Self::Delivery { 30_000 } else { 60_000 }
    }
}

/// What a message holds.
#[derive(Debug, Clone)]
pub(crate) enum MessageBody {
    /// This record may want work.
    Hint(Key),
    /// This became of a mail.
    Report(DeliveryReport),
}

#[derive(Debug)]
struct QueuedMessage {
    body: MessageBody,
    receives: u32,
}

/// All messages, by number.
#[derive(Debug, Default)]
pub(crate) struct StageQueues {
    messages: BTreeMap<u64, QueuedMessage>,
    sent: u64,
}

impl StageQueues {
    pub(crate) fn send(&mut self, body: MessageBody) -> u64 {
        self.sent += 1;
        self.messages.insert(self.sent, QueuedMessage { body, receives: 0 });
        self.sent
    }

    /// A message once more; `None` when it was deleted or is worn out.
    pub(crate) fn receive(&mut self, number: u64) -> Option<MessageBody> {
        let message = self.messages.get_mut(&number)?;
        message.receives += 1;
        if message.receives > MAX_RECEIVES {
            self.messages.remove(&number);
            return None;
        }
        Some(message.body.clone())
    }

    pub(crate) fn delete(&mut self, number: u64) {
        self.messages.remove(&number);
    }
}
