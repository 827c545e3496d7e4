//! Windows by example, and against a search minute by minute through zones that change their clocks.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use proptest::prelude::*;

fn window(json: &str) -> SendWindow {
    serde_json::from_str(json).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn next(window: Option<&SendWindow>, quiet: &[&str], due: &str) -> Timestamp {
    let quiet_days = quiet.iter().map(|day| day.parse().unwrap()).collect();
    let zone = TimeZone::get("America/Toronto").unwrap();
    Opening { window, quiet_days: &quiet_days, zone: &zone }.next(at(due))
}

const OFFICE: &str = r#"{"days":["mon","tue","wed","thu","fri"],"from":"09:00","to":"17:00"}"#;

#[test]
fn f13_two_days_after_friday_evening_is_monday_at_nine() {
    let moved = next(Some(&window(OFFICE)), &[], "2026-11-22T18:00:00-05:00");

    assert_eq!(moved, at("2026-11-23T09:00:00-05:00"));
}

#[test]
fn f13_the_morning_after_the_clocks_change_opens_at_nine_all_the_same() {
    let spring = next(Some(&window(OFFICE)), &[], "2026-03-07T18:00:00-05:00");
    let autumn = next(Some(&window(OFFICE)), &[], "2026-10-31T18:00:00-04:00");

    assert_eq!(spring, at("2026-03-09T09:00:00-04:00"));
    assert_eq!(autumn, at("2026-11-02T09:00:00-05:00"));
}

#[test]
fn a_window_ends_after_it_begins_and_has_a_day() {
    for (is_one, json) in [
        (true, r#"{"from":"09:00","to":"09:01"}"#),
        (false, r#"{"from":"09:00","to":"09:00"}"#),
        (false, r#"{"from":"09:01","to":"09:00"}"#),
        (false, r#"{"days":[],"from":"09:00","to":"17:00"}"#),
    ] {
        assert_eq!(serde_json::from_str::<SendWindow>(json).is_ok(), is_one, "{json}");
    }
}

#[test]
fn an_hour_that_is_jumped_over_opens_when_the_clock_lands() {
    let night = window(r#"{"from":"02:30","to":"05:00"}"#);

    let moved = next(Some(&night), &[], "2026-03-08T00:10:00-05:00");

    assert_eq!(moved, at("2026-03-08T03:00:00-04:00"));
}

#[test]
fn a_window_inside_the_hour_that_is_jumped_over_opens_the_next_day() {
    let night = window(r#"{"from":"02:00","to":"03:00"}"#);

    let moved = next(Some(&night), &[], "2026-03-08T00:10:00-05:00");

    assert_eq!(moved, at("2026-03-09T02:00:00-04:00"));
}

#[test]
fn an_hour_that_comes_twice_is_open_twice() {
    let night = window(r#"{"from":"01:00","to":"01:30"}"#);

    let moved = next(Some(&night), &[], "2026-11-01T01:40:00-04:00");

    assert_eq!(moved, at("2026-11-01T01:00:00-05:00"));
}

/// M7.6.
#[test]
fn quiet_days_are_left_out_with_and_without_a_window() {
    assert_eq!(
        next(Some(&window(OFFICE)), &["2026-12-25", "2026-12-28"], "2026-12-24T18:00:00-05:00"),
        at("2026-12-29T09:00:00-05:00")
    );
    assert_eq!(next(None, &["2026-12-25"], "2026-12-25T10:00:00-05:00"), at("2026-12-26T00:00:00-05:00"));
    assert_eq!(next(None, &[], "2026-12-25T10:00:00-05:00"), at("2026-12-25T10:00:00-05:00"));
}

#[test]
fn what_cannot_be_meant_is_refused_with_a_reason() {
    let table = [
        (r#"{"from":"9:00"}"#, "`9:00` is not a time of day"),
        (r#"{"from":"25:00"}"#, "`25:00` is not a time of day"),
        (r#"{"to":"24:01"}"#, "`24:01` is not a time of day"),
        (
            r#"{"from":"17:00","to":"09:00"}"#,
            "the window must end later on the day than it starts: from `17:00` to `09:00`",
        ),
        (r#"{"days":[]}"#, "choose at least one day"),
        (r#"{"days":["monday"]}"#, "unknown variant `monday`"),
        (r#"{"until":"17:00"}"#, "unknown field `until`"),
    ];

    for (json, expected) in table {
        let error = serde_json::from_str::<SendWindow>(json).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{json}: {error}");
    }
}

/// Zones with an hour put forward and back, half an hour (Lord Howe), at midnight (Havana), and none.
const ZONES: [&str; 5] =
    ["America/Toronto", "Australia/Lord_Howe", "America/Havana", "Europe/Paris", "Asia/Kolkata"];

fn days() -> impl Strategy<Value = BTreeSet<Day>> {
    prop::sample::subsequence(Day::ALL.to_vec(), 3..=7).prop_map(|days| days.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// R6.6.
    #[test]
    fn the_moved_instant_is_the_first_open_one_and_never_earlier_than_due(
        zone in prop::sample::select(ZONES.to_vec()),
        days in days(),
        (from, length) in (0..1439_i16, 1..600_i16),
        around in prop::sample::select(vec!["2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z", "2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z", "2026-03-29T01:00:00Z", "2026-06-15T12:00:00Z"]),
        away_s in -200_000..200_000_i64,
        quiet in prop::collection::btree_set(-1..3_i64, 0..2),
    ) {
        let zone = TimeZone::get(zone).unwrap();
        let due = at(around).checked_add(jiff::SignedDuration::from_secs(away_s)).unwrap();
        let today = due.to_zoned(zone.clone()).date();
        let quiet_days: BTreeSet<Date> = quiet.iter().map(|n| today.saturating_add(n.days())).collect();
        let to = (from + length).min(24 * 60);
        let window = SendWindow { days, from: ClockTime { minutes: from }, to: ClockTime { minutes: to }, zone: ZoneOf::Organization };
        let opening = Opening { window: Some(&window), quiet_days: &quiet_days, zone: &zone };

        let moved = opening.next(due);

        prop_assert!(moved >= due);
        prop_assert!(opening.is_open(moved));
        prop_assert_eq!(opening.next(moved), moved);
        let mut minute = due.as_second().div_euclid(60) * 60 + 60;
        let expected = if opening.is_open(due) { due } else {
            loop {
                let instant = Timestamp::from_second(minute).unwrap();
                if opening.is_open(instant) { break instant; }
                minute += 60;
            }
        };
        prop_assert_eq!(moved, expected);
    }
}
