//! Asking the same people again and again (P12): when each wave begins, whom it asks, and which there have been.
//! A wave itself is a list of people, worked through as one that was made by hand.

use crate::condition::Condition;
use crate::name::BatchId;
use crate::schedule::ClockTime;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Why waves cannot be planned so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidWaves {
    /// Under a month it is no wave, and nobody plans further ahead than two years.
    #[error("a wave comes every 1 to 24 months")]
    Months,
}

/// When waves begin and whom they ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WavesForm")]
pub struct Waves {
    /// Local day of the first one.
    pub first: Date,
    /// Local time of day at which each begins.
    pub at: ClockTime,
    /// Months from one to the next. The day of the month stays; where a month is too short, its last day is taken.
    pub every_months: u8,
    /// Whom of the directory; everybody when absent.
    pub criteria: Option<Condition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WavesForm {
    first: Date,
    #[serde(default = "ten_in_the_morning")]
    at: ClockTime,
    every_months: u8,
    #[serde(default)]
    criteria: Option<Condition>,
}

fn ten_in_the_morning() -> ClockTime {
    ClockTime::TEN
}

impl TryFrom<WavesForm> for Waves {
    type Error = InvalidWaves;
    fn try_from(form: WavesForm) -> Result<Self, InvalidWaves> {
        let WavesForm { first, at, every_months, criteria } = form;
        if !(1..=24).contains(&every_months) {
            return Err(InvalidWaves::Months);
        }
        Ok(Self { first, at, every_months, criteria })
    }
}

impl Waves {
    /// The first beginning after an instant; nothing at the end of time.
    #[must_use]
    pub fn begins_after(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let every = i32::from(self.every_months.max(1));
        let day = after.to_zoned(zone.clone()).date();
        let months_gone = (i32::from(day.year()) - i32::from(self.first.year())) * 12
            + i32::from(day.month() - self.first.month());
        let start = (months_gone / every - 1).max(0);
        let begins = |turn: i32| {
            // Counted from the first day each time: from one to the next, a 31st would become a 28th for ever.
            let day = self.first.checked_add(turn.checked_mul(every)?.months()).ok()?;
            self.at.on(day).to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
        };
        (start..start.saturating_add(4)).filter_map(begins).find(|begins| *begins > after)
    }
}

/// Where a campaign is with its waves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WavePlan {
    /// The next one, while the campaign is live.
    pub next: Option<NextWave>,
    /// The latest ones, oldest first.
    pub held: Vec<HeldWave>,
}

/// A wave to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextWave {
    /// From 1.
    pub number: u32,
    /// When it begins.
    pub at: Timestamp,
}

/// A wave that has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldWave {
    /// From 1.
    pub number: u32,
    /// When it began.
    pub at: Timestamp,
    /// Its list; absent when nobody was asked.
    pub batch_id: Option<BatchId>,
    /// Why nobody was asked.
    pub remark: Option<String>,
}

impl WavePlan {
    /// Waves that a campaign remembers: five years of monthly ones.
    const REMEMBERED: usize = 60;

    /// The plan from now on: the next wave is the first to begin after `after`; none without waves.
    #[must_use]
    pub fn planned(mut self, waves: Option<&Waves>, after: Timestamp, zone: &TimeZone) -> Self {
        let latest = self.held.last();
        let after = latest.map_or(after, |held| held.at.max(after));
        let number = latest.map_or(1, |held| held.number.saturating_add(1));
        let at = waves.and_then(|waves| waves.begins_after(after, zone));
        self.next = at.map(|at| NextWave { number, at });
        self
    }

    /// The wave whose time has come.
    #[must_use]
    pub fn begun(&self, now: Timestamp) -> Option<NextWave> {
        self.next.filter(|next| next.at <= now)
    }

    /// The plan once a wave was held. Waves that were due while nothing ran are not made up for: people would be asked
    /// twice in a row.
    #[must_use]
    pub fn after(mut self, held: HeldWave, waves: Option<&Waves>, now: Timestamp, zone: &TimeZone) -> Self {
        self.held.push(held);
        let forgotten = self.held.len().saturating_sub(Self::REMEMBERED);
        self.held.drain(..forgotten);
        self.planned(waves, now, zone)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use proptest::prelude::*;

    fn toronto() -> TimeZone {
        TimeZone::get("America/Toronto").unwrap()
    }

    fn waves(form: &str) -> Result<Waves, serde_json::Error> {
        serde_json::from_str(form)
    }

    fn beginnings(form: &str, from: &str, count: usize) -> Vec<String> {
        let (waves, mut at) = (waves(form).unwrap(), from.parse().unwrap());
        let mut found = Vec::new();
        for _ in 0..count {
            at = waves.begins_after(at, &toronto()).unwrap();
            found.push(at.to_zoned(toronto()).strftime("%Y-%m-%d %H:%M").to_string());
        }
        found
    }

    #[test]
    fn p12_waves_keep_their_day_and_hour_through_short_months_and_daylight_saving() {
        let monthly = r#"{"first":"2027-01-31","every_months":1}"#;
        let quarterly = r#"{"first":"2026-12-01","at":"09:30","every_months":3}"#;

        assert_eq!(
            beginnings(monthly, "2026-11-22T12:00:00Z", 4),
            ["2027-01-31 10:00", "2027-02-28 10:00", "2027-03-31 10:00", "2027-04-30 10:00"]
        );
        assert_eq!(
            beginnings(quarterly, "2026-12-01T14:30:00Z", 3),
            ["2027-03-01 09:30", "2027-06-01 09:30", "2027-09-01 09:30"]
        );
    }

    #[test]
    fn p12_bad_waves_are_refused_in_words() {
        let refused = |form| waves(form).unwrap_err().to_string();

        assert!(refused(r#"{"first":"2027-01-31","every_months":0}"#).contains("every 1 to 24 months"));
        assert!(refused(r#"{"first":"2027-01-31","every_months":25}"#).contains("every 1 to 24 months"));
        assert!(refused(r#"{"first":"2027-01-31","every_months":1,"each":2}"#).contains("each"));
    }

    #[test]
    fn p12_a_wave_that_was_missed_is_not_made_up_for() {
        let waves = waves(r#"{"first":"2027-01-01","every_months":1}"#).unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let plan = WavePlan::default().planned(Some(&waves), at("2026-12-01T00:00:00Z"), &toronto());
        let first = plan.begun(at("2027-04-05T00:00:00Z")).unwrap();

        let held = HeldWave { number: first.number, at: first.at, batch_id: None, remark: None };
        let plan = plan.after(held, Some(&waves), at("2027-04-05T00:00:00Z"), &toronto());

        assert_eq!((first.number, plan.next.unwrap().number), (1, 2));
        assert_eq!(plan.next.unwrap().at, at("2027-05-01T14:00:00Z"));
    }

    proptest! {
        #[test]
        fn the_next_wave_is_later_and_not_later_than_one_turn(months in 1..=24_u8, day in 1..=31_i8, after_days in -400..4_000_i64) {
            let first = jiff::civil::date(2026, 1, day);
            let waves = Waves { first, at: ClockTime::TEN, every_months: months, criteria: None };
            let epoch: Timestamp = "2026-01-01T05:00:00Z".parse().unwrap();
            let after = epoch.checked_add(jiff::SignedDuration::from_hours(24 * after_days)).unwrap();

            let next = waves.begins_after(after, &toronto()).unwrap();

            prop_assert!(next > after);
            let turn = i64::from(months) * 31 + 32;
            prop_assert!(after_days < 0 || next.duration_since(after).as_hours() <= 24 * turn);
            prop_assert_eq!(next.to_zoned(toronto()).hour(), 10);
        }
    }
}
