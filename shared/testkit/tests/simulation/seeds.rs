//! The gate itself (R6.1, R6.2), the replay of one seed, and seeds that failed once.
//! Bugs that must be found are in `bugs`.

use crate::crowd::play;
use relance_testkit::simulator::{Patch, Straight, simulate};
use std::sync::Arc;

/// Seeds of every change; more by `RELANCE_SEEDS`.
const SEEDS: u64 = 10_000;

/// What so many seeds must have met for the laws to mean something.
const NOTEWORTHY: [&str; 20] = [
    "conflict",
    "crash before a call",
    "crash after a call",
    "killed at its deadline",
    "refused call",
    "lost answer",
    "lost hint",
    "repeated message",
    "lost report",
    "in doubt",
    "second mail",
    "throttled",
    "quota exceeded",
    "sender blocked",
    "held",
    "expired",
    "failed",
    "cancelled",
    "score compared",
    "wish heard",
];

#[expect(clippy::disallowed_methods, reason = "which seeds to play is the only setting of a test")]
fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

fn straight() -> Arc<dyn Patch> {
    Arc::new(Straight)
}

/// I1 to I8 and I10, and with them R1.1, R1.2, R1.3, R1.5, R1.6, R2.1, R2.2, R2.3, R3.1, R3.5 and R5.3: ten thousand stories
/// in which everything fails that can. What the laws are blind to is shown by the bugs that they find.
#[test]
fn every_law_holds_in_every_seed() {
    let seeds = number("RELANCE_SEEDS").unwrap_or(SEEDS);

    let sum = play(0..seeds, &straight());

    println!("{} seeds: {:?}", sum.seeds, sum.counts);
    assert_eq!(sum.told(), None);
    let unseen = NOTEWORTHY.into_iter().filter(|what| seeds >= SEEDS && !sum.counts.contains_key(what));
    assert_eq!(unseen.collect::<Vec<_>>(), [""; 0], "a law about these was never put to the test");
}

#[test]
fn replay() {
    let seed = number("RELANCE_SEED").unwrap_or(0);

    let verdict = simulate(seed, straight(), true);

    for line in &verdict.trace {
        println!("{line}");
    }
    assert_eq!(verdict.violation, None);
}

fn holds_in(seed: u64) {
    assert_eq!(simulate(seed, straight(), false).violation, None, "seed {seed} failed before");
}

/// A planned resend whose task was reopened and done again was stored as if it repeated nothing.
#[test]
fn a_resend_that_is_planned_again_still_says_what_it_repeats() {
    holds_in(176);
}

/// The first attempt was taken unseen, the repetition refused after an opt-out: the mute reservation was given back,
/// and the next job asked the same person again an hour later.
#[test]
fn a_doubtful_mail_whose_repetition_is_refused_keeps_its_reservation() {
    holds_in(1_770);
}

/// The same, with a task that was reopened while the repetition waited for a busy transport.
#[test]
fn a_doubtful_mail_whose_task_is_reopened_keeps_its_reservation() {
    holds_in(57_277);
}
