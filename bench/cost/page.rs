//! `bench/COST.md`: what one survey asks of AWS, step by step, and what a million of them cost.
//! What was counted comes from [`crate::survey`], what it costs from [`crate::prices`].

use crate::meter::{Counts, Other};
use crate::prices::{self, MAIL, Part, READ_ON, WAIT_S, WORK_S, dollars};
use crate::survey::{Step, Survey};
use std::fmt::Write as _;

/// The most that a million surveys, each by itself, may cost beside their mails: what they cost now and a little. The aim is
/// 20 USD; lower this with every saving. (It was 32.5 before a send asked for mute and frequency again, B33, and before every
/// hint had a group, R1.11; 33 before a person's history, the board of alerts and what came since an instant were listings.)
pub const MOST: f64 = 35.2;
/// Minutes of a month.
const MINUTES: f64 = 43_800.0;
/// Queues with a function behind them. Lambda keeps five receives of twenty seconds open at each.
const IDLE_RECEIVES: f64 = 4.0 * 5.0 * 3.0;
/// Metrics of our own (adapters, `aws/telemetry.rs`).
const METRICS: f64 = 7.0;
/// Where the part ends that `make test` holds to what it counts.
const HELD: &str = "\n## In dollars\n";

/// The part that a change of the code changes only together with the calls of a survey.
pub fn held(page: &str) -> &str {
    page.split(HELD).next().unwrap()
}

/// The whole page.
pub fn page(plain: &Survey, alerting: &Survey, ten: &Survey) -> String {
    let mut text = format!("{HEAD}\n{CALLS}");
    for step in &plain.steps {
        line(&mut text, step.name, &step.counts);
    }
    let sum = total(&plain.steps);
    line(&mut text, "**one survey**", &sum);
    for step in alerting.steps.iter().filter(|step| ["evaluate", ALERT_MAIL].contains(&step.name)) {
        line(&mut text, &format!("with an alert: {}", step.name), &step.counts);
    }
    line(&mut text, "a sweep that finds nothing", &plain.idle_sweep);
    _ = write!(text, "\n{}", calls(&plain.steps));
    text.push_str(HELD);
    money(&mut text, [&sum, &total(&alerting.steps)], &total(&ten.steps));
    idle(&mut text, &plain.idle_sweep);
    price_list(&mut text);
    text
}

/// Reads and writes of each step, as ARCHITECTURE.md says them.
pub fn table_calls(survey: &Survey) -> String {
    let tables = survey.steps.iter().filter(|step| step.counts.reads + step.counts.writes > 0);
    let each = tables.map(|step| format!("{} {}/{}", step.name, step.counts.reads, step.counts.writes));
    each.collect::<Vec<_>>().join(", ")
}

/// What the steps cost together.
pub fn total(steps: &[Step]) -> Counts {
    let mut sum = Counts::default();
    for step in steps {
        sum.add(&step.counts);
    }
    sum
}

const ALERT_MAIL: &str = "mail about the alert";

const HEAD: &str = "# What one survey costs
Written by `make cost`; `make test` holds the first part to what it counts. The real functions with the real adapters walk
one survey over the embedded engine: hook, plan, sweep, send, evidence, open, answer, evaluate. Every call of the SDK to
DynamoDB asks for the capacity that it consumed, and the units are those that came back; the other services are counted
where their requests arrive. A survey by itself is the most that one can cost; where many are under way at once, Lambda
receives ten messages with one request and works on them in one invocation, as the last column of the second part shows.
Caches are as warm as the surveys before left them.
";

const CALLS: &str = "## Asked of AWS
| Step | Reads | Writes | Read units | Write units | of these in indexes | Invocations | HTTP | SQS | SNS | SSM |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
";

fn line(text: &mut String, name: &str, counts: &Counts) {
    let Counts { reads, writes, read_units, write_units, index_units, .. } = counts;
    let [http, queue, notified, parameters] =
        [Other::Http, Other::Queue, Other::Notification, Other::Parameter].map(|what| counts.other(what));
    _ = writeln!(
        text,
        "| {name} | {reads} | {writes} | {read_units} | {write_units} | {index_units} | {} | {http} | {queue} | {notified} | {parameters} |",
        counts.invoked()
    );
}

fn calls(steps: &[Step]) -> String {
    let mut text = "Calls to the tables, by step:\n".to_owned();
    for step in steps.iter().filter(|step| !step.counts.calls.is_empty()) {
        let each = step.counts.calls.iter().map(|(call, times)| format!("{times} x {call}"));
        _ = writeln!(text, "- {}: {}", step.name, each.collect::<Vec<_>>().join(", "));
    }
    text
}

fn money(text: &mut String, [plain, alerting]: [&Counts; 2], ten: &Counts) {
    _ = write!(
        text,
        "\n| USD for a million surveys, sent and answered | each by itself | each with an alert | ten at a time |\n|---|---:|---:|---:|\n"
    );
    let columns = [
        million(plain),
        million(alerting),
        million(ten).into_iter().map(|(name, one)| (name, one / 10.0)).collect(),
    ];
    for (row, (name, _)) in columns[0].iter().enumerate() {
        let cells = columns.each_ref().map(|column| format!("{:.2}", column[row].1));
        _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
    }
}

/// Dollars by service, their sum, and SES apart.
fn million(counts: &Counts) -> Vec<(&'static str, f64)> {
    let parts = dollars(counts);
    let sum: f64 = parts.iter().map(|part| part.dollars).sum();
    #[expect(clippy::cast_precision_loss, reason = "mails of a few surveys")]
    let mails = counts.other(Other::Mail) as f64 * MAIL.dollars;
    let all = parts.iter().map(|Part { service, dollars }| (*service, *dollars));
    all.chain([("**beside mail**", sum), ("SES", mails)]).map(|(name, one)| (name, one * 1e6)).collect()
}

/// What a month costs in which nobody does anything. Everything here ends with the stack.
fn idle(text: &mut String, sweep: &Counts) {
    let sweeps = dollars(sweep).iter().map(|part| part.dollars).sum::<f64>() * MINUTES;
    let receives = IDLE_RECEIVES * MINUTES * prices::QUEUE_REQUEST.dollars;
    let metrics = METRICS * prices::METRIC.dollars;
    _ = write!(
        text,
        "\n**A month without any survey**, beside storage and alarms: {sweeps:.2} USD for 43,800 sweeps, {receives:.2} USD for \
         the empty receives with which Lambda watches four queues (the first million of the 2.6 million is free), {metrics:.2} USD \
         for seven metrics (ten are free).\n"
    );
}

fn price_list(text: &mut String) {
    _ = write!(
        text,
        "\n**Prices**: us-east-1, on demand, first tier, no free tier, read on {READ_ON} (`bench/cost/prices.rs`). Lambda's time is \
         assumed and not measured: {:.0} ms of waiting for each call (records of a batch wait side by side), {:.0} ms of work for each \
         invocation, at 256 MB.\n\n\
         | What | USD | Source |\n|---|---:|---|\n",
        WAIT_S * 1e3,
        WORK_S * 1e3
    );
    for price in prices::ALL {
        let unit = if price.of.contains("million") {
            1e6
        } else if price.of.contains("GB") {
            1e9
        } else {
            1.0
        };
        _ = writeln!(text, "| {} | {:.3} | {} |", price.of, price.dollars * unit, price.source);
    }
}
