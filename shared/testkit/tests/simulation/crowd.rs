//! Many seeds at once, on all cores, and the one that fails with the command that replays it.
//! What one seed plays is the simulator's.

use relance_testkit::simulator::{Patch, SeedVerdict, simulate};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// What many seeds showed together.
#[derive(Default)]
pub struct Sum {
    /// How many seeds were played.
    pub seeds: u64,
    /// The failing seed with the smallest number, where one fails.
    pub failed: Option<SeedVerdict>,
    /// How often each noteworthy thing happened.
    pub counts: BTreeMap<&'static str, u64>,
}

/// Plays seeds until one fails.
pub fn play(seeds: Range<u64>, patch: &Arc<dyn Patch>) -> Sum {
    let sum = Mutex::new(Sum::default());
    let next = AtomicU64::new(seeds.start);
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        return;
                    }
                    let verdict = simulate(seed, patch.clone(), false);
                    let mut sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
                    over.fetch_or(verdict.violation.is_some(), Ordering::Relaxed);
                    sum.add(verdict);
                }
            });
        }
    });
    sum.into_inner().unwrap_or_else(PoisonError::into_inner)
}

impl Sum {
    fn add(&mut self, verdict: SeedVerdict) {
        self.seeds += 1;
        for (what, times) in &verdict.counts {
            *self.counts.entry(what).or_default() += times;
        }
        let first = self.failed.as_ref().is_none_or(|known| verdict.seed < known.seed);
        if verdict.violation.is_some() && first {
            self.failed = Some(verdict);
        }
    }

    /// What to tell about a failure, with the command that shows it.
    pub fn told(&self) -> Option<String> {
        let failed = self.failed.as_ref()?;
        let violation = failed.violation.as_ref()?;
        Some(format!(
            "seed {seed} breaks {law}: {what}\nreplay it with\n    RELANCE_SEED={seed} cargo test -p relance-testkit --test simulation replay -- --nocapture",
            seed = failed.seed,
            law = violation.law,
            what = violation.what,
        ))
    }
}
