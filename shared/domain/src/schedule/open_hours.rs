//! When a team works: hours of each day of the week, several a day, days that are closed, one zone; and deadlines counted in
//! open time. Windows in which mails go out are in `window`; who must have done what until then is `alert`'s.

mod deadline;
mod stretches;

pub use deadline::{DayRun, Deadline};

use super::{ClockTime, Day};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Why hours cannot be a team's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOpenHours {
    /// Ends before it begins.
    #[error("hours must end later on the day than they begin: from `{0}` to `{1}`")]
    Order(ClockTime, ClockTime),
    /// Two at once.
    #[error("the hours from `{0}` begin before those in front of them end")]
    Overlap(ClockTime),
    /// No day has an hour in which somebody works.
    #[error("give hours on at least one day of the week")]
    NeverOpen,
    /// More than anybody works.
    #[error("a day takes at most {} pairs of hours", OpenHours::MOST_A_DAY)]
    TooManyHours,
    /// More than anybody closes.
    #[error("at most {} closed days are kept", OpenHours::MOST_CLOSED)]
    TooManyClosed,
    /// No place on earth.
    #[error("`{0}` is not a time zone such as `America/Toronto`")]
    Zone(String),
}

impl InvalidOpenHours {
    /// Which part of what was written is wrong.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Order(..) | Self::Overlap(_) | Self::NeverOpen | Self::TooManyHours => "days",
            Self::TooManyClosed => "closed",
            Self::Zone(_) => "time_zone",
        }
    }
}

/// From a time of day (included) to a later one (excluded).
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "[ClockTime; 2]", into = "[ClockTime; 2]")]
pub struct Hours {
    /// When they begin.
    pub(crate) from: ClockTime,
    /// When they end.
    pub(crate) to: ClockTime,
}

impl Hours {
    /// When they begin.
    #[must_use]
    pub fn from(self) -> ClockTime {
        self.from
    }

    /// When they end.
    #[must_use]
    pub fn to(self) -> ClockTime {
        self.to
    }
}

impl fmt::Debug for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

impl TryFrom<[ClockTime; 2]> for Hours {
    type Error = InvalidOpenHours;
    fn try_from([from, to]: [ClockTime; 2]) -> Result<Self, InvalidOpenHours> {
        if from < to { Ok(Self { from, to }) } else { Err(InvalidOpenHours::Order(from, to)) }
    }
}

impl From<Hours> for [ClockTime; 2] {
    fn from(hours: Hours) -> Self {
        [hours.from, hours.to]
    }
}

/// The working hours of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "OpenHoursForm", into = "OpenHoursForm")]
pub struct OpenHours {
    days: BTreeMap<Day, Vec<Hours>>,
    zone: TimeZone,
    zone_name: String,
    closed: BTreeSet<Date>,
}

/// Working hours as they are written down, before anybody looked whether they can be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenHoursForm {
    /// IANA name of the zone that the hours follow.
    pub time_zone: String,
    /// Hours by day of the week; a day that is absent is free.
    pub days: BTreeMap<Day, Vec<Hours>>,
    /// Days on which nobody works.
    #[serde(default)]
    pub closed: BTreeSet<Date>,
}

impl TryFrom<OpenHoursForm> for OpenHours {
    type Error = InvalidOpenHours;
    fn try_from(form: OpenHoursForm) -> Result<Self, InvalidOpenHours> {
        let OpenHoursForm { time_zone, mut days, closed } = form;
        let unknown = || InvalidOpenHours::Zone(time_zone.chars().take(40).collect());
        let zone = TimeZone::get(&time_zone).map_err(|_| unknown())?;
        if closed.len() > Self::MOST_CLOSED {
            return Err(InvalidOpenHours::TooManyClosed);
        }
        days.retain(|_, hours| !hours.is_empty());
        if days.is_empty() {
            return Err(InvalidOpenHours::NeverOpen);
        }
        days.values_mut().try_for_each(|hours| put_in_order(hours))?;
        Ok(Self { days, zone, zone_name: time_zone, closed })
    }
}

impl From<OpenHours> for OpenHoursForm {
    fn from(hours: OpenHours) -> Self {
        Self { time_zone: hours.zone_name, days: hours.days, closed: hours.closed }
    }
}

fn put_in_order(hours: &mut [Hours]) -> Result<(), InvalidOpenHours> {
    if hours.len() > OpenHours::MOST_A_DAY {
        return Err(InvalidOpenHours::TooManyHours);
    }
    hours.sort_by_key(|hours| hours.from);
    let overlap = hours.windows(2).find_map(|pair| match pair {
        [first, second] if second.from < first.to => Some(second.from),
        _ => None,
    });
    overlap.map_or(Ok(()), |from| Err(InvalidOpenHours::Overlap(from)))
}

impl OpenHours {
    /// Pairs of hours of one day at most.
    pub const MOST_A_DAY: usize = 8;
    /// Closed days at most: ten years of two a week.
    pub const MOST_CLOSED: usize = 1_040;

    /// The zone that the hours follow.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Whether the team works at an instant.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        let day = at.to_zoned(self.zone.clone()).date();
        self.stretches_of(day).any(|stretch| stretch.from <= at && at < stretch.to)
    }

    /// The first instant at or after `at` at which the team works; `None` where that is more than ten years away.
    #[must_use]
    pub fn opens_at(&self, at: Timestamp) -> Option<Timestamp> {
        self.stretches_from(at).next().map(|stretch| stretch.from)
    }

    /// The first instant at which so much open time has passed since `start`. Time is real: an hour that a change of clocks
    /// skips is none, one that it repeats counts twice. `None` where that is more than ten years away.
    #[must_use]
    pub fn after(&self, start: Timestamp, open: SignedDuration) -> Option<Timestamp> {
        let mut left = open;
        for stretch in self.stretches_from(start) {
            let length = stretch.to.duration_since(stretch.from);
            if left <= length {
                return stretch.from.checked_add(left).ok();
            }
            left = left.saturating_sub(length);
        }
        None
    }

    /// The same hours with other closed days beside the present ones.
    ///
    /// # Errors
    /// [`InvalidOpenHours::TooManyClosed`].
    pub fn closed_also(mut self, days: impl IntoIterator<Item = Date>) -> Result<Self, InvalidOpenHours> {
        self.closed.extend(days);
        if self.closed.len() > Self::MOST_CLOSED { Err(InvalidOpenHours::TooManyClosed) } else { Ok(self) }
    }
}

#[cfg(test)]
mod tests;
