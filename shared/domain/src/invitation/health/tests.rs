//! The breaker as a table and as properties (R3.6).

use super::*;
use proptest::prelude::*;

fn hour(sent: u64, bounced: u64, complained: u64) -> HourOfSends {
    HourOfSends { sent, bounced, complained }
}

#[test]
fn r3_6_the_breaker_trips_at_four_per_cent_bounces_or_eight_complaints_in_ten_thousand() {
    use TooMany::{Bounces, Complaints};
    // Sent, bounced, complained, verdict.
    let table = [
        (0, 0, 0, None),
        (1_000, 39, 0, None),
        (1_000, 40, 0, Some(Bounces)),
        (1_000, 0, 1, None),
        (1_000, 0, 2, Some(Complaints)),
        (2_500, 0, 2, Some(Complaints)),
        (2_501, 0, 2, None),
        (10_000, 0, 7, None),
        (10_000, 0, 8, Some(Complaints)),
        (10_000, 399, 7, None),
        (20, 9, 1, None),
        (20, 10, 1, Some(Bounces)),
        (20, 10, 2, Some(Complaints)),
        (0, 10, 0, Some(Bounces)),
    ];

    for (sent, bounced, complained, expected) in table {
        let health = SendHealth::over([hour(sent, bounced, complained)]);
        assert_eq!(health.verdict(), expected, "{sent} sent, {bounced} bounced, {complained} complained");
    }
}

#[test]
fn r3_6_only_the_latest_hours_that_hold_a_thousand_sends_count() {
    let clean_thousand = [hour(400, 0, 0), hour(600, 0, 0), hour(1_000, 900, 90)];
    let quiet_days = [hour(10, 0, 0), hour(0, 0, 0), hour(980, 0, 0), hour(100, 90, 0), hour(1, 1, 1)];

    assert_eq!(SendHealth::over(clean_thousand).verdict(), None);
    assert_eq!(SendHealth::over(quiet_days), SendHealth(hour(1_090, 90, 0)));
}

#[test]
fn the_reason_says_what_happened_and_what_to_do() {
    let health = SendHealth::over([hour(1_000, 50, 3)]);

    let (bounces, complaints) = (health.reason(TooMany::Bounces), health.reason(TooMany::Complaints));

    assert!(bounces.contains("50 of the latest 1000 mails") && bounces.ends_with("then resume sending"));
    assert!(complaints.contains("3 of the latest 1000 mails") && complaints.ends_with("then resume sending"));
}

prop_compose! {
    fn any_hours()(hours in proptest::collection::vec((0_u64..2_000, 0_u64..60, 0_u64..4), 0..30)) -> Vec<HourOfSends> {
        hours.into_iter().map(|(sent, bounced, complained)| hour(sent, bounced, complained)).collect()
    }
}

proptest! {
    #[test]
    fn the_window_is_the_shortest_that_holds_a_thousand_sends(hours in any_hours()) {
        let sent = |n: usize| hours.iter().take(n).map(|hour| hour.sent).sum::<u64>();
        let window = (0..=hours.len()).find(|n| sent(*n) >= 1_000).unwrap_or(hours.len());

        let expected = SendHealth::over(hours.iter().take(window).copied());

        prop_assert_eq!(SendHealth::over(hours.iter().copied()), expected);
        prop_assert_eq!(expected.0.sent, sent(window));
    }

    #[test]
    fn small_numbers_never_trip(sent in 0_u64..5_000, bounced in 0_u64..10, complained in 0_u64..2) {
        prop_assert_eq!(SendHealth(hour(sent, bounced, complained)).verdict(), None);
    }

    #[test]
    fn more_trouble_never_heals_and_more_good_mails_never_hurt(
        (sent, bounced, complained) in (0_u64..5_000, 0_u64..300, 0_u64..8),
        more in 0_u64..300,
    ) {
        let sick = |sent, bounced, complained| SendHealth(hour(sent, bounced, complained)).verdict().is_some();
        let now = sick(sent, bounced, complained);

        prop_assert!(!now || sick(sent, bounced + more, complained));
        prop_assert!(!now || sick(sent, bounced, complained + more));
        prop_assert!(now || !sick(sent + more, bounced, complained));
    }

    #[test]
    fn the_share_is_exact_where_numbers_are_large(sent in 250_u64..1_000_000, bounced in 10_u64..40_000) {
        let expected = (bounced * 100 >= sent * 4).then_some(TooMany::Bounces);

        prop_assert_eq!(SendHealth(hour(sent, bounced, 0)).verdict(), expected);
    }
}
