//! Dates and hours in words: 24-hour clock in French, 12-hour in Canadian English.
//! Time zones are the caller's business: a moment is read on the clock it arrives with.

use jiff::{
    Zoned,
    civil::{Date, Time},
};

use crate::text::Language;
use relance_domain::schedule::Day;

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const FRENCH_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

const ENGLISH_DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const FRENCH_DAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/// A day of the week: "Friday", « vendredi ».
#[must_use]
pub fn weekday(language: Language, date: Date) -> &'static str {
    let names = match language {
        Language::English => &ENGLISH_DAYS,
        Language::French => &FRENCH_DAYS,
    };
    // jiff counts from Monday, 0.
    usize::try_from(date.weekday().to_monday_zero_offset()).ok().and_then(|at| names.get(at)).unwrap_or(&"")
}

/// The same where there is little room: "Fri", « ven. ».
#[must_use]
pub fn short_weekday(language: Language, day: Day) -> &'static str {
    match (language, day) {
        (Language::English, Day::Mon) => "Mon",
        (Language::English, Day::Tue) => "Tue",
        (Language::English, Day::Wed) => "Wed",
        (Language::English, Day::Thu) => "Thu",
        (Language::English, Day::Fri) => "Fri",
        (Language::English, Day::Sat) => "Sat",
        (Language::English, Day::Sun) => "Sun",
        (Language::French, Day::Mon) => "lun.",
        (Language::French, Day::Tue) => "mar.",
        (Language::French, Day::Wed) => "mer.",
        (Language::French, Day::Thu) => "jeu.",
        (Language::French, Day::Fri) => "ven.",
        (Language::French, Day::Sat) => "sam.",
        (Language::French, Day::Sun) => "dim.",
    }
}

/// An hour on the clock of the language: "5 p.m.", « 17 h ».
#[must_use]
pub fn clock(language: Language, time: Time) -> String {
    match language {
        Language::English => twelve_hours(time),
        Language::French => twenty_four_hours(time),
    }
}

/// A day without its year: "November 20", « 20 novembre », « 1er novembre ».
#[must_use]
pub fn day(language: Language, date: Date) -> String {
    match language {
        Language::English => format!("{} {}", month(&ENGLISH_MONTHS, date), date.day()),
        Language::French if date.day() == 1 => format!("1er {}", month(&FRENCH_MONTHS, date)),
        Language::French => format!("{} {}", date.day(), month(&FRENCH_MONTHS, date)),
    }
}

/// A day and its hour: "November 24 at 5 p.m.", « 24 novembre à 17 h ».
#[must_use]
pub fn moment(language: Language, at: &Zoned) -> String {
    let day = day(language, at.date());
    match language {
        Language::English => format!("{day} at {}", clock(language, at.time())),
        Language::French => format!("{day} à {}", clock(language, at.time())),
    }
}

/// A day with its year: "November 24, 2026", « 24 novembre 2026 ».
#[must_use]
pub fn full_day(language: Language, date: Date) -> String {
    let (day, year) = (day(language, date), date.year());
    match language {
        Language::English => format!("{day}, {year}"),
        Language::French => format!("{day} {year}"),
    }
}

/// A moment that nothing around it dates: "November 24, 2026 at 5 p.m.", « 24 novembre 2026 à 17 h ».
#[must_use]
pub fn full_moment(language: Language, at: &Zoned) -> String {
    let day = full_day(language, at.date());
    match language {
        Language::English => format!("{day} at {}", clock(language, at.time())),
        Language::French => format!("{day} à {}", clock(language, at.time())),
    }
}

fn month(names: &[&'static str; 12], date: Date) -> &'static str {
    // jiff counts months from 1 to 12.
    usize::try_from(date.month()).ok().and_then(|number| names.get(number.checked_sub(1)?)).unwrap_or(&"")
}

/// "5 p.m.", "5:05 p.m.", "noon", "midnight": 12 a.m. and 12 p.m. are read both ways. Units keep to their
/// number by a non-breaking space.
fn twelve_hours(time: Time) -> String {
    let half = if time.hour() < 12 { "a.m." } else { "p.m." };
    let hour = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    match (time.hour(), time.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "noon".to_owned(),
        (_, 0) => format!("{hour}\u{a0}{half}"),
        (_, minute) => format!("{hour}:{minute:02}\u{a0}{half}"),
    }
}

/// « 17 h », « 17 h 05 ».
fn twenty_four_hours(time: Time) -> String {
    match (time.hour(), time.minute()) {
        (hour, 0) => format!("{hour}\u{a0}h"),
        (hour, minute) => format!("{hour}\u{a0}h\u{a0}{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use jiff::civil::date;

    use super::*;

    fn at(hour: i8, minute: i8) -> Zoned {
        date(2026, 11, 24).at(hour, minute, 0, 0).in_tz("America/Montreal").unwrap()
    }

    #[test]
    fn a_day_is_written_as_each_language_writes_it() {
        let twentieth = date(2026, 11, 20);

        assert_eq!(day(Language::English, twentieth), "November 20");
        assert_eq!(day(Language::French, twentieth), "20 novembre");
    }

    #[test]
    fn the_first_of_a_month_is_an_ordinal_in_french() {
        assert_eq!(day(Language::French, date(2026, 8, 1)), "1er août");
        assert_eq!(day(Language::English, date(2026, 8, 1)), "August 1");
    }

    #[test]
    fn an_hour_follows_the_clock_of_the_language() {
        assert_eq!(moment(Language::French, &at(17, 0)), "24 novembre à 17\u{a0}h");
        assert_eq!(moment(Language::French, &at(9, 5)), "24 novembre à 9\u{a0}h\u{a0}05");
        assert_eq!(moment(Language::English, &at(17, 0)), "November 24 at 5\u{a0}p.m.");
        assert_eq!(moment(Language::English, &at(9, 5)), "November 24 at 9:05\u{a0}a.m.");
    }

    #[test]
    fn a_moment_that_stands_alone_has_its_year() {
        assert_eq!(full_moment(Language::French, &at(17, 0)), "24 novembre 2026 à 17\u{a0}h");
        assert_eq!(full_moment(Language::English, &at(17, 0)), "November 24, 2026 at 5\u{a0}p.m.");
    }

    #[test]
    fn twelve_o_clock_is_never_ambiguous_in_english() {
        assert_eq!(moment(Language::English, &at(12, 0)), "November 24 at noon");
        assert_eq!(moment(Language::English, &at(0, 0)), "November 24 at midnight");
        assert_eq!(moment(Language::English, &at(0, 30)), "November 24 at 12:30\u{a0}a.m.");
    }

    #[test]
    fn every_month_has_its_name() {
        for number in 1..=12 {
            let first = date(2026, number, 2);

            assert!(
                day(Language::French, first).starts_with("2 ") && day(Language::French, first).len() > 4,
                "month {number}"
            );
            assert!(
                day(Language::English, first).ends_with(" 2") && day(Language::English, first).len() > 4,
                "month {number}"
            );
        }
    }
}
