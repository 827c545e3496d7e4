//! Three designs that are common elsewhere, as small models: they show that the walk finds what it should, and what
//! the design in use is compared with. Sources: reliability 1.1.

use crate::exploration::{Design, Moment, Step, Worker};

/// A lease in ticks; a worker lives two.
const LEASE: u8 = 3;

/// A common design.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naive {
    /// Read "was it sent?", send, write "sent".
    CheckThenSend,
    /// An idempotency record with a lease; an exception deletes it and the message comes back.
    LeaseAndRunAgain,
    /// The same, with the cursor advanced when the work is fetched.
    MarkFirst,
}

/// What these designs remember.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Memory {
    /// Not sent.
    Open { attempt: u8 },
    /// Somebody is at it until then.
    Taken { attempt: u8, until: u8 },
    /// Sent.
    Done,
}

type Now = Moment<Memory>;

impl Naive {
    fn claim(self, moment: &Now, worker: Worker) -> Now {
        let deliver = |moment: &Now, attempt| moment.with(Worker { step: Step::Deliver, attempt, ..worker });
        let lease = |attempt| {
            let until = moment.now + LEASE;
            deliver(&Moment { record: Memory::Taken { attempt, until }, ..*moment }, attempt)
        };
        match moment.record {
            Memory::Done => *moment,
            _ if self == Self::CheckThenSend => deliver(moment, 0),
            Memory::Open { attempt } => lease(attempt + 1),
            Memory::Taken { attempt, until } if until <= moment.now => lease(attempt + 1),
            Memory::Taken { .. } => moment.give_back(worker),
        }
    }

    /// The handler fails: its record is deleted, its message comes back.
    fn fail(self, moment: &Now, worker: Worker) -> Now {
        let record = match self {
            Self::CheckThenSend => moment.record,
            Self::LeaseAndRunAgain | Self::MarkFirst => Memory::Open { attempt: worker.attempt },
        };
        Moment { record, ..*moment }.give_back(worker)
    }
}

impl Design for Naive {
    type Record = Memory;

    fn scheduled(&self) -> Memory {
        Memory::Open { attempt: 0 }
    }

    /// No watchdog: the entry is gone once the message is sent, or even before.
    fn sweep(&self, moment: &Now) -> Vec<Now> {
        let marked = Moment { due: None, ..*moment };
        let mut next = vec![marked.with_message()];
        if *self == Self::MarkFirst {
            next.extend(marked.spend(|faults| &mut faults.crashes));
        }
        next
    }

    fn work(&self, moment: &Now, worker: Worker) -> Vec<Now> {
        match worker.step {
            Step::Claim => vec![self.claim(moment, worker)],
            Step::Deliver => {
                let taken = |m: Now| Moment { taken: m.taken + 1, events: m.events + 1, ..m };
                let mut next = vec![taken(*moment).with(Worker { step: Step::NoteTaken, ..worker })];
                let lost_answer = moment.spend(|faults| &mut faults.lost_answers);
                next.extend(lost_answer.map(|m| self.fail(&taken(m), worker)));
                let throttled = moment.spend(|faults| &mut faults.throttles);
                next.extend(throttled.map(|m| self.fail(&m, worker)));
                next
            }
            Step::NoteTaken | Step::NoteDoubt | Step::NoteThrottled => {
                vec![Moment { record: Memory::Done, ..*moment }]
            }
        }
    }

    /// These designs do not listen.
    fn learn(&self, moment: &Now) -> Now {
        *moment
    }

    fn is_over(&self, record: Memory) -> bool {
        record == Memory::Done
    }

    fn is_held(&self, _: Memory) -> bool {
        false
    }

    fn waits_until(&self, _: Memory) -> Option<u8> {
        None
    }
}
