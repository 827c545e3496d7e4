//! What the breaker counts: by organization and hour, latest first, for a week, and afresh when told so (R3.6).
//! When it trips is a table in the domain (R6.4).

use crate::store::{Store, acme, instant};
use jiff::SignedDuration;
use relance_domain::invitation::{HourOfSends, MailFate};
use relance_domain::name::OrganizationId;
use tokio::task::JoinSet;

on_every_store!(
    r3_6_each_fate_is_counted_in_its_hour_and_the_latest_hour_is_first,
    r3_6_a_week_is_looked_at_and_nothing_after_the_moment,
    r3_6_organizations_have_counts_of_their_own,
    r3_6_a_count_that_starts_over_forgets_what_was_before,
    r3_6_a_thousand_counts_at_once_are_all_counted,
);

fn hour(sent: u64, bounced: u64, complained: u64) -> HourOfSends {
    HourOfSends { sent, bounced, complained }
}

async fn count(store: &Store, fate: MailFate, hours_ago: i64) {
    let at = instant("30:00") - SignedDuration::from_hours(hours_ago);
    store.health.count(&acme(), fate, at, 1).await.unwrap();
}

async fn recent(store: &Store) -> Vec<HourOfSends> {
    store.health.recent(&acme(), instant("30:00")).await.unwrap()
}

async fn r3_6_each_fate_is_counted_in_its_hour_and_the_latest_hour_is_first(store: Store) {
    assert_eq!(recent(&store).await, []);
    for (fate, hours_ago) in [
        (MailFate::Sent, 0),
        (MailFate::Sent, 0),
        (MailFate::Bounced, 0),
        (MailFate::Sent, 1),
        (MailFate::Complained, 5),
    ] {
        count(&store, fate, hours_ago).await;
    }

    assert_eq!(recent(&store).await, [hour(2, 1, 0), hour(1, 0, 0), hour(0, 0, 1)]);
}

async fn r3_6_a_week_is_looked_at_and_nothing_after_the_moment(store: Store) {
    for hours_ago in [-1, 0, 167, 168] {
        count(&store, MailFate::Sent, hours_ago).await;
    }

    assert_eq!(recent(&store).await.len(), 2);
}

async fn r3_6_organizations_have_counts_of_their_own(store: Store) {
    let other = OrganizationId::parse("acme2").unwrap();
    count(&store, MailFate::Bounced, 0).await;

    assert_eq!(store.health.recent(&other, instant("30:00")).await.unwrap(), []);
}

async fn r3_6_a_count_that_starts_over_forgets_what_was_before(store: Store) {
    for hours_ago in [0, 1, 2] {
        count(&store, MailFate::Bounced, hours_ago).await;
    }

    store.health.start_over(&acme(), instant("40:00")).await.unwrap();
    count(&store, MailFate::Sent, 0).await;

    assert_eq!(recent(&store).await, [hour(1, 0, 0)]);
    let next_hour = instant("40:00") + SignedDuration::from_hours(1);
    store.health.count(&acme(), MailFate::Complained, next_hour, 2).await.unwrap();
    let later = store.health.recent(&acme(), next_hour).await.unwrap();
    assert_eq!(later, [hour(0, 0, 2), hour(1, 0, 0)]);
}

async fn r3_6_a_thousand_counts_at_once_are_all_counted(store: Store) {
    let one = |store: Store| async move { count(&store, MailFate::Sent, 0).await };

    (0..1_000).map(|_| one(store.clone())).collect::<JoinSet<()>>().join_all().await;

    assert_eq!(recent(&store).await, [hour(1_000, 0, 0)]);
}
