//! The gate itself, the replay of one seed, and seeds that failed once.
//! Bugs that must be found are in `bugs`.

use crate::crowd::play;
use relance_testkit::simulator::{Patch, Straight, simulate};
use std::sync::Arc;

/// Seeds of every change; more by `RELANCE_SEEDS`.
const SEEDS: u64 = 10_000;

#[expect(clippy::disallowed_methods, reason = "which seeds to play is the only setting of a test")]
fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

fn straight() -> Arc<dyn Patch> {
    Arc::new(Straight)
}

#[test]
fn every_law_holds_in_every_seed() {
    let seeds = number("RELANCE_SEEDS").unwrap_or(SEEDS);

    let sum = play(0..seeds, &straight());

    println!("{} seeds: {:?}", sum.seeds, sum.counts);
    assert_eq!(sum.told(), None);
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
