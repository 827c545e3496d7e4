//! Commits: conditions, versions, what survives, and all or nothing.
//! Commits that race live in `race`, commits that are refused outright in `limits` (R6.4).

mod limits;

use crate::store::{Store, With as _, instant, invitation, of_kind};
use relance_application::kind::Kind;
use relance_application::ports::records::{Change, RawRecord};
use serde_json::{Value, json};

on_every_store!(
    a_record_is_read_back_as_it_was_stored,
    an_absent_record_is_none,
    a_record_is_created_once,
    an_update_needs_the_version_that_was_read,
    every_update_counts_one_version,
    attributes_that_an_update_does_not_name_survive,
    an_update_replaces_each_attribute_whole,
    a_deletion_needs_the_version_that_was_read,
    a_check_alone_tells_whether_its_condition_holds,
    a_transaction_stores_all_or_nothing,
    a_transaction_spans_all_tables_and_kinds_of_change,
    a_check_guards_a_transaction_without_writing,
    nothing_to_commit_is_done,
    a_hundred_changes_are_one_transaction,
    any_attribute_name_will_do,
);

async fn a_record_is_read_back_as_it_was_stored(store: Store) {
    let body = json!({
        "none": null, "yes": true, "no": false, "small": -3, "large": u64::MAX, "decimal": 8.75, "empty": "",
        "text": "élodie \u{1f642} \"quoted\"\n", "list": [1, "two", [3], {}], "map": {"of": {"maps": []}},
    });
    let record = RawRecord {
        due_at: Some(instant("00:00.001")),
        listed_at: Some(instant("00:00.002")),
        expires_at: Some(instant("10:00")),
        ..of_kind(Kind::RawEvent, "evt_1").with(&body)
    };

    store.stored(&[Change::Create(record.clone())]).await;

    assert_eq!(store.get(&record.key).await, Some(record.read_at(1)));
}

async fn an_absent_record_is_none(store: Store) {
    assert_eq!(store.get(&invitation("inv_1").key).await, None);
}

async fn a_record_is_created_once(store: Store) {
    let first = invitation("inv_1").with(&json!({"n": 1})).read_at(7);
    store.stored(&[Change::Create(first.clone())]).await;

    store.conflicts(&[Change::Create(invitation("inv_1").with(&json!({"n": 2})))]).await;

    assert_eq!(store.get(&first.key).await, Some(first.read_at(1)));
}

/// R1.5.
async fn an_update_needs_the_version_that_was_read(store: Store) {
    let next = |version| invitation("inv_1").with(&json!({"n": version})).read_at(version);
    store.conflicts(&[Change::Update(next(0))]).await;
    store.conflicts(&[Change::Update(next(1))]).await;
    store.stored(&[Change::Create(next(0))]).await;

    store.conflicts(&[Change::Update(next(0))]).await;
    store.conflicts(&[Change::Update(next(2))]).await;
    store.stored(&[Change::Update(next(1))]).await;
    store.conflicts(&[Change::Update(next(1))]).await;

    assert_eq!(store.get(&next(1).key).await, Some(next(1).read_at(2)));
}

async fn every_update_counts_one_version(store: Store) {
    let record = invitation("inv_1");
    store.stored(&[Change::Create(record.clone())]).await;

    for version in 1..=20 {
        assert_eq!(store.get(&record.key).await.unwrap().version, version);
        store.stored(&[Change::Update(record.clone().read_at(version))]).await;
    }
}

async fn attributes_that_an_update_does_not_name_survive(store: Store) {
    let newer = invitation("inv_1").with(&json!({"known": 1, "unknown": {"deep": [1]}}));
    store.stored(&[Change::Create(newer)]).await;

    let older = invitation("inv_1").with(&json!({"known": 2, "added": null})).read_at(1);
    store.stored(&[Change::Update(older.clone())]).await;

    let body = Value::Object(store.get(&older.key).await.unwrap().body);
    assert_eq!(body, json!({"known": 2, "added": null, "unknown": {"deep": [1]}}));
}

async fn an_update_replaces_each_attribute_whole(store: Store) {
    let first = json!({"map": {"a": 1, "b": 2}, "list": [1, 2, 3], "text": "x"});
    store.stored(&[Change::Create(invitation("inv_1").with(&first))]).await;

    let second = json!({"map": {"b": 3}, "list": [], "text": null});
    store.stored(&[Change::Update(invitation("inv_1").with(&second).read_at(1))]).await;

    assert_eq!(Value::Object(store.get(&invitation("inv_1").key).await.unwrap().body), second);
}

async fn a_deletion_needs_the_version_that_was_read(store: Store) {
    let record = invitation("inv_1");
    store.conflicts(&[Change::Delete(record.key.clone(), 1)]).await;
    store.stored(&[Change::Create(record.clone())]).await;

    store.conflicts(&[Change::Delete(record.key.clone(), 2)]).await;
    store.stored(&[Change::Delete(record.key.clone(), 1)]).await;
    store.conflicts(&[Change::Delete(record.key.clone(), 1)]).await;

    assert_eq!(store.get(&record.key).await, None);
    store.stored(&[Change::Create(record)]).await;
}

async fn a_check_alone_tells_whether_its_condition_holds(store: Store) {
    let key = invitation("inv_1").key;
    store.stored(&[Change::Check(key.clone(), None)]).await;
    store.conflicts(&[Change::Check(key.clone(), Some(1))]).await;
    store.stored(&[Change::Create(invitation("inv_1"))]).await;

    store.conflicts(&[Change::Check(key.clone(), None)]).await;
    store.conflicts(&[Change::Check(key.clone(), Some(2))]).await;
    store.stored(&[Change::Check(key.clone(), Some(1))]).await;

    assert_eq!(store.get(&key).await.unwrap().version, 1);
}

async fn a_transaction_stores_all_or_nothing(store: Store) {
    store.stored(&[Change::Create(invitation("old"))]).await;

    let failing = [
        Change::Create(invitation("new")),
        Change::Update(invitation("old").with(&json!({"n": 1})).read_at(1)),
        Change::Delete(invitation("absent").key, 1),
    ];
    store.conflicts(&failing).await;

    assert_eq!(store.get(&invitation("new").key).await, None);
    assert_eq!(store.get(&invitation("old").key).await, Some(invitation("old").read_at(1)));
}

async fn a_transaction_spans_all_tables_and_kinds_of_change(store: Store) {
    let kinds = [Kind::Invitation, Kind::RawEvent, Kind::Idempotency];
    let create: Vec<_> = kinds.map(|kind| Change::Create(of_kind(kind, "a"))).into();
    store.stored(&create).await;

    let mixed = [
        Change::Update(of_kind(Kind::Invitation, "a").with(&json!({"n": 1})).read_at(1)),
        Change::Delete(of_kind(Kind::RawEvent, "a").key, 1),
        Change::Check(of_kind(Kind::Idempotency, "a").key, Some(1)),
        Change::Create(of_kind(Kind::Decision, "b")),
    ];
    store.stored(&mixed).await;

    assert_eq!(store.get(&of_kind(Kind::Invitation, "a").key).await.unwrap().version, 2);
    assert_eq!(store.get(&of_kind(Kind::RawEvent, "a").key).await, None);
    assert_eq!(store.get(&of_kind(Kind::Idempotency, "a").key).await.unwrap().version, 1);
    assert_eq!(store.get(&of_kind(Kind::Decision, "b").key).await.unwrap().version, 1);
}

async fn a_check_guards_a_transaction_without_writing(store: Store) {
    store.stored(&[Change::Create(invitation("guard"))]).await;
    let guarded =
        |id: &str, version| [Change::Create(invitation(id)), Change::Check(invitation("guard").key, version)];

    store.conflicts(&guarded("a", None)).await;
    store.conflicts(&guarded("a", Some(2))).await;
    store.stored(&guarded("a", Some(1))).await;
    store.stored(&[Change::Create(invitation("b")), Change::Check(invitation("absent").key, None)]).await;

    assert_eq!(store.get(&invitation("guard").key).await.unwrap().version, 1);
}

async fn nothing_to_commit_is_done(store: Store) {
    store.stored(&[]).await;
}

async fn a_hundred_changes_are_one_transaction(store: Store) {
    let changes: Vec<_> = (0..100).map(|n| Change::Create(invitation(&format!("inv_{n}")))).collect();
    store.stored(&changes).await;

    let last = invitation("inv_99");
    let mut again: Vec<_> = (100..199).map(|n| Change::Create(invitation(&format!("inv_{n}")))).collect();
    again.push(Change::Create(last.clone()));
    store.conflicts(&again).await;

    assert_eq!(store.get(&last.key).await, Some(last.read_at(1)));
    assert_eq!(store.get(&invitation("inv_100").key).await, None);
}

async fn any_attribute_name_will_do(store: Store) {
    let body = json!({
        "name": 1, "status": 2, "size": 3, "a.b": 4, "with space": 5, "é": 6, "#x": 7, ":y": 8, "0": 9, "due_at": 10,
    });
    store.stored(&[Change::Create(invitation("inv_1").with(&body))]).await;

    store.stored(&[Change::Update(invitation("inv_1").with(&body).read_at(1))]).await;

    assert_eq!(Value::Object(store.get(&invitation("inv_1").key).await.unwrap().body), body);
}
