//! Sentences about working hours: recorded deadlines in four zones, and laws that hold for every calendar.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use crate::schedule::Delay;
use proptest::prelude::*;
use serde::Deserialize;

fn hours_of(text: &str) -> Result<OpenHours, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn office() -> OpenHours {
    hours_of(
        r#"{"time_zone": "America/Toronto", "closed": ["2026-12-25"], "days": {
            "mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]], "wed": [["09:00", "17:00"]],
            "thu": [["09:00", "17:00"]], "fri": [["13:00", "17:00"], ["09:00", "12:00"]]}}"#,
    )
    .unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// One line of the recorded deadlines, which were counted minute by minute.
#[derive(Deserialize)]
struct Recorded {
    calendar: RecordedCalendar,
    start: Timestamp,
    open_minutes: i64,
    due: Timestamp,
}

#[derive(Deserialize)]
struct RecordedCalendar {
    time_zone: String,
    days: BTreeMap<Day, Vec<Hours>>,
    closed: BTreeSet<Date>,
}

#[test]
fn every_recorded_deadline_is_met_to_the_minute() {
    let recorded = include_str!("deadlines.jsonl");

    for line in recorded.lines() {
        let Recorded { calendar, start, open_minutes, due } = serde_json::from_str(line).unwrap();
        let RecordedCalendar { time_zone, days, closed } = calendar;
        let hours = OpenHours::try_from(OpenHoursForm { time_zone, days, closed }).unwrap();

        let counted = hours.after(start, SignedDuration::from_mins(open_minutes));

        assert_eq!(counted, Some(due), "{line}");
    }
    assert_eq!(recorded.lines().count(), 300);
}

#[test]
fn an_hour_from_friday_s_last_half_ends_on_monday_half_an_hour_after_opening() {
    let due = office().after(at("2027-01-08T16:30:00-05:00"), SignedDuration::from_hours(1));

    assert_eq!(due, Some(at("2027-01-11T09:30:00-05:00")));
}

#[test]
fn a_deadline_keeps_how_it_was_counted_whatever_becomes_of_the_calendar() {
    let given = at("2026-12-24T16:30:00-05:00");

    let deadline = office().deadline(given, Delay::parse("00:01:00").unwrap()).unwrap();

    assert_eq!(deadline.started().to_string(), "2026-12-24T16:30:00-05:00[America/Toronto]");
    assert_eq!(deadline.due().to_string(), "2026-12-28T09:30:00-05:00[America/Toronto]");
    assert_eq!(deadline.closed().map(|day| day.to_string()).collect::<Vec<_>>(), ["2026-12-25"]);
    let stored = serde_json::to_string(&deadline).unwrap();
    let read: Deadline = serde_json::from_str(&stored).unwrap();
    assert!(read == deadline && read.holds());
}

#[test]
fn a_week_is_told_in_runs_of_days_with_the_same_hours() {
    let office = office();
    let told = office
        .week()
        .iter()
        .map(|run| format!("{:?}-{:?} {:?}", run.first, run.last, run.hours))
        .collect::<Vec<_>>();

    assert_eq!(told, ["Mon-Thu [09:00-17:00]", "Fri-Fri [09:00-12:00, 13:00-17:00]"]);
}

#[test]
fn a_team_works_from_the_first_minute_of_its_hours_to_before_the_last_and_not_on_closed_days() {
    for (instant, open) in [
        ("2026-12-18T08:59:59-05:00", false),
        ("2026-12-18T09:00:00-05:00", true),
        ("2026-12-18T11:59:59-05:00", true),
        ("2026-12-18T12:00:00-05:00", false),
        ("2026-12-18T13:00:00-05:00", true),
        ("2026-12-18T17:00:00-05:00", false),
        ("2026-12-19T10:00:00-05:00", false),
        ("2026-12-25T10:00:00-05:00", false),
    ] {
        assert_eq!(office().is_open(at(instant)), open, "{instant}");
    }
    assert_eq!(office().opens_at(at("2026-12-24T18:00:00-05:00")), Some(at("2026-12-28T09:00:00-05:00")));
}

#[test]
fn hours_that_nobody_can_keep_are_refused_with_the_reason() {
    let on_monday = |hours: &str, zone: &str| {
        hours_of(&format!(r#"{{"time_zone": "{zone}", "days": {{"mon": {hours}}}}}"#)).unwrap_err()
    };

    for (hours, zone, reason) in [
        (r#"[["17:00", "09:00"]]"#, "Europe/Paris", "must end later"),
        (r#"[["09:00", "09:00"]]"#, "Europe/Paris", "must end later"),
        (r#"[["13:00", "17:00"], ["09:00", "13:30"]]"#, "Europe/Paris", "from `13:00` begin before"),
        ("[]", "Europe/Paris", "at least one day"),
        (r#"[["09:00", "17:00"]]"#, "Mars/Olympus", "`Mars/Olympus` is not a time zone"),
    ] {
        let refused = on_monday(hours, zone);
        assert!(refused.contains(reason), "{hours}: {refused}");
    }
}

/// Any week of hours, in zones that change their clocks by an hour, by half an hour, and at midnight.
fn any_hours() -> impl Strategy<Value = OpenHours> {
    const ZONES: [&str; 5] =
        ["America/Toronto", "Europe/Paris", "Australia/Lord_Howe", "America/Santiago", "UTC"];
    let hours = proptest::collection::btree_set(0_i16..=24 * 4, 4..8);
    let week = proptest::collection::vec((proptest::sample::select(&Day::ALL[..]), hours), 1..6);
    (proptest::sample::select(&ZONES[..]), week).prop_map(|(zone, week)| {
        let clock = |quarter: i16| {
            ClockTime::try_from(format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15)).unwrap()
        };
        let days = week.into_iter().map(|(day, quarters)| {
            let quarters: Vec<_> = quarters.into_iter().map(clock).collect();
            let pairs = quarters.chunks_exact(2);
            let hours =
                pairs.filter_map(|pair| Some(Hours { from: *pair.first()?, to: *pair.last()? })).collect();
            (day, hours)
        });
        let form =
            OpenHoursForm { time_zone: zone.to_owned(), days: days.collect(), closed: BTreeSet::new() };
        OpenHours::try_from(form).unwrap()
    })
}

proptest! {
    // Minute by minute is slow.
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The promise, said the slow way: minutes at which the wall clock of the zone stands within the hours.
    #[test]
    fn as_many_open_minutes_pass_until_a_deadline_as_were_given(
        team in any_hours(), day in 0_i64..366, minute in 0_i64..1_440, open in 1_i64..60,
    ) {
        let start = at("2027-01-01T00:00:00Z") + SignedDuration::from_mins(day * 1_440 + minute);

        let due = team.after(start, SignedDuration::from_mins(open)).unwrap();

        let minutes = due.duration_since(start).as_mins();
        let open_then = |minute: &i64| {
            let wall = (start + SignedDuration::from_mins(*minute)).to_zoned(team.zone.clone());
            let hours = team.hours_of(wall.date());
            let among = |hours: &Hours| (hours.from.on(wall.date())..hours.to.on(wall.date())).contains(&wall.datetime());
            hours.iter().any(among)
        };
        prop_assert_eq!(i64::try_from((0..minutes).filter(open_then).count()), Ok(open));
        prop_assert!(open_then(&(minutes - 1)), "the last minute before it is one of them");
    }

    #[test]
    fn a_later_start_is_never_due_earlier_and_parts_of_a_time_add_up(
        team in any_hours(), minute in 0_i64..525_600, later in 0_i64..3_000, first in 1_i64..600, second in 1_i64..600,
    ) {
        let start = at("2027-01-01T00:00:00Z") + SignedDuration::from_mins(minute);
        let minutes = SignedDuration::from_mins;

        let due = team.after(start, minutes(first)).unwrap();

        prop_assert!(due <= team.after(start + minutes(later), minutes(first)).unwrap());
        let deadline = team.deadline(start, Delay::parse(&format!("000:{:02}:{:02}", first / 60, first % 60)).unwrap()).unwrap();
        prop_assert!(deadline.due_at == due && deadline.holds());
        let in_parts = team.after(due, minutes(second));
        prop_assert_eq!(team.after(start, minutes(first + second)), in_parts);
    }
}
