//! CSAT and CES: shares and means over exact counts (M3), and any scale on base 10 (M4).
//! Which values of a question are satisfied ones is said by the question.

use crate::question::{Operand, Question, QuestionKind};
use crate::report::Scores;
use std::ops::RangeInclusive;

/// 97.5 % quantile of the normal distribution.
const Z: f64 = 1.959_964;
/// Values of CES that agree that it was easy (M3).
const EASY: [u8; 3] = [5, 6, 7];

/// How many of some answers are what was hoped for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that are.
    pub wanted: u32,
    /// All of them; what was skipped or does not apply is none (M3, E20).
    pub answers: u32,
}

impl Share {
    /// In per cent, exact; `None` without answers: never 0, never NaN.
    #[must_use]
    pub fn percent(self) -> Option<f64> {
        let n = f64::from(self.answers);
        (n > 0.0).then(|| 100.0 * f64::from(self.wanted) / n)
    }

    /// 95 % interval in per cent (Wilson 1927), which stays within 0 and 100 and is honest for few answers, also where
    /// they agree; `None` without answers.
    #[must_use]
    pub fn interval(self) -> Option<RangeInclusive<f64>> {
        let share = self.percent()? / 100.0;
        let n = f64::from(self.answers);
        let spread = Z * Z / n;
        let centre = (share + spread / 2.0) / (1.0 + spread);
        let half = Z / (1.0 + spread) * (share * (1.0 - share) / n + spread / (4.0 * n)).sqrt();
        let percent = |share: f64| (100.0 * share).clamp(0.0, 100.0);
        Some(percent(centre - half)..=percent(centre + half))
    }

    /// True when it should not be relied on: under 30 answers, or an interval wider than ±20.
    #[must_use]
    pub fn low_confidence(self) -> bool {
        self.answers < 30 || self.interval().is_some_and(|interval| interval.end() - interval.start() > 40.0)
    }

    /// Adds another share of the same measure: weighted by answers, never an average of averages (M4).
    pub fn merge(&mut self, other: Self) {
        self.wanted = self.wanted.saturating_add(other.wanted);
        self.answers = self.answers.saturating_add(other.answers);
    }
}

/// A sum of numbers and how many they are: the average of several questions weighs each by its answers (M4).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Mean {
    sum: f64,
    count: f64,
}

impl Mean {
    /// Of the numbers themselves.
    #[must_use]
    pub fn of(scores: &Scores) -> Self {
        Self::on_scale(scores, 1.0)
    }

    /// On base 10, as a share of the best value (M4: `10·x/max`).
    #[must_use]
    pub fn base_10(scores: &Scores, best: u8) -> Self {
        Self::on_scale(scores, 10.0 / f64::from(best.max(1)))
    }

    fn on_scale(scores: &Scores, factor: f64) -> Self {
        let each = scores.values().map(|(value, count)| (f64::from(value) * factor, f64::from(count)));
        each.fold(Self::default(), |mean, (value, count)| Self {
            sum: mean.sum + value * count,
            count: mean.count + count,
        })
    }

    /// Adds other numbers.
    pub fn merge(&mut self, other: Self) {
        self.sum += other.sum;
        self.count += other.count;
    }

    /// `None` of nothing.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.count > 0.0).then(|| self.sum / self.count)
    }

    /// Rounds for display, to two decimals (M4).
    #[must_use]
    pub fn rounded(value: f64) -> f64 {
        (value * 100.0).round() / 100.0
    }
}

/// How many answers to a question with a scale are satisfied ones (M3); nobody where the question is no filter.
#[must_use]
pub fn satisfied_share(question: &Question, scores: &Scores) -> Share {
    let wanted = question.satisfied_choices().unwrap_or_default();
    share(scores, |value| wanted.contains(&Operand::Number(value)))
}

/// How many answers to a question of effort agree that it was easy: 5, 6 and 7 of 7 (M3).
#[must_use]
pub fn easy_share(scores: &Scores) -> Share {
    share(scores, |value| EASY.contains(&value))
}

fn share(scores: &Scores, wanted: impl Fn(u8) -> bool) -> Share {
    scores.values().fold(Share::default(), |mut share, (value, count)| {
        share.merge(Share { wanted: if wanted(value) { count } else { 0 }, answers: count });
        share
    })
}

/// What a number says, by the kind of its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Satisfaction with the whole: what CSAT is made of.
    Csat,
    /// Effort.
    Ces,
    /// Any other scale.
    Rating,
}

impl Measure {
    /// Of a question; `None` for NPS, which has a figure of its own, and for what has no scale.
    #[must_use]
    pub fn of(kind: &QuestionKind) -> Option<Self> {
        match kind {
            QuestionKind::Csat => Some(Self::Csat),
            QuestionKind::Ces => Some(Self::Ces),
            QuestionKind::Rating { .. } => Some(Self::Rating),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use proptest::prelude::*;

    fn scores(values: &[u8]) -> Scores {
        values.iter().fold(Scores::default(), |mut all, value| {
            all.count(*value);
            all
        })
    }

    fn question(form: &str) -> Question {
        serde_json::from_str(form).unwrap()
    }

    #[test]
    fn m3_satisfied_are_the_two_best_of_five_unless_somebody_says_otherwise() {
        let usual = question(r#"{"id":"q_1","kind":"csat","texts":{"en":"?"},"required":false}"#);
        let strict = question(
            r#"{"id":"q_1","kind":"csat","texts":{"en":"?"},"required":false,"satisfied_choices":[5]}"#,
        );
        let given = scores(&[1, 3, 4, 5, 5]);

        assert_eq!(satisfied_share(&usual, &given), Share { wanted: 3, answers: 5 });
        assert_eq!(satisfied_share(&strict, &given), Share { wanted: 2, answers: 5 });
        assert_eq!(satisfied_share(&usual, &given).percent(), Some(60.0));
    }

    #[test]
    fn m3_effort_is_low_from_five_to_seven() {
        assert_eq!(easy_share(&scores(&[1, 4, 5, 6, 7, 7])), Share { wanted: 4, answers: 6 });
        assert_eq!(Mean::of(&scores(&[1, 4, 5, 6, 7, 7])).value(), Some(5.0));
    }

    #[test]
    fn m4_base_ten_is_a_share_of_the_best_value() {
        let table = [(4, 5, 8.0), (1, 5, 2.0), (5, 5, 10.0), (7, 7, 10.0), (3, 10, 3.0)];

        for (value, best, wanted) in table {
            let mean = Mean::base_10(&scores(&[value]), best).value().unwrap();
            assert!((mean - wanted).abs() < 1e-9, "{value} of {best}: {mean}");
        }
    }

    #[test]
    fn m4_an_average_of_several_questions_weighs_each_by_its_answers() {
        let mut mean = Mean::of(&scores(&[5, 5, 5]));
        mean.merge(Mean::of(&scores(&[1])));

        assert_eq!(mean.value(), Some(4.0));
    }

    /// Reference values of Wilson's interval at 95 %.
    #[test]
    fn m3_wilson_interval_vectors() {
        let table = [
            ((8, 10), 49.02, 94.33),
            ((0, 10), 0.0, 27.75),
            ((10, 10), 72.25, 100.0),
            ((50, 100), 40.38, 59.62),
        ];

        for ((wanted, answers), low, high) in table {
            let found = Share { wanted, answers }.interval().unwrap();
            assert!(
                (found.start() - low).abs() < 0.01 && (found.end() - high).abs() < 0.01,
                "{wanted}/{answers}: {found:?}"
            );
        }
    }

    #[test]
    fn no_answers_no_figure() {
        assert_eq!(Share::default().percent(), None);
        assert_eq!(Share::default().interval(), None);
        assert_eq!(Mean::default().value(), None);
        assert!(Share::default().low_confidence());
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_share_and_stays_on_its_scale(answers in 1..5_000_u32, part in 0..=100_u32) {
            let share = Share { wanted: answers * part / 100, answers };
            let (low, high) = share.interval().unwrap().into_inner();
            let percent = share.percent().unwrap();
            prop_assert!((0.0..=100.0).contains(&low) && (0.0..=100.0).contains(&high));
            prop_assert!(low <= percent + 1e-9 && percent <= high + 1e-9);
        }
    }
}
