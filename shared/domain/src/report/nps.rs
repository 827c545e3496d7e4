//! Net Promoter Score: exact counts, rounded once at display (M1), with the adjusted-Wald interval (M2).
//! Formula of the interval: add 3 answers, ¾ promoters and ¾ detractors (Rocks 2016, The American Statistician).

use crate::question::NpsType;
use crate::report::Bounds;
use serde::{Deserialize, Serialize};

/// 97.5 % quantile of the normal distribution.
const Z: f64 = 1.959_964;

/// How often each score from 0 to 10 was given. Merging is addition, so days fold into any period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scores([u32; 11]);

impl Scores {
    /// Counts one score; a score above 10 cannot come from a validated answer and is not counted.
    pub fn count(&mut self, score: u8) {
        if let Some(slot) = self.0.get_mut(usize::from(score)) {
            *slot = slot.saturating_add(1);
        }
    }

    /// Adds another period's counts.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine = mine.saturating_add(theirs);
        }
    }

    /// Every value from 0 to 10 and how often it was given.
    pub fn values(&self) -> impl Iterator<Item = (u8, u32)> + '_ {
        (0_u8..).zip(self.0)
    }

    /// How many values there are.
    #[must_use]
    pub fn answers(&self) -> u32 {
        self.0.iter().fold(0, |all, count| all.saturating_add(*count))
    }

    /// Answers in one band.
    #[must_use]
    pub fn in_band(&self, band: NpsType) -> u32 {
        let of_band = |(score, _): &(u8, u32)| NpsType::of(*score) == Some(band);
        self.values().filter(of_band).map(|(_, count)| count).sum()
    }

    /// The score over these counts.
    #[must_use]
    pub fn nps(&self) -> Nps {
        Nps {
            promoters: self.in_band(NpsType::Promoter),
            passives: self.in_band(NpsType::Passive),
            detractors: self.in_band(NpsType::Detractor),
        }
    }
}

/// Counts of the three bands; skipped, ignored and provisional answers are in none (M1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nps {
    /// 9 and 10.
    pub promoters: u32,
    /// 7 and 8.
    pub passives: u32,
    /// 0 to 6.
    pub detractors: u32,
}

/// A 95 % interval in points, clamped to −100..=100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Half of its width before clamping.
    pub half_width: f64,
}

/// The difference of two scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NpsChange {
    /// In points.
    pub points: f64,
    /// Where the true difference is, whenever one looks (M2.1).
    pub interval: Bounds,
}

impl NpsChange {
    /// Whether anything changed at all: no difference is outside of the interval that holds whenever one looks, so whoever
    /// watches every day is not misled either (M2.1).
    #[must_use]
    pub fn is_significant(&self) -> bool {
        self.interval.exclude_zero()
    }
}

impl Nps {
    /// Number of answers.
    #[must_use]
    pub fn answers(&self) -> u32 {
        self.promoters + self.passives + self.detractors
    }

    /// `100·(P−D)/n`, exact; `None` without answers: never 0, never NaN.
    #[must_use]
    pub fn score(&self) -> Option<f64> {
        let n = f64::from(self.answers());
        (n > 0.0).then(|| 100.0 * (f64::from(self.promoters) - f64::from(self.detractors)) / n)
    }

    /// The adjusted-Wald interval; `None` without answers.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        self.score()?;
        let n = f64::from(self.answers()) + 3.0;
        let (p, d) = ((f64::from(self.promoters) + 0.75) / n, (f64::from(self.detractors) + 0.75) / n);
        let centre = p - d;
        let half = Z * ((p + d - centre * centre) / n).sqrt();
        let points = |share: f64| (100.0 * share).clamp(-100.0, 100.0);
        Some(Interval { low: points(centre - half), high: points(centre + half), half_width: 100.0 * half })
    }

    /// True when the score should not be relied on: under 30 answers, or an interval wider than ±20.
    #[must_use]
    pub fn low_confidence(&self) -> bool {
        self.answers() < 30 || self.interval().is_some_and(|interval| interval.half_width > 20.0)
    }

    /// How far this score is from an earlier one; `None` when either has no answers.
    #[must_use]
    pub fn change_since(&self, earlier: &Self) -> Option<NpsChange> {
        let points = self.score()? - earlier.score()?;
        Some(NpsChange { points, interval: self.anytime_since(earlier) })
    }

    /// Rounds for display, half away from zero, to one decimal (M1).
    #[must_use]
    pub fn rounded(points: f64) -> f64 {
        (points * 10.0).round() / 10.0
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use proptest::prelude::*;

    fn nps((promoters, passives, detractors): (u32, u32, u32)) -> Nps {
        Nps { promoters, passives, detractors }
    }

    #[test]
    fn m2_published_vectors() {
        let table = [
            ((50, 30, 20), 30.0, 29.13, 15.08),
            ((5, 3, 2), 30.0, 23.08, 42.13),
            ((70, 20, 10), 60.0, 58.25, 12.98),
            ((400, 300, 300), 10.0, 9.97, 5.14),
            ((10, 0, 0), 100.0, 76.92, 29.42),
            ((0, 0, 4), -100.0, -57.14, 50.20),
            ((1, 0, 0), 100.0, 25.00, 73.50),
        ];

        for (counts, score, centre, half) in table {
            let interval = nps(counts).interval().unwrap();
            assert!((nps(counts).score().unwrap() - score).abs() < 1e-9, "{counts:?}");
            assert!((interval.half_width - half).abs() < 0.006, "{counts:?} {interval:?}");
            assert!(
                (interval.low - f64::max(centre - half, -100.0)).abs() < 0.011,
                "{counts:?} {interval:?}"
            );
            assert!(
                (interval.high - f64::min(centre + half, 100.0)).abs() < 0.011,
                "{counts:?} {interval:?}"
            );
        }
    }

    #[test]
    fn m1_rounds_once_from_the_exact_ratio() {
        let rounded = Nps::rounded(nps((2, 0, 1)).score().unwrap());

        assert!((rounded - 33.3).abs() < 1e-9);
    }

    #[test]
    fn m2_1_a_change_counts_only_where_no_change_is_outside_whenever_one_looks() {
        let change = |now, before| nps(now).change_since(&nps(before)).unwrap();

        assert!(!change((50, 30, 20), (45, 30, 25)).is_significant());
        // Beyond 1.96 standard errors of one look, and not enough for one who looked every day.
        assert!(!change((500, 300, 200), (450, 300, 250)).is_significant());
        assert!(change((600, 200, 200), (300, 300, 400)).is_significant());
        assert!((change((50, 30, 20), (45, 30, 25)).points - 10.0).abs() < 1e-9);
        assert!(nps((1, 0, 0)).change_since(&nps((0, 0, 0))).is_none());
    }

    #[test]
    fn no_answers_no_score() {
        assert!(nps((0, 0, 0)).score().is_none());
        assert!(nps((0, 0, 0)).interval().is_none());
    }

    proptest! {
        #[test]
        fn merging_days_is_counting_them_together(first in proptest::collection::vec(0..=10_u8, 0..40), second in proptest::collection::vec(0..=10_u8, 0..40)) {
            let fold = |scores: &[u8]| scores.iter().fold(Scores::default(), |mut all, s| { all.count(*s); all });
            let mut merged = fold(&first);
            merged.merge(&fold(&second));
            prop_assert_eq!(merged, fold(&[first, second].concat()));
        }

        /// R6.6.
        #[test]
        fn the_score_stays_on_its_scale(p in 0..5000_u32, n in 0..5000_u32, d in 0..5000_u32) {
            if let Some(score) = nps((p, n, d)).score() { prop_assert!((-100.0..=100.0).contains(&score)); }
        }
    }
}
