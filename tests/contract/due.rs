//! The due index: its order, its limits, how entries come, move and go (I1, R2.1, R2.4).
//! Races about an entry live in `race` (R6.4).

use crate::store::{Store, With as _, instant, invitation, of_kind};
use jiff::{SignedDuration, Timestamp};
use relance_application::kind::Kind;
use relance_application::ports::due::DueEntry;
use relance_application::ports::records::{Change, RawRecord};
use serde_json::json;

on_every_store!(
    what_is_due_comes_oldest_first_over_all_shards,
    a_limit_takes_the_oldest_of_all_shards,
    due_means_strictly_before_to_the_nanosecond,
    kinds_and_organizations_have_entries_of_their_own,
    finished_work_leaves_the_index,
    an_update_moves_the_entry,
    redating_moves_the_entry_and_nothing_else,
    a_due_entry_knows_its_fair_group_until_its_work_is_finished,
    an_entry_that_moved_on_is_not_redated,
    a_kind_that_is_never_due_has_no_entries,
);

async fn due_ids(store: &Store, before: &str, limit: usize) -> Vec<String> {
    let entries = store.due.due_before(Kind::Invitation, instant(before), limit).await.unwrap();
    entries.into_iter().map(|entry| entry.key.id).collect()
}

fn entry(record: &RawRecord) -> DueEntry {
    let fair_group = record.fair_group.clone();
    DueEntry { due_at: record.due_at.unwrap(), key: record.key.clone(), fair_group }
}

async fn fifty_minutes(store: &Store) -> Vec<String> {
    let ids: Vec<_> = (0..50).map(|n| format!("inv_{n}")).collect();
    let due = |(n, id): (usize, &String)| Change::Create(invitation(id).due(Some(&format!("{n:02}:00"))));
    let changes: Vec<_> = ids.iter().enumerate().rev().map(due).collect();
    store.stored(&changes).await;
    ids
}

async fn what_is_due_comes_oldest_first_over_all_shards(store: Store) {
    let ids = fifty_minutes(&store).await;

    assert_eq!(due_ids(&store, "59:00", 100).await, ids);
    assert_eq!(due_ids(&store, "20:00", 100).await, ids[..20]);
}

async fn a_limit_takes_the_oldest_of_all_shards(store: Store) {
    let ids = fifty_minutes(&store).await;

    for limit in [0, 1, 7, 49, 50] {
        assert_eq!(due_ids(&store, "59:00", limit).await, ids[..limit]);
    }
}

async fn due_means_strictly_before_to_the_nanosecond(store: Store) {
    store.stored(&[Change::Create(invitation("a").due(Some("01:00.005")))]).await;

    assert_eq!(due_ids(&store, "01:00.005", 10).await, [""; 0]);
    assert_eq!(due_ids(&store, "01:00.005000001", 10).await, ["a"]);
    assert_eq!(due_ids(&store, "01:00.004999999", 10).await, [""; 0]);
    let ever = store.due.due_before(Kind::Invitation, Timestamp::MAX, 10).await.unwrap();
    assert_eq!(ever, [entry(&invitation("a").due(Some("01:00.005")))]);
    assert_eq!(store.due.due_before(Kind::Invitation, Timestamp::MIN, 10).await.unwrap(), []);
}

async fn kinds_and_organizations_have_entries_of_their_own(store: Store) {
    let records = [
        invitation("same").due(Some("01:00")),
        invitation("same").in_group("g").due(Some("02:00")),
        invitation("same").of("other").due(Some("03:00")),
        of_kind(Kind::RawEvent, "same").due(Some("04:00")),
    ];
    store.stored(&records.clone().map(Change::Create)).await;

    let invitations = store.due.due_before(Kind::Invitation, instant("09:00"), 10).await.unwrap();
    let events = store.due.due_before(Kind::RawEvent, instant("09:00"), 10).await.unwrap();

    assert_eq!(invitations, [entry(&records[0]), entry(&records[1]), entry(&records[2])]);
    assert_eq!(events, [entry(&records[3])]);
}

/// I1, R2.1.
async fn finished_work_leaves_the_index(store: Store) {
    let due = |id: &str| invitation(id).due(Some("01:00"));
    store.stored(&["deleted", "finished", "open"].map(|id| Change::Create(due(id)))).await;

    store.stored(&[Change::Delete(due("deleted").key, 1)]).await;
    store.stored(&[Change::Update(invitation("finished").read_at(1))]).await;

    assert_eq!(due_ids(&store, "09:00", 10).await, ["open"]);
    assert_eq!(store.get(&due("finished").key).await.unwrap().due_at, None);
    store.stored(&[Change::Update(due("finished").read_at(2))]).await;
    assert_eq!(due_ids(&store, "09:00", 10).await, ["finished", "open"]);
}

/// R2.1, R2.4.
async fn an_update_moves_the_entry(store: Store) {
    store.stored(&[Change::Create(invitation("a").due(Some("01:00")))]).await;

    store.stored(&[Change::Update(invitation("a").due(Some("05:00")).read_at(1))]).await;

    assert_eq!(due_ids(&store, "04:00", 10).await, [""; 0]);
    assert_eq!(due_ids(&store, "06:00", 10).await, ["a"]);
}

async fn redating_moves_the_entry_and_nothing_else(store: Store) {
    let record = invitation("a").with(&json!({"n": 1, "unknown": [1]})).due(Some("01:00"));
    store.stored(&[Change::Create(record.clone())]).await;

    assert!(store.due.redate(&entry(&record), instant("05:00")).await.unwrap());

    let moved = record.clone().due(Some("05:00")).read_at(1);
    assert_eq!(store.get(&record.key).await, Some(moved.clone()));
    assert_eq!(due_ids(&store, "04:00", 10).await, [""; 0]);
    assert_eq!(store.due.due_before(Kind::Invitation, instant("06:00"), 10).await.unwrap(), [entry(&moved)]);
    store.stored(&[Change::Update(record.read_at(1))]).await;
}

async fn a_due_entry_knows_its_fair_group_until_its_work_is_finished(store: Store) {
    let record = invitation("a").due(Some("01:00")).fair("cmp_1");
    let ids = ["b#", "b#c"].map(|id| invitation(id).due(Some("02:00")).fair("cmp_2"));
    store.stored(&[Change::Create(record.clone())]).await;
    store.stored(&ids.clone().map(Change::Create)).await;

    let entries = store.due.due_before(Kind::Invitation, instant("09:00"), 10).await.unwrap();
    let strange = DueEntry { fair_group: Some("cmp_2".to_owned()), ..entry(&record) };
    assert!(!store.due.redate(&strange, instant("05:00")).await.unwrap(), "an entry of another group");
    assert!(store.due.redate(&entry(&record), instant("05:00")).await.unwrap());
    let moved = store.due.due_before(Kind::Invitation, instant("09:00"), 10).await.unwrap().pop();
    store.stored(&[Change::Update(invitation("a").fair("cmp_1").read_at(1))]).await;

    assert_eq!(entries, [entry(&record), entry(&ids[0]), entry(&ids[1])]);
    assert_eq!(moved, Some(entry(&record.clone().due(Some("05:00")))));
    assert_eq!(store.get(&record.key).await, Some(invitation("a").read_at(2)));
}

/// R2.4.
async fn an_entry_that_moved_on_is_not_redated(store: Store) {
    let record = invitation("a").due(Some("01:00"));
    let other_instant =
        DueEntry { due_at: instant("01:00") + SignedDuration::from_millis(1), ..entry(&record) };
    assert!(!store.due.redate(&entry(&record), instant("05:00")).await.unwrap(), "absent");
    store.stored(&[Change::Create(record.clone())]).await;

    assert!(!store.due.redate(&other_instant, instant("05:00")).await.unwrap(), "due at another instant");
    assert!(store.due.redate(&entry(&record), instant("05:00")).await.unwrap());
    assert!(!store.due.redate(&entry(&record), instant("07:00")).await.unwrap(), "moved before");
    store.stored(&[Change::Update(invitation("a").read_at(1))]).await;
    assert!(
        !store.due.redate(&entry(&record.due(Some("05:00"))), instant("07:00")).await.unwrap(),
        "finished"
    );

    assert_eq!(due_ids(&store, "59:00", 10).await, [""; 0]);
}

async fn a_kind_that_is_never_due_has_no_entries(store: Store) {
    assert_eq!(store.due.due_before(Kind::Idempotency, Timestamp::MAX, 10).await.unwrap(), []);
}
