//! The hours in which a phone may ring (R3.10), by the clock of whoever carries it.
//! How an instant is moved into them is [`Opening`]'s.

use crate::schedule::{ClockTime, Day, InvalidWindow, Opening, SendWindow, ZoneOf};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Never before, and never after, whatever anybody sets.
const EARLIEST: ClockTime = ClockTime::at_hour(9);
const LATEST: ClockTime = ClockTime::at_hour(21);

/// Why hours cannot be used for texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSmsHours {
    /// No hours at all.
    #[error(transparent)]
    Window(#[from] InvalidWindow),
    /// When people rest.
    #[error("texts go out between 09:00 and 21:00 only: choose hours within")]
    Wider,
}

/// Days and hours within 9:00 and 21:00.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "HoursForm", into = "HoursForm")]
pub struct SmsHours(SendWindow);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HoursForm {
    #[serde(default = "every_day")]
    days: BTreeSet<Day>,
    #[serde(default = "earliest")]
    from: ClockTime,
    #[serde(default = "latest")]
    to: ClockTime,
}

fn every_day() -> BTreeSet<Day> {
    Day::ALL.into()
}

fn earliest() -> ClockTime {
    EARLIEST
}

fn latest() -> ClockTime {
    LATEST
}

impl Default for SmsHours {
    fn default() -> Self {
        Self(SendWindow { days: every_day(), from: EARLIEST, to: LATEST, zone: ZoneOf::Customer })
    }
}

impl TryFrom<HoursForm> for SmsHours {
    type Error = InvalidSmsHours;
    fn try_from(HoursForm { days, from, to }: HoursForm) -> Result<Self, InvalidSmsHours> {
        match () {
            () if days.is_empty() => Err(InvalidWindow::NoDay.into()),
            () if from >= to => Err(InvalidWindow::Order(from, to).into()),
            () if from < EARLIEST || to > LATEST => Err(InvalidSmsHours::Wider),
            () => Ok(Self(SendWindow { days, from, to, zone: ZoneOf::Customer })),
        }
    }
}

impl From<SmsHours> for HoursForm {
    fn from(SmsHours(SendWindow { days, from, to, .. }): SmsHours) -> Self {
        Self { days, from, to }
    }
}

impl SmsHours {
    /// True when a text may go out at this instant to somebody in `zone`.
    #[must_use]
    pub fn are_open(&self, at: Timestamp, zone: &TimeZone) -> bool {
        Opening { window: Some(&self.0), quiet_days: &BTreeSet::new(), zone }.is_open(at)
    }

    /// The first such instant at or after `due` on a day that is not quiet.
    #[must_use]
    pub fn next(&self, due: Timestamp, zone: &TimeZone, quiet_days: &BTreeSet<Date>) -> Timestamp {
        Opening { window: Some(&self.0), quiet_days, zone }.next(due)
    }

    /// How long after an instant a text may still ring: until these hours end on that day, and not at all outside of them.
    #[must_use]
    pub fn left(&self, at: Timestamp, zone: &TimeZone) -> SignedDuration {
        if !self.are_open(at, zone) {
            return SignedDuration::ZERO;
        }
        let day = at.to_zoned(zone.clone()).date();
        let end = self.0.to.on(day).to_zoned(zone.clone()).map_or(at, |end| end.timestamp());
        end.duration_since(at).max(SignedDuration::ZERO)
    }

    /// True when a window of the same clock leaves some time for texts.
    #[must_use]
    pub fn meet(window: &SendWindow) -> bool {
        window.from < LATEST && EARLIEST < window.to
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use proptest::prelude::*;

    fn hours(json: &str) -> Result<SmsHours, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    fn next(due: &str, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap();
        let due: Timestamp = due.parse().unwrap();
        SmsHours::default().next(due, &zone, &BTreeSet::new()).to_string()
    }

    #[test]
    fn r3_10_a_text_waits_for_the_morning_of_its_reader() {
        let table = [
            ("2026-11-22T13:59:59Z", "America/Toronto", "2026-11-22T14:00:00Z"),
            ("2026-11-22T14:00:00Z", "America/Toronto", "2026-11-22T14:00:00Z"),
            ("2026-11-23T01:59:59Z", "America/Toronto", "2026-11-23T01:59:59Z"),
            ("2026-11-23T02:00:00Z", "America/Toronto", "2026-11-23T14:00:00Z"),
            ("2026-11-22T14:00:00Z", "America/Los_Angeles", "2026-11-22T17:00:00Z"),
            // The clocks go forward on 8 March and back on 1 November 2026.
            ("2026-03-08T03:00:00Z", "America/Toronto", "2026-03-08T13:00:00Z"),
            ("2026-11-01T03:00:00Z", "America/Toronto", "2026-11-01T14:00:00Z"),
        ];

        for (due, zone, expected) in table {
            assert_eq!(next(due, zone), expected, "{due} {zone}");
        }
    }

    #[test]
    fn hours_may_be_narrowed_and_never_widened() {
        assert!(hours(r#"{"from": "10:00", "to": "17:00", "days": ["mon", "tue"]}"#).is_ok());
        for (wide, why) in [
            (r#"{"from": "08:59"}"#, "between 09:00 and 21:00"),
            (r#"{"to": "21:01"}"#, "between 09:00 and 21:00"),
            (r#"{"from": "12:00", "to": "12:00"}"#, "end later"),
            (r#"{"days": []}"#, "at least one day"),
            (r#"{"zone": "organization"}"#, "zone"),
        ] {
            let refused = hours(wide).unwrap_err();
            assert!(refused.contains(why), "{wide}: {refused}");
        }
    }

    proptest! {
        /// Around every change of the clocks of two years, in zones that change by hours and by half hours.
        #[test]
        fn r3_10_no_text_ever_goes_out_before_nine_or_after_nine(
            minute in 0..(2 * 366 * 24 * 60_i64),
            zone in prop::sample::select(vec![
                "America/Toronto", "America/St_Johns", "America/Los_Angeles", "Europe/Paris", "Australia/Lord_Howe", "UTC",
            ]),
        ) {
            let zone = TimeZone::get(zone).unwrap();
            let due = Timestamp::from_second(1_767_225_600 + minute * 60).unwrap();

            let sent = SmsHours::default().next(due, &zone, &BTreeSet::new());

            let clock = sent.to_zoned(zone.clone()).time();
            prop_assert!((9..21).contains(&clock.hour()), "{sent} is {clock}");
            prop_assert!(sent >= due);
            prop_assert!(sent.duration_since(due) <= SignedDuration::from_hours(13));
            let last = sent + SmsHours::default().left(sent, &zone);
            prop_assert_eq!(last.to_zoned(zone.clone()).time(), jiff::civil::time(21, 0, 0, 0));
            prop_assert!(sent == due || !SmsHours::default().are_open(due, &zone));
        }
    }
}
