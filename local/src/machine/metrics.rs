//! What this process measures (R2.2, R2.6): the same fields of log lines that are metrics on AWS, kept in memory.
//! They are shown under `/local/metrics.json`; what is measured is told where it happens.

use serde::Serialize;
use std::collections::VecDeque;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

/// Sends whose lateness is remembered, latest last.
const REMEMBERED: usize = 10_000;

/// Everything measured since the start.
#[derive(Debug, Default)]
pub struct Metrics(Mutex<Measured>);

#[derive(Debug, Default)]
struct Measured {
    lateness_ms: VecDeque<i64>,
    sends: u64,
    uncertain_sends: u64,
    sweeps: u64,
    hints_sent: u64,
    oldest_overdue_s: i64,
}

/// How late mails were taken, in milliseconds after their time; below zero would be early, which never happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Lateness {
    /// How many mails this is about.
    pub sends: usize,
    /// The earliest of them.
    pub min: i64,
    /// Half of them were at most as late.
    pub p50: i64,
    /// Ninety-nine in a hundred were at most as late.
    pub p99: i64,
    /// The latest of them.
    pub max: i64,
}

/// The figures of this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CurrentFigures {
    /// Of the latest ten thousand mails; none before the first.
    pub lateness_ms: Option<Lateness>,
    /// Mails that the transport took.
    pub sends: u64,
    /// Mails of which the transport gave no usable answer.
    pub uncertain_sends: u64,
    /// Sweeps of the due index.
    pub sweeps: u64,
    /// Hints that sweeps sent.
    pub hints_sent: u64,
    /// Age of the oldest entry whose time had passed, at the latest sweep.
    pub oldest_overdue_s: i64,
}

impl Metrics {
    fn measured(&self) -> MutexGuard<'_, Measured> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was measured so far.
    pub fn figures(&self) -> CurrentFigures {
        let measured = self.measured();
        let mut lateness: Vec<i64> = measured.lateness_ms.iter().copied().collect();
        lateness.sort_unstable();
        CurrentFigures {
            lateness_ms: lateness_of(&lateness),
            sends: measured.sends,
            uncertain_sends: measured.uncertain_sends,
            sweeps: measured.sweeps,
            hints_sent: measured.hints_sent,
            oldest_overdue_s: measured.oldest_overdue_s,
        }
    }

    /// Takes up what log lines measure.
    pub fn listener<S: Subscriber>(self: &Arc<Self>) -> impl Layer<S> + use<S> {
        Listener(self.clone())
    }
}

/// By nearest rank, of sorted values.
fn lateness_of(sorted: &[i64]) -> Option<Lateness> {
    let at = |per_cent: usize| {
        let rank = (sorted.len() * per_cent).div_ceil(100);
        sorted.get(rank.saturating_sub(1)).copied()
    };
    Some(Lateness { sends: sorted.len(), min: at(0)?, p50: at(50)?, p99: at(99)?, max: at(100)? })
}

impl Measured {
    fn take(&mut self, field: &str, value: i64) {
        let count = u64::try_from(value).unwrap_or(0);
        match field {
            "lateness_ms" => {
                self.sends += 1;
                if self.lateness_ms.len() == REMEMBERED {
                    self.lateness_ms.pop_front();
                }
                self.lateness_ms.push_back(value);
            }
            "uncertain_sends" => self.uncertain_sends += count,
            "sweeps_completed" => self.sweeps += count,
            "hints_sent" => self.hints_sent += count,
            "oldest_overdue_s" => self.oldest_overdue_s = value,
            _ => {}
        }
    }
}

struct Listener(Arc<Metrics>);

impl<S: Subscriber> Layer<S> for Listener {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        event.record(&mut FieldVisitor(&mut self.0.measured()));
    }
}

struct FieldVisitor<'a>(&'a mut Measured);

impl Visit for FieldVisitor<'_> {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.take(field.name(), value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.record_i64(field, i64::try_from(value).unwrap_or(i64::MAX));
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing_subscriber::layer::SubscriberExt as _;

    #[test]
    fn r2_6_named_fields_of_log_lines_are_counted_and_no_others() {
        let metrics = Arc::new(Metrics::default());
        let subscriber = tracing_subscriber::registry().with(metrics.listener());
        assert_eq!(metrics.figures().lateness_ms, None);

        tracing::subscriber::with_default(subscriber, || {
            for late in 1..=200_i64 {
                tracing::info!(lateness_ms = late, "a mail was taken");
            }
            tracing::info!(sweeps_completed = 1, oldest_overdue_s = 7_i64, hints_sent = 3_usize, "swept");
            tracing::info!(sweeps_completed = 1, oldest_overdue_s = 0_i64, hints_sent = 4_usize, "swept");
            tracing::warn!(uncertain_sends = 1, attempt = 9, "no usable answer");
        });

        let lateness = Lateness { sends: 200, min: 1, p50: 100, p99: 198, max: 200 };
        let expected = CurrentFigures {
            lateness_ms: Some(lateness),
            sends: 200,
            uncertain_sends: 1,
            sweeps: 2,
            hints_sent: 7,
            oldest_overdue_s: 0,
        };
        assert_eq!(metrics.figures(), expected);
    }

    #[test]
    fn the_latest_ten_thousand_sends_are_remembered() {
        let mut measured = Measured::default();
        for late in 0..10_001 {
            measured.take("lateness_ms", late);
        }

        let figures = Metrics(Mutex::new(measured)).figures();

        assert_eq!(figures.sends, 10_001);
        assert_eq!(figures.lateness_ms.map(|l| (l.sends, l.min, l.max)), Some((10_000, 1, 10_000)));
    }
}
