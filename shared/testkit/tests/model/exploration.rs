//! The world around one invitation, and the walk through everything that can happen in it within a fault budget.
//! What a worker does with the record is each design's.

use std::collections::HashSet;
use std::fmt::Debug;
use std::hash::Hash;

/// Nothing happens after this tick.
const HORIZON: u8 = 14;
/// A worker lives this many ticks.
const WORKER_LIFE: u8 = 2;
/// Workers at once, and messages that are told apart.
const MOST: u8 = 2;

/// How often each fault may still strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Faults {
    /// A worker or the sweeper dies anywhere, or a worker's time runs out.
    pub crashes: u8,
    /// A message is delivered again.
    pub repeats: u8,
    /// A message vanishes.
    pub losses: u8,
    /// A delivery event vanishes.
    pub lost_events: u8,
    /// The transport takes the mail and its answer is lost.
    pub lost_answers: u8,
    /// The transport is too busy.
    pub throttles: u8,
}

/// What a worker does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Look at the record and claim it.
    Claim,
    /// Hand the mail to the transport.
    Deliver,
    /// Note that it was taken.
    NoteTaken,
    /// Note that nobody knows.
    NoteDoubt,
    /// Note that it was not taken.
    NoteThrottled,
}

/// A worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Worker {
    /// What it does next.
    pub step: Step,
    /// The attempt that it claimed.
    pub attempt: u8,
    /// When it is stopped.
    pub deadline: u8,
    /// Whether its message comes back when it dies.
    pub has_message: bool,
}

/// Everything at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment<R> {
    /// Ticks since the start.
    pub now: u8,
    /// The invitation.
    pub record: R,
    /// Its due entry.
    pub due: Option<u8>,
    /// Messages in the queue.
    pub messages: u8,
    /// Workers that live, in order.
    pub workers: [Option<Worker>; MOST as usize],
    /// Mails that the transport took.
    pub taken: u8,
    /// Delivery events on their way.
    pub events: u8,
    /// Faults that may still strike.
    pub faults: Faults,
}

/// A way of sending one mail.
pub trait Design {
    /// How it remembers where the mail stands.
    type Record: Copy + Eq + Hash + Debug;

    /// The mail before anything happened.
    fn scheduled(&self) -> Self::Record;

    /// The moments that a sweep of a due entry can lead to.
    fn sweep(&self, moment: &Moment<Self::Record>) -> Vec<Moment<Self::Record>>;

    /// The moments that a worker's step can lead to; it is already gone from `moment`.
    fn work(&self, moment: &Moment<Self::Record>, worker: Worker) -> Vec<Moment<Self::Record>>;

    /// What a delivery event changes.
    fn learn(&self, moment: &Moment<Self::Record>) -> Moment<Self::Record>;

    /// The mail is sent, or stopped on purpose.
    fn is_over(&self, record: Self::Record) -> bool;

    /// The mail waits for an operator.
    fn is_held(&self, record: Self::Record) -> bool;

    /// When the wait for evidence ends, while there is one.
    fn waits_until(&self, record: Self::Record) -> Option<u8>;
}

/// What can happen at the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Mails that the transport took.
    pub most_mails: u8,
    /// A mail that was never sent, with nothing left that would wake it and nobody told.
    pub lost: bool,
    /// A mail that waits for an operator.
    pub held: bool,
}

/// Walks through everything that can happen.
pub fn explore<D: Design>(design: &D, faults: Faults) -> Found {
    let start = Moment {
        now: 0,
        record: design.scheduled(),
        due: Some(0),
        messages: 0,
        workers: [None; MOST as usize],
        taken: 0,
        events: 0,
        faults,
    };
    let mut found = Found { most_mails: 0, lost: false, held: false };
    let mut seen = HashSet::from([start]);
    let mut open = vec![start];
    while let Some(moment) = open.pop() {
        found.most_mails = found.most_mails.max(moment.taken);
        found.held |= design.is_held(moment.record);
        found.lost |= moment.is_asleep() && moment.taken == 0 && !design.is_over(moment.record);
        open.extend(moment.next(design).into_iter().filter(|next| seen.insert(*next)));
    }
    found
}

impl<R: Copy + Eq + Hash + Debug> Moment<R> {
    /// Nothing is left that would wake the mail.
    fn is_asleep(&self) -> bool {
        self.due.is_none() && self.messages == 0 && self.workers == [None; MOST as usize]
    }

    fn next<D: Design<Record = R>>(&self, design: &D) -> Vec<Self> {
        let mut next = Vec::new();
        if self.due.is_some_and(|due| due <= self.now) && self.now < HORIZON {
            next.extend(design.sweep(self));
        }
        if self.messages > 0 {
            next.extend(self.receive());
        }
        if self.events > 0 {
            let learnt = design.learn(self);
            next.push(Self { events: self.events - 1, ..learnt });
            next.extend(self.spend(|f| &mut f.lost_events).map(|m| Self { events: self.events - 1, ..m }));
        }
        for (place, worker) in self.workers.iter().enumerate() {
            let Some(worker) = *worker else { continue };
            let mut without = *self;
            without.workers.iter_mut().skip(place).take(1).for_each(|gone| *gone = None);
            let without = without.in_order();
            next.extend(without.spend(|f| &mut f.crashes).map(|m| m.give_back(worker)));
            next.extend(design.work(&without, worker).into_iter().map(Self::in_order));
        }
        next.extend(self.tick(design));
        next
    }

    fn receive(&self) -> Vec<Self> {
        let worker = |has_message| Worker {
            step: Step::Claim,
            attempt: 0,
            deadline: self.now + WORKER_LIFE,
            has_message,
        };
        let mut next = Vec::new();
        if self.workers.contains(&None) {
            next.push(Self { messages: self.messages - 1, ..self.with(worker(true)) });
            next.extend(self.spend(|f| &mut f.repeats).map(|m| m.with(worker(false))));
        }
        next.extend(self.spend(|f| &mut f.losses).map(|m| Self { messages: self.messages - 1, ..m }));
        next
    }

    /// Time passes. Workers whose time is over die, at the expense of the budget; an event that is not lost arrives
    /// within the wait for evidence.
    fn tick<D: Design<Record = R>>(&self, design: &D) -> Option<Self> {
        let now = self.now + 1;
        let over = |worker: &Worker| worker.deadline <= now;
        let late = self.events > 0 && design.waits_until(self.record).is_some_and(|until| until <= now);
        if self.now >= HORIZON || late {
            return None;
        }
        let mut later = Self { now, ..*self };
        for place in &mut later.workers {
            let Some(worker) = place.filter(over) else { continue };
            *place = None;
            later.faults.crashes = later.faults.crashes.checked_sub(1)?;
            later.messages = (later.messages + u8::from(worker.has_message)).min(MOST);
        }
        Some(later.in_order())
    }

    /// The same moment after one fault of a class, if the budget has one.
    pub fn spend(&self, class: impl FnOnce(&mut Faults) -> &mut u8) -> Option<Self> {
        let mut spent = *self;
        let left = class(&mut spent.faults);
        *left = left.checked_sub(1)?;
        Some(spent)
    }

    /// The same moment with one worker more; there is room for it.
    #[must_use]
    pub fn with(&self, worker: Worker) -> Self {
        let mut with = *self;
        if let Some(place) = with.workers.iter_mut().find(|place| place.is_none()) {
            *place = Some(worker);
        }
        with.in_order()
    }

    /// The same moment with one message more.
    #[must_use]
    pub fn with_message(&self) -> Self {
        Self { messages: (self.messages + 1).min(MOST), ..*self }
    }

    /// The worker's message, where it has one, comes back.
    #[must_use]
    pub fn give_back(&self, worker: Worker) -> Self {
        if worker.has_message { self.with_message() } else { *self }
    }

    /// Workers have no names: moments that differ in their order are the same.
    fn in_order(mut self) -> Self {
        self.workers.sort_unstable();
        self
    }
}
