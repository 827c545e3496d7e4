//! Limits by example, and against a search minute by minute.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use proptest::prelude::*;

fn minutes(n: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + n * 60).unwrap()
}

fn delay(total: i64) -> Delay {
    Delay::parse(&format!("{}:{:02}:{:02}", total / 1440, (total / 60) % 24, total % 60)).unwrap()
}

fn limit(most: usize, period: i64) -> Limit {
    Limit { most, period: delay(period) }
}

#[test]
fn d25_a_period_rolls_and_its_very_end_is_free() {
    let twice_a_day = limit(2, 1440);
    let times = [minutes(0), minutes(600)];

    assert_eq!(twice_a_day.free_from(&times, minutes(700)), minutes(1440));
    assert_eq!(twice_a_day.free_from(&times, minutes(1440)), minutes(1440));
    assert_eq!(twice_a_day.free_from(&times[..1], minutes(700)), minutes(700));
}

#[test]
fn c18_the_first_instant_keeps_every_bound_and_the_slowest_is_named() {
    let bound = |name: &str, limit, times: &[i64]| Bound {
        set_by: SetBy::Rule(name.to_owned()),
        limit,
        times: times.iter().map(|n| minutes(*n)).collect(),
    };
    let bounds = [bound("gap", limit(1, 100), &[0, 250]), bound("max", limit(2, 300), &[0, 10])];

    let FirstFree { at: free, slowest } = first_free(minutes(50), &bounds).unwrap();

    assert_eq!(free, minutes(350), "300 by `max`, which `gap` moves behind its own reservation at 250");
    assert_eq!(slowest.set_by, SetBy::Rule("max".to_owned()));
    assert_eq!(first_free(minutes(1_000), &bounds), None);
}

#[test]
fn p13_a_rule_is_about_the_sends_that_its_scope_names() {
    let scope = FrequencyScope { task_types: vec!["Appel".to_owned()], ..FrequencyScope::default() };
    let about = |task_type: Option<&str>| SendTrace {
        task_type: task_type.map(str::to_owned),
        ..SendTrace::default()
    };

    assert!(scope.covers(&about(Some(" appel"))));
    assert!(!scope.covers(&about(Some("Visite"))));
    assert!(!scope.covers(&about(None)));
    assert!(FrequencyScope::default().covers(&about(None)));
}

#[test]
fn what_cannot_be_meant_is_refused_with_a_reason() {
    let table = [
        (r#"{"name":" ","gap":"01:00:00"}"#, "give the rule a name"),
        (r#"{"name":"a"}"#, "a rule needs `max` with `period`, or `gap`"),
        (r#"{"name":"a","gap":""}"#, "a rule needs `max` with `period`, or `gap`"),
        (r#"{"name":"a","max":2}"#, "`max` and `period` belong together"),
        (r#"{"name":"a","period":"30:00:00"}"#, "`max` and `period` belong together"),
        (r#"{"name":"a","max":0,"period":"30:00:00"}"#, "`max` is 1 to 1000"),
        (r#"{"name":"a","gap":"1 day"}"#, "`1 day` is not of the form `DD:HH:MM`"),
        (r#"{"name":"a","gap":"01:00:00","when":{"tags":[]}}"#, "unknown field `tags`"),
    ];

    for (json, expected) in table {
        let error = serde_json::from_str::<FrequencyRule>(json).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{json}: {error}");
    }
    let both = r#"{"name":"a","max":2,"period":"30:00:00","gap":"07:00:00","per":"contact","when":{"campaigns":["cmp_1"],"task_types":[],"channels":[]}}"#;
    let rule: FrequencyRule = serde_json::from_str(both).unwrap();
    assert_eq!(serde_json::to_string(&rule).unwrap(), both);
}

/// True when some period of this length that holds `at` holds too many: counted from every minute that it may start.
fn crowded(times: &[i64], at: i64, most: usize, period: i64) -> bool {
    (at - period + 1..=at).any(|start| {
        let inside = times.iter().filter(|time| (start..start + period).contains(*time)).count();
        inside + 1 > most
    })
}

proptest! {
    /// R6.6.
    #[test]
    fn the_first_free_instant_is_what_a_search_minute_by_minute_finds(
        mut times in prop::collection::vec(0..300_i64, 0..8), due in 0..300_i64, most in 1..4_usize, period in 1..90_i64
    ) {
        times.sort_unstable();
        let instants: Vec<_> = times.iter().map(|n| minutes(*n)).collect();

        let found = limit(most, period).free_from(&instants, minutes(due));

        let expected = (due..1_000).find(|minute| !crowded(&times, *minute, most, period)).unwrap();
        prop_assert_eq!(found, minutes(expected));
    }
}
