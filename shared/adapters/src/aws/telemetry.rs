//! What a function tells: its log as JSON lines on standard output, and metrics in `CloudWatch`'s embedded format.
//! A metric is a field of a log line, named in the table below: who counts something writes it where it happens.

use crate::chance::SystemClock;
use jiff::Timestamp;
use relance_application::ports::chance::Clock as _;
use serde_json::{Value, json};
use std::io::Write as _;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};

/// Field of a log line, name of its metric, unit. infra/watch.yaml alarms on them.
const METRICS: [(&str, &str, &str); 7] = [
    ("oldest_overdue_s", "OldestOverdueSeconds", "Seconds"),
    ("sweeps_completed", "SweepsCompleted", "Count"),
    ("hints_sent", "HintsSent", "Count"),
    ("records_parked", "RecordsParked", "Count"),
    ("lateness_ms", "LatenessMilliseconds", "Milliseconds"),
    ("webhooks_disabled", "WebhooksDisabled", "Count"),
    ("uncertain_sends", "UncertainSends", "Count"),
];

/// What begins the names of our own crates. Libraries tell warnings only, whatever the level: at finer ones the SDK and the
/// HTTP client write whole requests down, with the addresses and words in them.
const OURS: [&str; 10] = [
    "relance",
    "intake_webhook",
    "submit_answer",
    "serve_api",
    "serve_console",
    "evaluate_rules",
    "release_due",
    "dispatch_sends",
    "record_delivery",
    "run_actions",
];

/// How much our own code tells: one of four words. A filter by target could ask a library for bodies.
fn level(word: Option<&str>) -> LevelFilter {
    match word.unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "error" => LevelFilter::ERROR,
        "warn" => LevelFilter::WARN,
        "debug" => LevelFilter::DEBUG,
        _ => LevelFilter::INFO,
    }
}

/// Starts telling. `system` names the installation in every metric; `filter` is `error`, `warn`, `info` or `debug`, and
/// `info` where it is none of them.
///
/// # Errors
/// When the process tells already.
pub(super) fn start(system: &str, filter: Option<&str>) -> Result<(), TryInitError> {
    teller(system, filter, std::io::stdout).try_init()
}

/// What a function tells, told to `out`.
pub fn teller<W>(system: &str, filter: Option<&str>, out: W) -> impl Subscriber + Send + Sync + use<W>
where
    W: for<'w> MakeWriter<'w> + Clone + Send + Sync + 'static,
{
    let level = level(filter);
    // Not `EnvFilter`: its regular expressions are a tenth of a small function, and nobody filters by field.
    let filter = Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_targets(OURS.map(|ours| (ours, level)));
    let lines = fmt::layer().json().flatten_event(true).with_current_span(true).with_span_list(false);
    let metrics = MetricsLayer { system: system.to_owned(), out: out.clone() };
    tracing_subscriber::registry().with(filter).with(lines.with_writer(out)).with(metrics)
}

struct MetricsLayer<W> {
    system: String,
    out: W,
}

impl<S: Subscriber, W: for<'w> MakeWriter<'w> + 'static> Layer<S> for MetricsLayer<W> {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut measured = EventMetrics::default();
        event.record(&mut measured);
        if measured.0.is_empty() {
            return;
        }
        let line = embedded(&self.system, SystemClock.now(), &measured.0);
        // There is no other way out; when it is closed there is nobody left to tell.
        _ = writeln!(self.out.make_writer(), "{line}");
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Metric {
    name: &'static str,
    unit: &'static str,
    value: i64,
}

#[derive(Default)]
struct EventMetrics(Vec<Metric>);

impl Visit for EventMetrics {
    fn record_i64(&mut self, field: &Field, value: i64) {
        if let Some((_, name, unit)) = METRICS.iter().find(|(known, _, _)| *known == field.name()) {
            self.0.push(Metric { name, unit, value });
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.record_i64(field, i64::try_from(value).unwrap_or(i64::MAX));
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// One line of the embedded metric format; `System` is the dimension that the alarms ask for.
fn embedded(system: &str, at: Timestamp, measured: &[Metric]) -> Value {
    let definitions: Vec<_> =
        measured.iter().map(|one| json!({ "Name": one.name, "Unit": one.unit })).collect();
    let directive = json!({ "Namespace": "Relance", "Dimensions": [["System"]], "Metrics": definitions });
    let about = json!({ "Timestamp": at.as_millisecond(), "CloudWatchMetrics": [directive] });
    let frame = [("_aws".to_owned(), about), ("System".to_owned(), json!(system))];
    let values = measured.iter().map(|one| (one.name.to_owned(), json!(one.value)));
    Value::Object(frame.into_iter().chain(values).collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Seen(Arc<Mutex<Vec<Metric>>>);

    impl<S: Subscriber> Layer<S> for Seen {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            let mut measured = EventMetrics::default();
            event.record(&mut measured);
            self.0.lock().unwrap().extend(measured.0);
        }
    }

    #[test]
    fn r2_6_a_named_field_of_a_log_line_is_a_metric_and_no_other() {
        let seen = Seen::default();

        tracing::subscriber::with_default(tracing_subscriber::registry().with(seen.clone()), || {
            tracing::info!(oldest_overdue_s = 12_i64, hints_sent = 3_usize, attempts = 7, "swept");
            tracing::info!(lateness_ms = -1_i64, send_id = "inv_1", "a mail was taken");
            tracing::info!(reason = "nothing measured", "a line");
        });

        let expected = [
            Metric { name: "OldestOverdueSeconds", unit: "Seconds", value: 12 },
            Metric { name: "HintsSent", unit: "Count", value: 3 },
            Metric { name: "LatenessMilliseconds", unit: "Milliseconds", value: -1 },
        ];
        assert_eq!(*seen.0.lock().unwrap(), expected);
    }

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn told(filter: Option<&str>) -> String {
        let lines = Lines::default();
        let out = lines.clone();
        tracing::subscriber::with_default(teller("relance-dev", filter, move || out.clone()), || {
            tracing::debug!(target: "aws_smithy_runtime::client", "a body");
            tracing::trace!(target: "relance_adapters::edge", "a body");
            tracing::info!(target: "hyper_util", "a connection");
            tracing::warn!(target: "hyper_util", "a library warns");
            tracing::debug!(target: "dispatch_sends", "a detail");
            tracing::info!(target: "relance_application::invitation", "a mail was taken");
        });
        let bytes = lines.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn no_level_makes_a_library_tell_what_it_sends() {
        let filters =
            [None, Some("debug"), Some("trace"), Some("trace,aws_smithy_runtime=trace"), Some("warn")];

        for filter in filters {
            let told = told(filter);

            assert!(!told.contains("a body") && !told.contains("a connection"), "{filter:?}: {told}");
            assert!(told.contains("a library warns"), "{filter:?}: {told}");
            assert_eq!(told.contains("a detail"), filter == Some("debug"), "{filter:?}: {told}");
            assert_eq!(told.contains("a mail was taken"), filter != Some("warn"), "{filter:?}: {told}");
        }
    }

    /// R2.6.
    #[test]
    fn a_metric_line_is_in_the_embedded_format() {
        let line = embedded(
            "relance-dev",
            "2026-11-22T19:05:12Z".parse().unwrap(),
            &[Metric { name: "SweepsCompleted", unit: "Count", value: 1 }],
        );

        let expected = json!({
            "_aws": {
                "Timestamp": 1_795_374_312_000_i64,
                "CloudWatchMetrics": [{
                    "Namespace": "Relance",
                    "Dimensions": [["System"]],
                    "Metrics": [{ "Name": "SweepsCompleted", "Unit": "Count" }],
                }],
            },
            "System": "relance-dev",
            "SweepsCompleted": 1,
        });
        assert_eq!(line, expected);
    }

    /// R2.6.
    #[test]
    fn the_alarms_ask_for_metrics_that_exist() {
        let watch = include_str!("../../../../infra/watch.yaml");

        for name in ["OldestOverdueSeconds", "SweepsCompleted", "LatenessMilliseconds", "WebhooksDisabled"] {
            assert!(METRICS.iter().any(|(_, known, _)| *known == name), "{name}");
            assert!(watch.contains(&format!("MetricName: {name}")), "{name}");
        }
    }
}
