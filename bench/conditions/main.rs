//! How fast conditions are evaluated (`make bench-conditions`): one rule on a thousand answers whose verdicts are known, with
//! and without its trace, from parsed answers and from their JSON text; and a hundred rules on one answer.
//! What conditions mean is tested in `shared/domain/src/condition/tests`. Its medians are not in RESULTS.md yet.
#![expect(clippy::unwrap_used, reason = "a measurement that fails must stop, and be seen")]

mod answers;

use answers::{Answer, Replies, Slot};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use relance_domain::condition::{Checked, Condition};
use std::hint::black_box;

const RULE: &str = include_str!("rule.json");
const LINES: &str = include_str!("answers.jsonl");

fn read(json: &str) -> Condition {
    serde_json::from_str(json).unwrap()
}

fn checked(json: &str) -> Checked<Slot> {
    read(json).check(&Replies).unwrap()
}

/// The text of each answer, and its verdict.
fn lines() -> Vec<(&'static str, bool)> {
    let line = |line: &'static str| {
        let (verdict, answer) = line.split_once(r#","answer":"#).unwrap();
        (answer.strip_suffix('}').unwrap(), verdict.ends_with("true"))
    };
    LINES.lines().map(line).collect()
}

/// A hundred rules, each its own.
fn hundred() -> Vec<Checked<Slot>> {
    let rule = |number: u32| {
        let rule = RULE
            .replace("refund", &format!("refund{}", number % 7))
            .replace("\"P1\"", &format!("\"P{}\"", number % 4));
        checked(&rule.replace(r#""value": 6}"#, &format!(r#""value": {}}}"#, 3 + number % 8)))
    };
    (0..100).map(rule).collect()
}

fn on_a_thousand_answers(criterion: &mut Criterion) {
    let rule = checked(RULE);
    let lines = lines();
    let answers: Vec<Answer<'_>> =
        lines.iter().map(|(text, _)| serde_json::from_str(text).unwrap()).collect();
    let right =
        answers.iter().zip(&lines).filter(|(answer, (_, verdict))| rule.holds(*answer) == *verdict).count();
    assert_eq!(right, lines.len(), "measured is only what is right");

    let mut group = criterion.benchmark_group("one rule on a thousand answers");
    group.throughput(Throughput::Elements(1_000));
    group.bench_function("parsed", |bencher| {
        bencher.iter(|| answers.iter().filter(|answer| rule.holds(black_box(*answer))).count());
    });
    group.bench_function("parsed, with its trace", |bencher| {
        bencher
            .iter(|| answers.iter().filter(|answer| black_box(rule.trace(black_box(*answer))).holds).count());
    });
    group.bench_function("from JSON text", |bencher| {
        let holds = |text: &str| rule.holds(&serde_json::from_str::<Answer<'_>>(text).unwrap());
        bencher.iter(|| lines.iter().filter(|(text, _)| holds(black_box(text))).count());
    });
    group.finish();
}

fn on_one_answer(criterion: &mut Criterion) {
    let rules = hundred();
    let lines = lines();
    let longest = lines.iter().max_by_key(|(text, _)| text.len()).unwrap();
    let answer: Answer<'_> = serde_json::from_str(longest.0).unwrap();

    criterion.bench_function("a hundred rules on the longest answer", |bencher| {
        bencher.iter(|| rules.iter().filter(|rule| rule.holds(black_box(&answer))).count());
    });
    criterion.bench_function("reading and checking the rule", |bencher| {
        bencher.iter_batched(|| RULE, |json| checked(black_box(json)), BatchSize::SmallInput);
    });
}

criterion_group!(benches, on_a_thousand_answers, on_one_answer);
criterion_main!(benches);
