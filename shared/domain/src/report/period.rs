//! Periods in the organization's own time zone (E14): which instants and which local days they cover.
//! The zone is an argument; what is counted in them lives elsewhere.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use std::ops::Range;

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a period: use today, 7d, 30d, current_month, last_month, quarter, year, all, or `2026-11-01..2026-11-30`"
)]
pub struct InvalidPeriod(String);

/// A named or custom period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// The current local day.
    Today,
    /// This many local days, today included.
    LastDays(i32),
    /// From the first of the month to now.
    CurrentMonth,
    /// The month before.
    LastMonth,
    /// From the first of the quarter to now.
    Quarter,
    /// From the first of the year to now.
    Year,
    /// Since the start.
    All,
    /// First and last local day, both included.
    Custom(Date, Date),
}

/// Local days, both ends included, never after today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

/// No answer is older than this day.
const EPOCH: Date = Date::constant(2020, 1, 1);

impl Period {
    /// Reads a period's name.
    ///
    /// # Errors
    /// [`InvalidPeriod`] listing what can be used.
    pub fn parse(text: &str) -> Result<Self, InvalidPeriod> {
        let invalid = || InvalidPeriod(text.chars().take(40).collect());
        Ok(match text {
            "today" => Self::Today,
            "7d" => Self::LastDays(7),
            "30d" => Self::LastDays(30),
            "current_month" => Self::CurrentMonth,
            "last_month" => Self::LastMonth,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            "all" => Self::All,
            custom => {
                let (first, last) = custom.split_once("..").ok_or_else(invalid)?;
                let first = first.parse().map_err(|_| invalid())?;
                let last = last.parse().map_err(|_| invalid())?;
                if first > last {
                    return Err(invalid());
                }
                Self::Custom(first, last)
            }
        })
    }

    /// The local days that it covers at `now`.
    #[must_use]
    pub fn span(self, now: Timestamp, zone: &TimeZone) -> Span {
        let today = now.to_zoned(zone.clone()).date();
        let month = today.first_of_month();
        let back = |days: i32| today.checked_sub(days.days()).unwrap_or(today);
        let (first, last) = match self {
            Self::Today => (today, today),
            Self::LastDays(days) => (back(days - 1), today),
            Self::CurrentMonth => (month, today),
            Self::LastMonth => {
                let end = month.checked_sub(1.day()).unwrap_or(month);
                (end.first_of_month(), end)
            }
            Self::Quarter => (first_of_quarter(today), today),
            Self::Year => (today.first_of_year(), today),
            Self::All => (EPOCH, today),
            Self::Custom(first, last) => (first.max(EPOCH), last.min(today)),
        };
        Span { first, last }
    }
}

fn first_of_quarter(day: Date) -> Date {
    let month = (day.month() - 1) / 3 * 3 + 1;
    Date::new(day.year(), month, 1).unwrap_or(day)
}

impl Span {
    /// Every day of the span, in order; none when it is empty.
    pub fn days(self) -> impl Iterator<Item = Date> {
        self.first.series(1.day()).take_while(move |day| *day <= self.last)
    }

    /// The instants of one local day: from its start up to and excluding the next day's start, which
    /// daylight saving may put 23 or 25 hours later.
    #[must_use]
    pub fn instants(day: Date, zone: &TimeZone) -> Range<Timestamp> {
        let start = |day: Date| day.to_zoned(zone.clone()).map_or(Timestamp::MAX, |zoned| zoned.timestamp());
        start(day)..day.tomorrow().map_or(Timestamp::MAX, start)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    fn toronto() -> TimeZone {
        TimeZone::get("America/Toronto").unwrap()
    }

    #[test]
    fn f31_just_after_midnight_on_the_first_current_month_starts_today() {
        let half_past_midnight: Timestamp = "2026-12-01T00:30:00-05:00".parse().unwrap();
        let yesterday_evening: Timestamp = "2026-11-30T23:50:00-05:00".parse().unwrap();

        let current = Period::CurrentMonth.span(half_past_midnight, &toronto());
        let last = Period::LastMonth.span(half_past_midnight, &toronto());

        let in_span = |span: Span| {
            let start = Span::instants(span.first, &toronto()).start;
            let end = Span::instants(span.last, &toronto()).end;
            start <= yesterday_evening && yesterday_evening < end
        };
        assert!(!in_span(current));
        assert!(in_span(last));
    }

    #[test]
    fn days_follow_daylight_saving() {
        let hours = |day: &str| {
            let Range { start, end } = Span::instants(day.parse().unwrap(), &toronto());
            end.duration_since(start).as_hours()
        };

        assert_eq!((hours("2026-11-01"), hours("2026-03-08"), hours("2026-07-01")), (25, 23, 24));
    }

    #[test]
    fn names_and_custom_ranges_are_read_and_the_rest_is_explained() {
        assert_eq!(Period::parse("30d").unwrap(), Period::LastDays(30));
        assert!(Period::parse("2026-11-01..2026-11-30").is_ok());
        assert!(Period::parse("2026-11-30..2026-11-01").is_err());
        assert!(
            Period::parse("fortnight").unwrap_err().to_string().starts_with("`fortnight` is not a period")
        );
    }
}
