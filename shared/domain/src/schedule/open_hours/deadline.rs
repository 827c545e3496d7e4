//! A deadline that can say how it was counted: "Friday 16:30 + 1 h in Mon-Fri 9-17 = Monday 9:30".
//! It keeps the hours as they were then, so that a calendar that changes later makes no old sum wrong. Words are in `views`.

use super::{Hours, OpenHours};
use crate::schedule::{Day, Delay};
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// An instant, and how it was counted in open time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Where counting began.
    pub start_at: Timestamp,
    /// How much open time was given.
    pub open_after: Delay,
    /// The first instant at which so much of it has passed.
    pub due_at: Timestamp,
    /// The hours that it was counted in; of the closed days, those that it passed over.
    hours: OpenHours,
}

/// Days of the week in a row with the same hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayRun<'a> {
    /// The first of them.
    pub first: Day,
    /// The last one, which may be the first.
    pub last: Day,
    /// When the team works on each.
    pub hours: &'a [Hours],
}

impl OpenHours {
    /// The deadline so much open time after `start`; `None` where that is more than ten years away.
    #[must_use]
    pub fn deadline(&self, start: Timestamp, open: Delay) -> Option<Deadline> {
        let due_at = self.after(start, open.duration())?;
        let day = |at: Timestamp| at.to_zoned(self.zone.clone()).date();
        let between = day(start)..=day(due_at);
        let closed = self.closed.range(between).copied().filter(|day| !self.hours_of(*day).is_empty());
        let hours = Self { closed: closed.collect(), ..self.clone() };
        Some(Deadline { start_at: start, open_after: open, due_at, hours })
    }

    /// The week in runs of days with the same hours, from Monday; free days are in none.
    #[must_use]
    pub fn week(&self) -> Vec<DayRun<'_>> {
        let mut runs: Vec<DayRun<'_>> = Vec::new();
        let mut before: Option<Day> = None;
        for day in Day::ALL {
            let hours = self.days.get(&day).map(Vec::as_slice).unwrap_or_default();
            match runs.last_mut() {
                Some(run) if Some(run.last) == before && run.hours == hours => run.last = day,
                _ if hours.is_empty() => {}
                _ => runs.push(DayRun { first: day, last: day, hours }),
            }
            before = Some(day);
        }
        runs
    }
}

impl Deadline {
    /// Where counting began, on the clock of the team.
    #[must_use]
    pub fn started(&self) -> Zoned {
        self.start_at.to_zoned(self.hours.zone.clone())
    }

    /// The deadline on the clock of the team.
    #[must_use]
    pub fn due(&self) -> Zoned {
        self.due_at.to_zoned(self.hours.zone.clone())
    }

    /// The hours that it was counted in.
    #[must_use]
    pub fn week(&self) -> Vec<DayRun<'_>> {
        self.hours.week()
    }

    /// Days between the two on which the team would have worked and was closed.
    pub fn closed(&self) -> impl Iterator<Item = Date> + '_ {
        self.hours.closed.iter().copied()
    }

    /// Whether counting again gives the same instant; it always does, and a test holds it.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.hours.after(self.start_at, self.open_after.duration()) == Some(self.due_at)
    }
}
