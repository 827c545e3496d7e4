//! What a store refuses outright: a permanent fault, and nothing is stored.
//! Conditions that do not hold are no faults; they live in `commit` (R6.4).

use crate::store::{Store, With as _, acme, invitation, of_kind, partition};
use relance_application::kind::Kind;
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{Change, Lookup, Range, RecordListing};
use serde_json::json;

on_every_store!(
    a_record_of_nearly_400_kilobytes_is_stored,
    a_larger_record_is_refused_alone_and_in_a_transaction,
    a_record_does_not_grow_beyond_the_limit,
    more_than_a_hundred_changes_are_refused,
    two_changes_of_one_record_are_refused,
    names_that_the_tables_use_are_refused_as_attributes,
    keys_that_would_not_read_back_are_refused,
    a_fair_group_that_no_index_or_queue_could_hold_is_refused,
    only_some_kinds_can_be_due_or_listed,
);

async fn refused(store: &Store, changes: &[Change]) {
    let outcome = store.records.commit(changes).await;
    assert!(matches!(outcome, Err(Fault::Permanent(_))), "{outcome:?}");
}

async fn a_record_of_nearly_400_kilobytes_is_stored(store: Store) {
    let record = invitation("a").with(&json!({"text": "x".repeat(390 * 1024)}));

    store.stored(&[Change::Create(record.clone())]).await;
    store.stored(&[Change::Update(record.clone().read_at(1))]).await;

    assert_eq!(store.get(&record.key).await, Some(record.read_at(2)));
}

async fn a_larger_record_is_refused_alone_and_in_a_transaction(store: Store) {
    let large = invitation("large").with(&json!({"text": "x".repeat(410 * 1024)}));
    store.stored(&[Change::Create(invitation("small"))]).await;
    let grown = invitation("small").with(&json!({"text": "x".repeat(410 * 1024)})).read_at(1);

    refused(&store, &[Change::Create(large.clone())]).await;
    refused(&store, &[Change::Update(grown.clone())]).await;
    refused(&store, &[Change::Create(invitation("b")), Change::Create(large.clone())]).await;
    refused(&store, &[Change::Create(invitation("b")), Change::Update(grown)]).await;

    assert_eq!(store.get(&large.key).await, None);
    assert_eq!(store.get(&invitation("b").key).await, None);
    assert_eq!(store.get(&invitation("small").key).await, Some(invitation("small").read_at(1)));
}

async fn a_record_does_not_grow_beyond_the_limit(store: Store) {
    let half = "x".repeat(250 * 1024);
    let first = invitation("a").with(&json!({"one": half}));
    store.stored(&[Change::Create(first.clone())]).await;
    let second = invitation("a").with(&json!({"two": half})).read_at(1);

    refused(&store, &[Change::Update(second.clone())]).await;
    refused(&store, &[Change::Update(second), Change::Create(invitation("b"))]).await;

    assert_eq!(store.get(&first.key).await, Some(first.read_at(1)));
    assert_eq!(store.get(&invitation("b").key).await, None);
}

async fn more_than_a_hundred_changes_are_refused(store: Store) {
    let changes: Vec<_> = (0..101).map(|n| Change::Create(invitation(&n.to_string()))).collect();

    refused(&store, &changes).await;

    assert_eq!(store.get(&invitation("0").key).await, None);
}

async fn two_changes_of_one_record_are_refused(store: Store) {
    let record = invitation("a");

    refused(&store, &[Change::Create(record.clone()), Change::Check(record.key.clone(), None)]).await;

    assert_eq!(store.get(&record.key).await, None);
}

async fn names_that_the_tables_use_are_refused_as_attributes(store: Store) {
    for name in [
        "pk",
        "sk",
        "version",
        "due_pk",
        "due_sk",
        "list_pk",
        "list_sk",
        "open_pk",
        "open_sk",
        "person_pk",
        "expires_at_s",
    ] {
        refused(&store, &[Change::Create(invitation("a").with(&json!({name: 1})))]).await;
        refused(&store, &[Change::Update(invitation("a").with(&json!({name: 1})).read_at(1))]).await;
    }
}

async fn keys_that_would_not_read_back_are_refused(store: Store) {
    let bad = [invitation(""), invitation(&"x".repeat(901)), invitation("a").in_group("a#b")];
    for record in bad {
        refused(&store, &[Change::Create(record.clone())]).await;
        assert!(matches!(store.records.get(&record.key).await, Err(Fault::Permanent(_))));
    }
    store.stored(&[Change::Create(invitation(&"x".repeat(900)).due(Some("01:00")))]).await;
    let range = Range::all(partition(Kind::Answer, "a#b"), 1);
    assert!(matches!(store.records.range(&range).await, Err(Fault::Permanent(_))));
}

async fn a_fair_group_that_no_index_or_queue_could_hold_is_refused(store: Store) {
    let longest = invitation(&"x".repeat(900)).due(Some("01:00")).fair(&"g".repeat(100));

    refused(&store, &[Change::Create(invitation("a").due(Some("01:00")).fair(""))]).await;
    refused(&store, &[Change::Create(invitation("a").due(Some("01:00")).fair(&"g".repeat(101)))]).await;

    store.stored(&[Change::Create(longest.clone())]).await;
    assert_eq!(store.get(&longest.key).await, Some(longest.read_at(1)));
}

async fn only_some_kinds_can_be_due_or_listed(store: Store) {
    refused(&store, &[Change::Create(of_kind(Kind::Idempotency, "a").due(Some("01:00")))]).await;
    refused(&store, &[Change::Create(invitation("a").listed("01:00"))]).await;

    refused(&store, &[Change::Create(of_kind(Kind::Decision, "a").open("01:00", "open", "sam"))]).await;
    refused(&store, &[Change::Create(invitation("inv_1").open("01:00", "o#pen", "sam"))]).await;
    refused(&store, &[Change::Create(invitation("other_1").about("con_1"))]).await;
    refused(&store, &[Change::Create(invitation("inv_1").about("con#1"))]).await;
    refused(&store, &[Change::Create(of_kind(Kind::Contact, "con_1").about("con_1"))]).await;

    for listing in [RecordListing::Newest(Kind::Invitation), RecordListing::Open(Kind::Decision)] {
        let lookup = Lookup { organization: &acme(), listing, before: None, limit: 10 };
        let listing = store.records.listed(&lookup).await;
        assert!(matches!(listing, Err(Fault::Permanent(_))));
    }
}
