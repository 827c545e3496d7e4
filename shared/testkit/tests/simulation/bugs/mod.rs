//! Seeded bugs (R6.3): each bends one port or one parameter as a real mistake would, and must be found within the
//! budget of a change, by a law that is about it. The product holds no switch for any of them.

mod outside;
mod reading;
mod sending;
mod storing;

use crate::crowd::play;
use relance_testkit::simulator::Patch;
use std::sync::Arc;

/// As many seeds as the gate plays.
const BUDGET: u64 = 10_000;

/// Plays until the bug is seen; `laws` are those that are about it.
fn is_found(bug: impl Patch + 'static, laws: &[&str]) {
    let bug: Arc<dyn Patch> = Arc::new(bug);

    let sum = play(0..BUDGET, &bug);

    let told = sum.told().unwrap_or_default();
    println!("found after {} seeds: {told}", sum.seeds);
    let law = sum.failed.and_then(|verdict| verdict.violation).map(|violation| violation.law);
    assert!(law.is_some_and(|law| laws.contains(&law)), "expected one of {laws:?} to be broken: {told}");
}
