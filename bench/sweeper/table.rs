//! RESULTS.md: one row per store and number of pending mails, and what many cost compared with few.
//! Measuring is in `measure`.

use crate::measure::Sweeps;
use crate::stores::DUE;
use std::fmt::Write as _;
use std::time::Duration;

const HEAD: &str = "# Measured
Each part is written by its own program; run it again instead of editing. What a survey costs is in [COST.md](COST.md).

## One sweep with 100 mails due
`make bench` (`cargo bench --locked --package relance-bench --bench sweeper`).
R2.5: a sweep costs what is due, not what is pending. Each row: the median and the 90th percentile of 31 sweeps over
the same store, each of which finds, hints and re-dates the same hundred mails; the queue costs nothing. The ratio is
the row's median over that of the same store with the fewest pending mails. In memory a million records no longer fit
the processor's cache, so each of the hundred look-ups takes longer; a cost that grew with them would be a hundredfold.

| Command | Store | Pending | Due | Median | p90 | Ratio |
|---|---|---:|---:|---:|---:|---:|
";

/// The rows, in the order in which they were measured.
#[derive(Default)]
pub struct Table(Vec<(&'static str, usize, Sweeps)>);

impl Table {
    pub fn add(&mut self, store: &'static str, pending: usize, sweeps: Sweeps) {
        self.0.push((store, pending, sweeps));
    }

    pub fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (store, pending, sweeps) in &self.0 {
            let few =
                self.0.iter().find(|(other, ..)| other == store).map_or(Duration::ZERO, |row| row.2.at(50));
            let (median, p90) = (ms(sweeps.at(50)), ms(sweeps.at(90)));
            let ratio = sweeps.at(50).as_secs_f64() / few.as_secs_f64();
            // Writing to a string cannot fail.
            _ = writeln!(
                text,
                "| `make bench` | {store} | {pending} | {DUE} | {median} | {p90} | {ratio:.2} |"
            );
        }
        text
    }
}

fn ms(took: Duration) -> String {
    format!("{:.3} ms", took.as_secs_f64() * 1_000.0)
}
