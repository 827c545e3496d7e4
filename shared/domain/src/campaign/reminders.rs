//! When a campaign repeats its ask (P5, decision 8): at most twice, each counted from the send of the first mail.
//! Whether a reminder still goes out is decided when it is due, by the gate that every send passes.

use crate::schedule::Delay;
use serde::{Deserialize, Serialize};

/// Why a list of delays is no plan of reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReminders {
    /// More than anybody should have to read.
    #[error("remind at most twice")]
    TooMany,
    /// At the same time as the mail before it, or earlier.
    #[error(
        "each reminder comes later than the mail before it: give growing delays, such as `03:00:00`, `07:00:00`"
    )]
    Order,
}

/// Delays from the send of the first mail, growing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Delay>", into = "Vec<Delay>")]
pub struct Reminders(Vec<Delay>);

impl Reminders {
    /// Reminders at most.
    pub const MOST: usize = 2;

    /// Number (1 or 2) and delay of each.
    pub fn numbered(&self) -> impl Iterator<Item = (u8, Delay)> + '_ {
        (1..).zip(self.0.iter().copied())
    }

    /// True when nobody is reminded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<Vec<Delay>> for Reminders {
    type Error = InvalidReminders;
    fn try_from(delays: Vec<Delay>) -> Result<Self, InvalidReminders> {
        if delays.len() > Self::MOST {
            return Err(InvalidReminders::TooMany);
        }
        let earlier = std::iter::once(Delay::NONE).chain(delays.iter().copied());
        if earlier.zip(&delays).any(|(before, after)| before >= *after) {
            return Err(InvalidReminders::Order);
        }
        Ok(Self(delays))
    }
}

impl From<Reminders> for Vec<Delay> {
    fn from(reminders: Reminders) -> Self {
        reminders.0
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn p5_two_at_most_and_each_later_than_the_mail_before() {
        let plan = |texts: &[&str]| {
            Reminders::try_from(texts.iter().map(|text| Delay::parse(text).unwrap()).collect::<Vec<_>>())
        };

        assert_eq!(plan(&["03:00:00", "07:00:00"]).unwrap().numbered().count(), 2);
        assert_eq!(plan(&["01:00:00", "02:00:00", "03:00:00"]), Err(InvalidReminders::TooMany));
        for wrong in [&["00:00:00"][..], &["03:00:00", "03:00:00"], &["07:00:00", "03:00:00"]] {
            assert_eq!(plan(wrong), Err(InvalidReminders::Order), "{wrong:?}");
        }
    }
}
