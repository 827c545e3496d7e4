//! The design in use: due index with a watchdog, claim with a lease, evidence. Every transition is made by the
//! product's own `step`; this file only packs its states into few bytes and carries out its effects.

use crate::exploration::{Design, Moment, Step, Worker};
use jiff::{SignedDuration, Timestamp};
use relance_domain::campaign::OnUncertain;
use relance_domain::invitation::{
    Command, Effect, SendOutcome, SendProgress, SendRules, SendState, Transition, step,
};

const TICK_S: i64 = 60;
/// A worker may live two ticks; a holder past its lease is certainly dead.
const LEASE: i64 = 3;
/// A swept entry comes back after this many ticks.
const WATCHDOG: u8 = 3;

/// The design in use.
#[derive(Debug, Clone, Copy)]
pub struct Protocol {
    on_uncertain: OnUncertain,
    /// In ticks.
    evidence_wait: i64,
}

/// A state of the protocol: which one, its attempt, its instant, attempts and resends so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Packed {
    state: Word,
    attempt: u8,
    until: u8,
    attempts: u8,
    resends: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Word {
    Scheduled,
    Sending,
    Uncertain,
    Sent,
    Held,
}

impl Protocol {
    pub fn new(on_uncertain: OnUncertain) -> Self {
        Self { on_uncertain, evidence_wait: 4 }
    }

    /// The same design, too hasty to wait for evidence.
    pub fn hasty(on_uncertain: OnUncertain) -> Self {
        Self { on_uncertain, evidence_wait: 0 }
    }

    fn rules(&self) -> SendRules {
        SendRules {
            lease: SignedDuration::from_secs(LEASE * TICK_S),
            evidence_wait: SignedDuration::from_secs(self.evidence_wait * TICK_S),
            on_uncertain: self.on_uncertain,
            ..SendRules::default()
        }
    }

    /// One transition, stored with its due entry in one conditional write.
    fn apply(&self, moment: &Moment<Packed>, command: &Command) -> (Moment<Packed>, Effect) {
        let Transition { next, effect } =
            step(&unpack(moment.record), command, instant(moment.now), &self.rules());
        let stored = next.map(|next| Moment { record: pack(&next), due: next.due_at().map(tick), ..*moment });
        (stored.unwrap_or(*moment), effect)
    }

    fn report(&self, moment: &Moment<Packed>, worker: Worker, outcome: SendOutcome) -> Vec<Moment<Packed>> {
        let report = Command::Reported { attempt: worker.attempt.into(), outcome, jitter_s: 0 };
        vec![self.apply(moment, &report).0]
    }

    fn claim(&self, moment: &Moment<Packed>, worker: Worker) -> Vec<Moment<Packed>> {
        if worker.deadline <= moment.now {
            return vec![moment.give_back(worker)];
        }
        let (moment, effect) = self.apply(moment, &Command::Wake);
        vec![match effect {
            Effect::Deliver { attempt } => {
                moment.with(Worker { step: Step::Deliver, attempt: small(attempt), ..worker })
            }
            Effect::HintAt(_) => moment.with_message(),
            Effect::None | Effect::PauseSending { .. } => moment,
        }]
    }
}

impl Design for Protocol {
    type Record = Packed;

    fn scheduled(&self) -> Packed {
        pack(&SendProgress::scheduled(instant(0)))
    }

    /// The hint first, then the new date; a crash in between leaves the entry as it was.
    fn sweep(&self, moment: &Moment<Packed>) -> Vec<Moment<Packed>> {
        let hinted = moment.with_message();
        let mut next = vec![Moment { due: Some(moment.now + WATCHDOG), ..hinted }];
        next.extend(hinted.spend(|faults| &mut faults.crashes));
        next
    }

    fn work(&self, moment: &Moment<Packed>, worker: Worker) -> Vec<Moment<Packed>> {
        match worker.step {
            Step::Claim => self.claim(moment, worker),
            Step::Deliver => {
                let taken = |m: Moment<Packed>| Moment { taken: m.taken + 1, events: m.events + 1, ..m };
                let then = |m: Moment<Packed>, step| m.with(Worker { step, ..worker });
                let mut next = vec![then(taken(*moment), Step::NoteTaken)];
                let lost_answer = moment.spend(|faults| &mut faults.lost_answers);
                next.extend(lost_answer.map(|m| then(taken(m), Step::NoteDoubt)));
                let throttled = moment.spend(|faults| &mut faults.throttles);
                next.extend(throttled.map(|m| then(m, Step::NoteThrottled)));
                next
            }
            Step::NoteTaken => {
                self.report(moment, worker, SendOutcome::Accepted { message_id: String::new() })
            }
            Step::NoteDoubt => self.report(moment, worker, SendOutcome::Unknown),
            Step::NoteThrottled => self.report(moment, worker, SendOutcome::Throttled),
        }
    }

    fn learn(&self, moment: &Moment<Packed>) -> Moment<Packed> {
        self.apply(moment, &Command::Accepted { attempt: None, message_id: None }).0
    }

    fn is_over(&self, record: Packed) -> bool {
        matches!(record.state, Word::Sent | Word::Held)
    }

    fn is_held(&self, record: Packed) -> bool {
        record.state == Word::Held
    }

    fn waits_until(&self, record: Packed) -> Option<u8> {
        (record.state == Word::Uncertain).then_some(record.until)
    }
}

fn instant(tick: u8) -> Timestamp {
    Timestamp::from_second(i64::from(tick) * TICK_S).unwrap()
}

/// The first tick at or after an instant.
fn tick(at: Timestamp) -> u8 {
    u8::try_from((at.as_second() + TICK_S - 1).div_euclid(TICK_S)).unwrap()
}

fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap()
}

fn pack(progress: &SendProgress) -> Packed {
    let (state, attempt, until) = match &progress.state {
        SendState::Scheduled { due_at } => (Word::Scheduled, 0, tick(*due_at)),
        SendState::Sending { attempt, lease_until, .. } => (Word::Sending, *attempt, tick(*lease_until)),
        SendState::Uncertain { attempt, until } => (Word::Uncertain, *attempt, tick(*until)),
        SendState::Sent { attempt, .. } => (Word::Sent, *attempt, 0),
        SendState::Held { attempt } => (Word::Held, *attempt, 0),
        other => unreachable!("nobody cancels here, nothing is late and nothing is refused: {other:?}"),
    };
    let (attempts, resends) = (small(progress.attempts), small(progress.resends));
    Packed { state, attempt: small(attempt), until, attempts, resends }
}

fn unpack(packed: Packed) -> SendProgress {
    let (attempt, at) = (packed.attempt.into(), instant(packed.until));
    let state = match packed.state {
        Word::Scheduled => SendState::Scheduled { due_at: at },
        Word::Sending => SendState::Sending { attempt, lease_until: at, due_at: None },
        Word::Uncertain => SendState::Uncertain { attempt, until: at },
        Word::Sent => SendState::Sent { attempt, at, message_id: None },
        Word::Held => SendState::Held { attempt },
    };
    let (attempts, resends) = (packed.attempts.into(), packed.resends.into());
    // Doubts bind only what is given up, and nobody gives up here.
    SendProgress { state, planned_for: instant(0), attempts, resends, doubts: 0 }
}
