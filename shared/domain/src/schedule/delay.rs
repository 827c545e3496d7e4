//! Durations as people write them here: `DD:HH:MM` (B24, B25).
//! What a delay is counted from lives in the policy.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not a delay.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDelay {
    /// Not `DD:HH:MM`.
    #[error("`{0}` is not of the form `DD:HH:MM`, such as `00:12:00` for twelve hours")]
    Malformed(String),
    /// More than a year.
    #[error("`{0}` is longer than 365 days")]
    TooLong(String),
}

/// Whole minutes, at most 365 days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Delay {
    minutes: u32,
}

impl Delay {
    /// No delay at all.
    pub const NONE: Self = Self { minutes: 0 };
    const MAX_MINUTES: u32 = 365 * 24 * 60;

    /// So many days, at most 365.
    #[must_use]
    pub const fn of_days(days: u8) -> Self {
        Self { minutes: days as u32 * 24 * 60 }
    }

    /// Parses `^\d{1,3}:([01]\d|2[0-3]):[0-5]\d$`; blank text is no delay.
    ///
    /// # Errors
    /// [`InvalidDelay`] naming what was given.
    pub fn parse(text: &str) -> Result<Self, InvalidDelay> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::NONE);
        }
        let malformed = || InvalidDelay::Malformed(text.chars().take(20).collect());
        let parts: Vec<&str> = text.split(':').collect();
        let [days, hours, minutes] = parts.as_slice() else { return Err(malformed()) };
        let days = number(days, 1..=3, 999).ok_or_else(malformed)?;
        let hours = number(hours, 2..=2, 23).ok_or_else(malformed)?;
        let minutes = number(minutes, 2..=2, 59).ok_or_else(malformed)?;
        let total = (days * 24 + hours) * 60 + minutes;
        if total > Self::MAX_MINUTES {
            Err(InvalidDelay::TooLong(text.to_owned()))
        } else {
            Ok(Self { minutes: total })
        }
    }

    /// The time that passes on a clock, whatever the calendar says.
    #[must_use]
    pub fn duration(self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.minutes))
    }

    /// True when there is nothing to wait for.
    #[must_use]
    pub fn is_none(self) -> bool {
        self.minutes == 0
    }

    /// The instant this long after `start`; the end of time where there is none.
    #[must_use]
    pub fn after(self, start: Timestamp) -> Timestamp {
        start.checked_add(self.duration()).unwrap_or(Timestamp::MAX)
    }
}

fn number(text: &str, length: std::ops::RangeInclusive<usize>, max: u32) -> Option<u32> {
    let digits = length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|value| digits && *value <= max)
}

impl fmt::Display for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hours = self.minutes / 60;
        write!(f, "{:02}:{:02}:{:02}", hours / 24, hours % 24, self.minutes % 60)
    }
}

impl fmt::Debug for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for Delay {
    type Error = InvalidDelay;
    fn try_from(text: String) -> Result<Self, InvalidDelay> {
        Self::parse(&text)
    }
}

impl From<Delay> for String {
    fn from(delay: Delay) -> String {
        delay.to_string()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn f5_reads_days_hours_minutes() {
        assert_eq!(Delay::parse("00:12:00").unwrap().duration(), SignedDuration::from_hours(12));
        assert_eq!(Delay::parse("07:00:00").unwrap().duration(), SignedDuration::from_hours(7 * 24));
        assert_eq!(Delay::parse("").unwrap(), Delay::NONE);
        assert_eq!(Delay::parse("365:00:00").unwrap().to_string(), "365:00:00");
    }

    #[test]
    fn f5_refuses_what_is_not_a_delay() {
        for bad in [
            "00:24:00",
            "1:2:3",
            "-1:00:00",
            "366:00:00",
            "365:00:01",
            "12:00",
            "aa:bb:cc",
            "1:00:60",
            "0001:00:00",
        ] {
            assert!(Delay::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(minutes in 0..=Delay::MAX_MINUTES) {
            let delay = Delay { minutes };
            prop_assert_eq!(Delay::parse(&delay.to_string()).unwrap(), delay);
        }

        #[test]
        fn no_text_makes_it_fail_otherwise(text in ".*") {
            if let Ok(delay) = Delay::parse(&text) { prop_assert!(delay.minutes <= Delay::MAX_MINUTES); }
        }
    }
}
