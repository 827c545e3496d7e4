//! Days and hours in which mails go out (C16, M7.6), in the organization's zone or the customer's, and quiet days.
//! An instant is moved forward only, to the first open one; clocks that are put forward or back change nothing.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Why a window cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidWindow {
    /// Not `HH:MM`.
    #[error("`{0}` is not a time of day such as `09:00` or `24:00`")]
    Time(String),
    /// Ends before it starts.
    #[error("the window must end later on the day than it starts: from `{0}` to `{1}`")]
    Order(ClockTime, ClockTime),
    /// Open on no day at all.
    #[error("choose at least one day")]
    NoDay,
}

/// A time of day in whole minutes, `00:00` to `24:00`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClockTime {
    minutes: i16,
}

impl ClockTime {
    /// Of a whole hour.
    pub(crate) const fn at_hour(hour: i16) -> Self {
        Self { minutes: hour * 60 }
    }

    const MIDNIGHT: Self = Self { minutes: 0 };
    /// Ten in the morning.
    pub(crate) const TEN: Self = Self { minutes: 10 * 60 };
    const END_OF_DAY: Self = Self { minutes: 24 * 60 };

    fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let number = |part: &str| (part.len() == 2).then(|| part.parse::<i16>().ok()).flatten();
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        let total = hours * 60 + minutes;
        let plausible = (0..60).contains(&minutes) && (0..=24 * 60).contains(&total);
        (plausible && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':'))
            .then_some(Self { minutes: total })
    }

    /// On the wall clock; midnight for `24:00` too.
    #[must_use]
    pub fn time(self) -> Time {
        self.on(Date::constant(2000, 1, 1)).time()
    }

    /// The same wall clock on a day; midnight of the next day for `24:00`.
    pub(crate) fn on(self, day: Date) -> DateTime {
        day.to_datetime(Time::midnight()).saturating_add(i64::from(self.minutes).minutes())
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

impl fmt::Debug for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for ClockTime {
    type Error = InvalidWindow;
    fn try_from(text: String) -> Result<Self, InvalidWindow> {
        Self::parse(&text).ok_or_else(|| InvalidWindow::Time(text.chars().take(20).collect()))
    }
}

impl From<ClockTime> for String {
    fn from(time: ClockTime) -> String {
        time.to_string()
    }
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Day {
    pub(crate) const ALL: [Self; 7] =
        [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// Of a date.
    #[must_use]
    pub fn of(date: Date) -> Self {
        match date.weekday() {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

/// Whose clock a window follows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneOf {
    /// The organization's.
    #[default]
    Organization,
    /// The customer's, where the event names it (`customer.fields.time_zone`, an IANA name); else the organization's.
    Customer,
}

/// Days of the week, and hours from `from` (included) to `to` (excluded).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WindowForm", into = "WindowForm")]
pub struct SendWindow {
    pub(crate) days: BTreeSet<Day>,
    pub(crate) from: ClockTime,
    pub(crate) to: ClockTime,
    /// Whose clock it follows.
    pub zone: ZoneOf,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WindowForm {
    #[serde(default = "every_day")]
    days: BTreeSet<Day>,
    #[serde(default = "midnight")]
    from: ClockTime,
    #[serde(default = "end_of_day")]
    to: ClockTime,
    #[serde(default)]
    zone: ZoneOf,
}

fn every_day() -> BTreeSet<Day> {
    Day::ALL.into()
}

fn midnight() -> ClockTime {
    ClockTime::MIDNIGHT
}

fn end_of_day() -> ClockTime {
    ClockTime::END_OF_DAY
}

impl TryFrom<WindowForm> for SendWindow {
    type Error = InvalidWindow;
    fn try_from(form: WindowForm) -> Result<Self, InvalidWindow> {
        let WindowForm { days, from, to, zone } = form;
        match () {
            () if days.is_empty() => Err(InvalidWindow::NoDay),
            () if from >= to => Err(InvalidWindow::Order(from, to)),
            () => Ok(Self { days, from, to, zone }),
        }
    }
}

impl From<SendWindow> for WindowForm {
    fn from(window: SendWindow) -> Self {
        let SendWindow { days, from, to, zone } = window;
        Self { days, from, to, zone }
    }
}

/// When mails of one campaign may go out to one customer.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// The campaign's window; all hours of all days when absent.
    pub window: Option<&'a SendWindow>,
    /// Days on which nothing goes out.
    pub quiet_days: &'a BTreeSet<Date>,
    /// Whose clock.
    pub zone: &'a TimeZone,
}

impl Opening<'_> {
    /// How far ahead an open instant is looked for: more than every quiet day that can be named, one a week.
    const HORIZON_DAYS: i32 = 3_000;

    /// True when mails may go out at this instant.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        let local = at.to_zoned(self.zone.clone()).datetime();
        let day = local.date();
        if self.quiet_days.contains(&day) {
            return false;
        }
        self.window.is_none_or(|window| {
            let hours = window.from.on(day)..window.to.on(day);
            window.days.contains(&Day::of(day)) && hours.contains(&local)
        })
    }

    /// The first open instant at or after `due`; `due` itself when there is none in years.
    #[must_use]
    pub fn next(&self, due: Timestamp) -> Timestamp {
        if self.is_open(due) {
            return due;
        }
        let mut day = due.to_zoned(self.zone.clone()).date();
        for _ in 0..Self::HORIZON_DAYS {
            let opens = self.starts_around(day).into_iter().filter(|at| *at > due && self.is_open(*at)).min();
            if let Some(open) = opens {
                return open;
            }
            let Ok(next) = day.tomorrow() else { return due };
            day = next;
        }
        due
    }

    /// Instants of one local day at which a window can begin: its hour (twice where clocks are put back, never where
    /// they jump over it), and every change of the clocks, which can lead into the middle of a window.
    fn starts_around(&self, day: Date) -> Vec<Timestamp> {
        let begins = self.window.map_or(ClockTime::MIDNIGHT, |window| window.from).on(day);
        let told = self.zone.to_ambiguous_timestamp(begins);
        let mut starts: Vec<Timestamp> =
            [told.earlier(), told.later()].into_iter().filter_map(Result::ok).collect();
        let ends = |date: Date| date.to_zoned(self.zone.clone()).map(|zoned| zoned.timestamp());
        if let (Ok(first), Ok(last)) = (ends(day), day.tomorrow().and_then(ends)) {
            let before = first.checked_sub(1.second()).unwrap_or(first);
            let changes = self.zone.following(before).map(|change| change.timestamp());
            starts.extend(changes.take_while(|change| *change <= last));
        }
        starts
    }
}

#[cfg(test)]
mod tests;
