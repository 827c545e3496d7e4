//! Whole reads: a range and a listing are read to their end, however much there is of them (R6.4).
//! What one query gives lives in `read`.

use crate::store::{Store, acme, of_kind, partition};
use jiff::{SignedDuration, Timestamp};
use relance_application::kind::Kind;
use relance_application::ports::records::{Change, RawRecord, RecordListing};
use relance_application::stored::{Entries, Pages};
use std::collections::BTreeSet;

on_every_store!(
    a_whole_partition_is_read_to_its_end_in_order,
    a_partition_over_lanes_is_read_to_its_end_in_order,
    a_whole_listing_is_read_to_its_end,
);

/// More than two queries give.
const MANY: usize = 2_050;

async fn with_many(store: &Store, make: impl Fn(usize) -> RawRecord) {
    let all: Vec<_> = (0..MANY).map(|number| Change::Create(make(number))).collect();
    for part in all.chunks(100) {
        store.stored(part).await;
    }
}

async fn read_to_the_end(store: Store, kind: Kind) {
    with_many(&store, |number| of_kind(kind, &format!("{number:05}"))).await;

    let (mut pages, mut ids) = (Pages::whole(&*store.records, partition(kind, "")), Vec::new());
    while let Some(page) = pages.raw().await.unwrap() {
        ids.extend(page.into_iter().map(|record| record.key.id));
    }

    assert_eq!(ids, (0..MANY).map(|number| format!("{number:05}")).collect::<Vec<_>>());
}

async fn a_whole_partition_is_read_to_its_end_in_order(store: Store) {
    read_to_the_end(store, Kind::Campaign).await;
}

async fn a_partition_over_lanes_is_read_to_its_end_in_order(store: Store) {
    read_to_the_end(store, Kind::Contact).await;
}

async fn a_whole_listing_is_read_to_its_end(store: Store) {
    let at =
        |number: usize| Timestamp::UNIX_EPOCH + SignedDuration::from_millis(i64::try_from(number).unwrap());
    with_many(&store, |number| RawRecord {
        listed_at: Some(at(number)),
        ..of_kind(Kind::RawEvent, &format!("{number:05}"))
    })
    .await;

    let acme = acme();
    let entries = Entries::of(&*store.records, &acme, RecordListing::Newest(Kind::RawEvent));
    let ids: BTreeSet<_> = entries.rest().await.unwrap().into_iter().map(|entry| entry.key.id).collect();

    assert_eq!(ids.len(), MANY);
}
