//! How a deadline was counted, as a sum in words: "Friday 4:30 p.m. + 1 hour in Mon–Fri 9 a.m.–5 p.m. = Monday 9:30 a.m."
//! Counting lives in the domain.

use crate::date;
use crate::frame::when::span;
use crate::text::Catalogue;
use jiff::Zoned;
use jiff::civil::Time;
use relance_domain::name::LanguageTag;
use relance_domain::schedule::{DayRun, Deadline, Hours};

/// Closed days that are named; of more, their number.
const NAMED: usize = 3;
/// From here on a day of the week alone says too little.
const A_WEEK: i64 = 6;

/// The sum for readers of a language.
#[must_use]
pub fn counted(language: &LanguageTag, deadline: &Deadline) -> String {
    sum(Catalogue::read_in(language), deadline)
}

pub(super) fn sum(words: Catalogue, deadline: &Deadline) -> String {
    let (start, due) = (deadline.started(), deadline.due());
    let far = due.date().duration_since(start.date()).as_hours() > 24 * A_WEEK;
    let open =
        span(words, deadline.open_after.duration(), words.fill("span-minutes", &[("count", 0.into())]));
    let hours: Vec<String> = deadline.week().iter().map(|run| run_of(words, run)).collect();
    words.fill(
        "deadline-sum",
        &[
            ("start", moment(words, &start, far).into()),
            ("open", open.into()),
            ("hours", (hours.join("; ") + &closed(words, deadline)).into()),
            ("due", moment(words, &due, far).into()),
        ],
    )
}

fn moment(words: Catalogue, at: &Zoned, dated: bool) -> String {
    let weekday = date::weekday(words.language, at.date());
    let clock = date::clock(words.language, at.time());
    if dated {
        format!("{weekday} {} {clock}", date::day(words.language, at.date()))
    } else {
        format!("{weekday} {clock}")
    }
}

fn run_of(words: Catalogue, run: &DayRun<'_>) -> String {
    let short = |day| date::short_weekday(words.language, day);
    let days = if run.first == run.last {
        short(run.first).to_owned()
    } else {
        format!("{}–{}", short(run.first), short(run.last))
    };
    let hours: Vec<String> = run.hours.iter().map(|hours| hours_of(words, *hours)).collect();
    format!("{days} {}", hours.join(", "))
}

fn hours_of(words: Catalogue, hours: Hours) -> String {
    let (from, to) = (hours.from().time(), hours.to().time());
    if from == to && from == Time::midnight() {
        return words.say("deadline-all-day");
    }
    format!("{}–{}", date::clock(words.language, from), date::clock(words.language, to))
}

fn closed(words: Catalogue, deadline: &Deadline) -> String {
    let days: Vec<String> = deadline.closed().map(|day| date::day(words.language, day)).collect();
    match days.len() {
        0 => String::new(),
        1..=NAMED => words.fill("deadline-closed", &[("days", days.join(", ").into())]),
        count => words.fill("deadline-closed-days", &[("count", count.into())]),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use relance_domain::schedule::{Delay, OpenHours, OpenHoursForm};

    fn told(language: &str, days: &str, start: &str, open: &str) -> String {
        let form = format!(
            r#"{{"time_zone": "America/Toronto", "closed": ["2027-04-02", "2027-04-05"], "days": {days}}}"#
        );
        let hours = serde_json::from_str::<OpenHoursForm>(&form).unwrap();
        let hours = OpenHours::try_from(hours).unwrap();
        let deadline = hours.deadline(start.parse().unwrap(), Delay::parse(open).unwrap()).unwrap();
        counted(&LanguageTag::parse(language).unwrap(), &deadline)
    }

    const OFFICE: &str = r#"{"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]], "wed": [["09:00", "17:00"]],
        "thu": [["09:00", "17:00"]], "fri": [["09:00", "17:00"]]}"#;

    #[test]
    fn a_deadline_tells_how_it_was_counted_in_both_languages() {
        let friday = "2027-01-08T16:30:00-05:00";

        assert_eq!(
            told("en", OFFICE, friday, "00:01:00"),
            "Friday 4:30\u{a0}p.m. + 1 hour in Mon–Fri 9\u{a0}a.m.–5\u{a0}p.m. = Monday 9:30\u{a0}a.m."
        );
        assert_eq!(
            told("fr", OFFICE, friday, "00:01:00"),
            "vendredi 16\u{a0}h\u{a0}30 + 1 heure dans lun.–ven. 9\u{a0}h–17\u{a0}h = lundi 9\u{a0}h\u{a0}30"
        );
    }

    #[test]
    fn a_deadline_names_the_closed_days_that_it_passed_over_and_its_dates_once_they_are_a_week_apart() {
        let days = r#"{"fri": [["08:00", "12:00"], ["13:00", "24:00"]], "sat": [["00:00", "24:00"]]}"#;

        assert_eq!(
            told("en", days, "2027-03-31T10:00:00-04:00", "02:00:00"),
            "Wednesday March 31 10\u{a0}a.m. + 2 days in Fri 8\u{a0}a.m.–noon, 1\u{a0}p.m.–midnight; Sat all day, closed on \
             April 2 = Saturday April 10 9\u{a0}a.m."
        );
    }
}
