//! Ranges and listings: order, bounds, pages, and who sees what.
//! The due index, which is read too, lives in `due` (R6.4).

use crate::store::{Store, With as _, acme, invitation, of_kind, partition};
use relance_application::kind::Kind;
use relance_application::ports::records::{Change, Lookup, OpenMark, Range, RecordListing};
use relance_domain::name::OrganizationId;
use serde_json::json;

on_every_store!(
    a_range_is_in_byte_order_and_knows_its_bounds,
    a_range_ends_at_its_limit_from_either_side,
    a_range_without_room_is_empty,
    a_range_stays_in_its_group,
    a_range_goes_on_beyond_a_megabyte,
    a_range_sees_the_latest_write,
    a_listing_is_newest_first_and_continues_at_any_mark,
    a_listing_forgets_what_is_no_longer_listed,
    what_is_open_stands_on_the_board_with_its_owner_until_it_is_closed,
    a_persons_history_is_read_kind_by_kind_newest_first_and_holds_nobody_else,
    several_records_are_read_at_once_and_those_that_are_gone_are_left_out,
    organizations_never_see_each_other,
);

fn all() -> Range {
    Range::all(partition(Kind::Invitation, ""), 100)
}

async fn with_ids(store: &Store, ids: &[&str]) {
    let changes: Vec<_> = ids.iter().map(|id| Change::Create(invitation(id))).collect();
    store.stored(&changes).await;
}

async fn a_range_is_in_byte_order_and_knows_its_bounds(store: Store) {
    with_ids(&store, &["b", "a", "é", "B", "aa", "#", "b#1"]).await;
    let between = |from: Option<&str>, before: Option<&str>| Range {
        from: from.map(str::to_owned),
        before: before.map(str::to_owned),
        ..all()
    };

    assert_eq!(store.ids(all()).await, ["#", "B", "a", "aa", "b", "b#1", "é"]);
    assert_eq!(store.ids(between(Some("a"), None)).await, ["a", "aa", "b", "b#1", "é"]);
    assert_eq!(store.ids(between(None, Some("b"))).await, ["#", "B", "a", "aa"]);
    assert_eq!(store.ids(between(Some("a"), Some("b"))).await, ["a", "aa"]);
    assert_eq!(store.ids(between(Some("a0"), Some("b0"))).await, ["aa", "b", "b#1"]);
    let backwards = Range { descending: true, ..between(Some("a"), Some("b#1")) };
    assert_eq!(store.ids(backwards).await, ["b", "aa", "a"]);
}

async fn a_range_ends_at_its_limit_from_either_side(store: Store) {
    with_ids(&store, &["a", "b", "c", "d"]).await;
    let last = |limit| Range { descending: true, limit, ..all() };

    assert_eq!(store.ids(Range { limit: 2, ..all() }).await, ["a", "b"]);
    assert_eq!(store.ids(Range { limit: usize::MAX, ..all() }).await.len(), 4);
    assert_eq!(store.ids(last(2)).await, ["d", "c"]);
    let before_the_last = Range { before: Some("d".to_owned()), ..last(1) };
    assert_eq!(store.ids(before_the_last).await, ["c"]);
}

async fn a_range_without_room_is_empty(store: Store) {
    with_ids(&store, &["a", "b"]).await;
    let between = |from: &str, before: &str| Range {
        from: Some(from.to_owned()),
        before: Some(before.to_owned()),
        ..all()
    };

    for nothing in [between("b", "a"), between("a", "a"), between("", ""), Range { limit: 0, ..all() }] {
        assert_eq!(store.ids(nothing.clone()).await, [""; 0], "{nothing:?}");
    }
    assert_eq!(store.ids(between("", "b")).await, ["a"]);
}

async fn a_range_stays_in_its_group(store: Store) {
    let groups = ["", "cmp_1", "cmp_12"];
    let in_group = |group: &str| of_kind(Kind::Answer, &format!("in {group}")).in_group(group);
    store.stored(&groups.map(|group| Change::Create(in_group(group)))).await;

    for group in groups {
        let range = Range::all(partition(Kind::Answer, group), 100);
        assert_eq!(store.ids(range).await, [format!("in {group}")]);
    }
}

async fn a_range_goes_on_beyond_a_megabyte(store: Store) {
    let wide = json!({"text": "x".repeat(60_000)});
    let ids: Vec<_> = (0..40).map(|n| format!("{n:02}")).collect();
    for ids in ids.chunks(10) {
        let changes: Vec<_> = ids.iter().map(|id| Change::Create(invitation(id).with(&wide))).collect();
        store.stored(&changes).await;
    }

    let backwards = Range { descending: true, ..all() };
    let part = Range { from: Some("02".to_owned()), before: Some("38".to_owned()), limit: 35, ..all() };

    assert_eq!(store.ids(all()).await, ids);
    assert_eq!(store.ids(backwards).await, ids.iter().rev().cloned().collect::<Vec<_>>());
    assert_eq!(store.ids(part).await, ids[2..37]);
}

async fn a_range_sees_the_latest_write(store: Store) {
    with_ids(&store, &["a"]).await;

    for version in 1..=20 {
        store.stored(&[Change::Update(invitation("a").read_at(version))]).await;
        assert_eq!(store.records.range(&all()).await.unwrap()[0].version, version + 1);
    }
}

async fn listed(store: &Store, before: Option<&str>, limit: usize) -> Vec<(String, String)> {
    marks(store, RecordListing::Newest(Kind::Decision), before, limit).await
}

async fn marks(
    store: &Store,
    listing: RecordListing,
    before: Option<&str>,
    limit: usize,
) -> Vec<(String, String)> {
    let lookup = Lookup { organization: &acme(), listing, before, limit };
    let entries = store.records.listed(&lookup).await.unwrap();
    entries.into_iter().map(|entry| (entry.key.id, entry.mark)).collect()
}

async fn ids(store: &Store, listing: RecordListing) -> Vec<String> {
    marks(store, listing, None, 100).await.into_iter().map(|(id, _)| id).collect()
}

async fn what_is_open_stands_on_the_board_with_its_owner_until_it_is_closed(store: Store) {
    let alert = |id: &str| of_kind(Kind::Alert, id);
    let raised = ["alr_1", "alr_2", "alr_3"].map(|id| alert(id).open("01:00", "to_handle", "a#b@x.example"));
    store.stored(&raised.clone().map(Change::Create)).await;

    let changes = [
        Change::Update(alert("alr_2").open("02:00", "contacted", "sam@x.example").read_at(1)),
        Change::Update(alert("alr_3").read_at(1)),
    ];
    store.stored(&changes).await;

    let board = marks(&store, RecordListing::Open(Kind::Alert), None, 100).await;
    assert_eq!(board.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["alr_2", "alr_1"]);
    let said: Vec<_> = board.iter().map(|(_, mark)| OpenMark::parse(mark)).collect();
    assert_eq!(said[0], alert("alr_2").open("02:00", "contacted", "sam@x.example").open);
    assert_eq!(said[1], raised[0].open);
    assert_eq!(marks(&store, RecordListing::Open(Kind::Alert), Some(&board[0].1), 9).await, board[1..]);
    assert_eq!(store.get(&alert("alr_1").key).await.unwrap().open, raised[0].open);
    assert_eq!(store.get(&alert("alr_3").key).await.unwrap().open, None);
}

async fn a_persons_history_is_read_kind_by_kind_newest_first_and_holds_nobody_else(store: Store) {
    let of = |kind, id: &str, who: &str| Change::Create(of_kind(kind, id).in_group("g").about(who));
    let stored = [
        of(Kind::Invitation, "inv_1", "con_1"),
        of(Kind::Invitation, "inv_2", "con_2"),
        of(Kind::Invitation, "inv_3", "con_1"),
        of(Kind::Answer, "ans_9", "con_1"),
        of(Kind::Alert, "alr_1", "con_1"),
    ];
    store.stored(&stored).await;
    let of_person = |kind, who: &str| RecordListing::Person(kind, who.to_owned());

    assert_eq!(ids(&store, of_person(Kind::Invitation, "con_1")).await, ["inv_3", "inv_1"]);
    assert_eq!(ids(&store, of_person(Kind::Answer, "con_1")).await, ["ans_9"]);
    assert_eq!(ids(&store, of_person(Kind::Answer, "con_2")).await, Vec::<String>::new());
    let rest = marks(&store, of_person(Kind::Invitation, "con_1"), Some("inv_3"), 9).await;
    assert_eq!(rest, [("inv_1".to_owned(), "inv_1".to_owned())]);
    let none = marks(&store, of_person(Kind::Invitation, "con_1"), Some("inv_"), 9).await;
    assert_eq!(none, []);
}

async fn several_records_are_read_at_once_and_those_that_are_gone_are_left_out(store: Store) {
    with_ids(&store, &["a", "c"]).await;
    let keys = ["a", "b", "c"].map(|id| invitation(id).key);

    let found = store.records.glance_each(&keys).await.unwrap();

    assert_eq!(found.iter().map(|record| record.key.id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
}

async fn a_listing_is_newest_first_and_continues_at_any_mark(store: Store) {
    let decisions = [("b", "02:00"), ("a", "02:00"), ("c", "01:00"), ("d", "03:00.001"), ("e", "03:00")];
    let create = |(id, at): (&str, &str)| Change::Create(of_kind(Kind::Decision, id).listed(at).in_group(id));
    store.stored(&decisions.map(create)).await;
    store.stored(&[Change::Create(of_kind(Kind::Decision, "unlisted"))]).await;
    store.stored(&[Change::Create(of_kind(Kind::Evidence, "other").listed("09:00"))]).await;

    let whole = listed(&store, None, 100).await;

    assert_eq!(whole.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["d", "e", "b", "a", "c"]);
    for at in 0..whole.len() {
        assert_eq!(listed(&store, Some(&whole[at].1), 2).await, whole[at + 1..whole.len().min(at + 3)]);
    }
    assert_eq!(listed(&store, Some(""), 100).await, []);
    assert_eq!(listed(&store, None, 0).await, []);
    let newest = RecordListing::Newest(Kind::Decision);
    let first = Lookup { organization: &acme(), listing: newest, before: None, limit: 1 };
    let first = store.records.listed(&first).await.unwrap().remove(0);
    assert_eq!(first.key, of_kind(Kind::Decision, "d").in_group("d").key);
}

async fn a_listing_forgets_what_is_no_longer_listed(store: Store) {
    let decision = |id: &str| of_kind(Kind::Decision, id).listed("01:00");
    store.stored(&["deleted", "kept", "unlisted"].map(|id| Change::Create(decision(id)))).await;

    let changes = [
        Change::Delete(decision("deleted").key, 1),
        Change::Update(decision("kept").listed("02:00").read_at(1)),
        Change::Update(of_kind(Kind::Decision, "unlisted").read_at(1)),
    ];
    store.stored(&changes).await;

    let left = listed(&store, None, 100).await;
    assert_eq!(left.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["kept"]);
    assert_eq!(store.get(&decision("unlisted").key).await.unwrap().listed_at, None);
}

/// I10.
async fn organizations_never_see_each_other(store: Store) {
    let names = ["acme", "acme-2", "Acme"];
    let of = |name: &str| of_kind(Kind::Decision, "same").of(name).listed("01:00").with(&json!({"of": name}));
    store.stored(&names.map(|name| Change::Create(of(name)))).await;

    for name in names {
        let record = of(name).read_at(1);
        let organization = OrganizationId::parse(name).unwrap();
        let range = Range::all(record.key.partition.clone(), 100);
        assert_eq!(store.get(&record.key).await, Some(record.clone()));
        assert_eq!(store.records.range(&range).await.unwrap(), std::slice::from_ref(&record));
        let newest = RecordListing::Newest(Kind::Decision);
        let lookup = Lookup { organization: &organization, listing: newest, before: None, limit: 100 };
        let listing = store.records.listed(&lookup).await.unwrap();
        assert_eq!(listing.into_iter().map(|entry| entry.key).collect::<Vec<_>>(), [record.key]);
    }
}
