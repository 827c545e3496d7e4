//! Sentences about intervals that hold whenever one looks: recorded ones of a reference of its own, and laws.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use proptest::prelude::*;
use serde::Deserialize;

/// One line of the recorded intervals; to a thousandth of a point.
#[derive(Deserialize)]
struct Recorded {
    promoters: u32,
    passives: u32,
    detractors: u32,
    low: f64,
    high: f64,
}

/// One line of the recorded differences, each score at half of the allowance: the widest that is right.
#[derive(Deserialize)]
struct RecordedDifference {
    before: [u32; 3],
    after: [u32; 3],
    low: f64,
    high: f64,
}

fn counted([promoters, passives, detractors]: [u32; 3]) -> Nps {
    Nps { promoters, passives, detractors }
}

#[test]
fn m2_1_the_interval_is_the_reference_s_to_a_thousandth_of_a_point() {
    let recorded = include_str!("vectors.jsonl");

    for line in recorded.lines() {
        let Recorded { promoters, passives, detractors, low, high } = serde_json::from_str(line).unwrap();

        let found = counted([promoters, passives, detractors]).anytime();

        assert!((found.low - low).abs() < 0.001 && (found.high - high).abs() < 0.001, "{line}: {found:?}");
    }
    assert_eq!(recorded.lines().count(), 11);
}

#[test]
fn m2_1_a_difference_is_within_that_of_two_intervals_side_by_side() {
    let recorded = include_str!("differences.jsonl");

    for line in recorded.lines() {
        let RecordedDifference { before, after, low, high } = serde_json::from_str(line).unwrap();

        let found = counted(after).anytime_since(&counted(before));

        assert!(low <= found.low && found.high <= high, "{line}: {found:?}");
        let points = counted(after).score().unwrap() - counted(before).score().unwrap();
        assert!(found.low < points && points < found.high, "{line}: {found:?}");
    }
    assert_eq!(recorded.lines().count(), 3);
}

#[test]
fn m2_1_without_answers_everything_is_possible() {
    let nothing = counted([0, 0, 0]);

    assert_eq!(nothing.anytime(), Bounds { low: -100.0, high: 100.0 });
    let since = nothing.anytime_since(&nothing);
    assert!((since.low + 200.0).abs() < 1e-6 && (since.high - 200.0).abs() < 1e-6, "{since:?}");
}

fn counts() -> impl Strategy<Value = [u32; 3]> {
    let one = || prop_oneof![Just(0_u32), 0..20_u32, 0..3_000_u32];
    [one(), one(), one()]
}

/// The best of a fine net over all shares: slow, plain, and never further than the truth.
fn of_a_net(counts: [u32; 3]) -> Bounds {
    let (steps, nps) = (200_u32, counted(counts));
    let shares = (0..=steps).flat_map(|up| (0..=steps - up).map(move |down| [up, steps - up - down, down]));
    let held = shares.map(|shares| shares.map(|share| f64::from(share) / f64::from(steps)));
    let held = held
        .filter(|shares| nps.evidence_against(*shares) <= -ALPHA.ln())
        .map(|[up, _, down]| 100.0 * (up - down));
    held.fold(Bounds { low: 100.0, high: -100.0 }, |all, score| Bounds {
        low: all.low.min(score),
        high: all.high.max(score),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// R6.6.
    #[test]
    fn m2_1_the_interval_holds_the_score_and_stays_on_its_scale(counts in counts()) {
        let found = counted(counts).anytime();

        prop_assert!(-100.0 - 1e-9 <= found.low && found.high <= 100.0 + 1e-9, "{found:?}");
        if let Some(score) = counted(counts).score() {
            prop_assert!(found.low <= score + 1e-9 && score <= found.high + 1e-9, "{found:?}");
        }
    }

    #[test]
    fn m2_1_the_interval_is_as_far_as_a_net_over_all_shares_finds(counts in [0..40_u32, 0..40_u32, 0..40_u32]) {
        let (found, net) = (counted(counts).anytime(), of_a_net(counts));

        prop_assert!(found.low <= net.low + 1e-6 && net.high <= found.high + 1e-6, "{found:?} {net:?}");
        prop_assert!(net.low - found.low < 2.0 && found.high - net.high < 2.0, "{found:?} {net:?}");
    }

    #[test]
    fn m2_1_the_same_twice_is_no_change_and_the_other_way_round_is_the_opposite(first in counts(), second in counts()) {
        let (first, second) = (counted(first), counted(second));
        let (there, back) = (second.anytime_since(&first), first.anytime_since(&second));

        prop_assert!((there.low + back.high).abs() < 1e-6 && (there.high + back.low).abs() < 1e-6);
        prop_assert!(!first.anytime_since(&first).exclude_zero());
    }
}
