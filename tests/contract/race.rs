//! Many writers at once: one wins, none is lost.
//! What a single writer may expect lives in the other files (R6.4).

use crate::store::{SENDS_PER_S, Store, With as _, instant, invitation};
use jiff::{SignedDuration, Timestamp};
use relance_application::ports::due::DueEntry;
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{Change, Committed};
use serde_json::json;
use tokio::task::JoinSet;

on_every_store!(
    one_of_many_creations_wins,
    a_thousand_concurrent_updates_lose_nothing,
    transactions_that_clash_leave_both_records_in_step,
    one_of_many_sweepers_moves_an_entry,
    a_second_grants_its_budget_and_no_more,
);

async fn all<T: Send + 'static>(
    tasks: impl Iterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    tasks.collect::<JoinSet<T>>().join_all().await
}

/// R1.1.
async fn one_of_many_creations_wins(store: Store) {
    let create = |n: usize| {
        let store = store.clone();
        async move {
            store.records.commit(&[Change::Create(invitation("a").with(&json!({"n": n})))]).await.unwrap()
        }
    };

    let outcomes = all((0..50).map(create)).await;

    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Committed::Done).count(), 1);
    assert_eq!(store.get(&invitation("a").key).await.unwrap().version, 1);
}

/// Loads, decides and saves until it is stored, as every use case does.
async fn increment(store: &Store, ids: &[&str]) {
    loop {
        let mut changes = Vec::new();
        for id in ids {
            let mut record = store.get(&invitation(id).key).await.unwrap();
            let n = record.body["n"].as_u64().unwrap();
            record.body.insert("n".to_owned(), (n + 1).into());
            changes.push(Change::Update(record));
        }
        match store.records.commit(&changes).await {
            Ok(Committed::Done) => return,
            Ok(Committed::Conflict) | Err(Fault::Transient(_)) => tokio::task::yield_now().await,
            Err(fault) => unreachable!("{fault}"),
        }
    }
}

/// R1.5.
async fn a_thousand_concurrent_updates_lose_nothing(store: Store) {
    store.stored(&[Change::Create(invitation("a").with(&json!({"n": 0})))]).await;
    let worker = |_| {
        let store = store.clone();
        async move {
            for _ in 0..250 {
                increment(&store, &["a"]).await;
            }
        }
    };

    all((0..4).map(worker)).await;

    let record = store.get(&invitation("a").key).await.unwrap();
    assert_eq!((record.body["n"].as_u64(), record.version), (Some(1_000), 1_001));
}

async fn transactions_that_clash_leave_both_records_in_step(store: Store) {
    let zero = |id: &str| Change::Create(invitation(id).with(&json!({"n": 0})));
    store.stored(&[zero("a"), zero("b")]).await;
    let worker = |n: usize| {
        let (store, ids) = (store.clone(), if n.is_multiple_of(2) { ["a", "b"] } else { ["b", "a"] });
        async move {
            for _ in 0..25 {
                increment(&store, &ids).await;
            }
        }
    };

    all((0..4).map(worker)).await;

    for id in ["a", "b"] {
        let record = store.get(&invitation(id).key).await.unwrap();
        assert_eq!((record.body["n"].as_u64(), record.version), (Some(100), 101), "{id}");
    }
}

async fn one_of_many_sweepers_moves_an_entry(store: Store) {
    let record = invitation("a").due(Some("01:00"));
    store.stored(&[Change::Create(record.clone())]).await;
    let sweep = |n: i64| {
        let (store, entry) = (
            store.clone(),
            DueEntry { due_at: record.due_at.unwrap(), key: record.key.clone(), fair_group: None },
        );
        let to = instant("10:00") + SignedDuration::from_secs(n);
        async move { store.due.redate(&entry, to).await.unwrap() }
    };

    let moved = all((0..20).map(sweep)).await;

    assert_eq!(moved.iter().filter(|moved| **moved).count(), 1);
}

/// R1.9.
async fn a_second_grants_its_budget_and_no_more(store: Store) {
    let take = |at: Timestamp| {
        let store = store.clone();
        async move { store.budget.take(at, 1).await.unwrap() }
    };
    let granted = |outcomes: Vec<bool>| outcomes.into_iter().filter(|granted| *granted).count();
    let limit = usize::try_from(SENDS_PER_S).unwrap();

    assert_eq!(granted(all((0..20).map(|_| take(instant("00:00.250")))).await), limit);
    assert_eq!(granted(all((0..20).map(|_| take(instant("00:00.999")))).await), 0);
    assert_eq!(granted(all((0..20).map(|_| take(instant("00:01")))).await), limit);
    assert!(!store.budget.take(instant("00:02"), SENDS_PER_S + 1).await.unwrap(), "more than a second has");
    assert!(store.budget.take(instant("00:02"), SENDS_PER_S - 1).await.unwrap());
    assert!(!store.budget.take(instant("00:02"), 2).await.unwrap(), "all or none");
    assert!(store.budget.take(instant("00:02"), 1).await.unwrap());
}
