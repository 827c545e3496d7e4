//! Every key reads back, sorts as it must and can be mistaken for no other.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use proptest::prelude::*;
use relance_application::ports::limits::RESERVED;
use std::collections::BTreeSet;

fn any_kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL.to_vec())
}

prop_compose! {
    fn any_key()(
        organization in "[A-Za-z0-9_-]{1,20}",
        kind in any_kind(),
        group in "[^#]{0,20}",
        id in ".{1,30}",
    ) -> Key {
        let organization = OrganizationId::parse(&organization).unwrap();
        Key { partition: Partition { organization, kind, group }, id }
    }
}

fn any_instant() -> impl Strategy<Value = Timestamp> {
    (0..=Timestamp::MAX.as_millisecond()).prop_map(|ms| Timestamp::from_millisecond(ms).unwrap())
}

proptest! {
    #[test]
    fn a_record_key_reads_back(key in any_key()) {
        let pk = record_partition(&key);

        prop_assert_eq!(parse_key(&pk, &key.id), Some(key));
    }

    #[test]
    fn every_record_key_starts_with_its_organization(key in any_key()) {
        let start = format!("{}#", key.partition.organization);

        prop_assert!(record_partition(&key).starts_with(&start));
        prop_assert!(listing_partition(&key.partition.organization, key.partition.kind, 0).starts_with(&start));
    }

    #[test]
    fn a_mark_reads_back_and_sorts_by_time_then_id(
        (a, b) in (any_instant(), any_instant()),
        (x, y) in (".{0,10}", ".{0,10}"),
    ) {
        prop_assert_eq!(mark_instant(&mark(a, &x)), Some(a));
        prop_assert_eq!(mark(a, &x).cmp(&mark(b, &y)), (a, x).cmp(&(b, y)));
    }

    #[test]
    fn a_due_mark_reads_back_and_its_group_does_not_change_the_order_of_ids_of_our_alphabet(
        (a, b) in (any_instant(), any_instant()),
        (x, y) in ("[a-z0-9_]{1,10}", "[a-z0-9_]{1,10}"),
        (g, h) in (proptest::option::of(".{1,9}"), proptest::option::of(".{1,9}")),
    ) {
        let mark = due_mark(a, &x, g.as_deref());

        prop_assert_eq!(mark_instant(&mark), Some(a));
        prop_assert_eq!(fair_group_of(&mark, &x), g);
        if (a, &x) != (b, &y) {
            prop_assert_eq!(mark.cmp(&due_mark(b, &y, h.as_deref())), (a, x).cmp(&(b, y)));
        }
    }

    #[test]
    fn the_start_of_a_millisecond_separates_it_from_the_one_before(at in any_instant(), id in ".{0,10}") {
        prop_assert!(mark_from(at.as_millisecond()) < mark(at, &id));
        prop_assert!(mark(at, &id) < mark_from(at.as_millisecond() + 1));
    }

    #[test]
    fn a_shard_is_stable_and_within_its_number(id in ".{0,30}", shards in 1_u16..64) {
        prop_assert!(shard_of(&id, shards) < shards);
        prop_assert_eq!(shard_of(&id, shards), shard_of(&id, shards));
    }

    #[test]
    fn a_send_counter_is_never_a_record(second in any::<i64>()) {
        let CounterKey { pk, sk } = sends_of_second(second);

        prop_assert_eq!(parse_key(&pk, &sk), None);
    }

    #[test]
    fn an_hour_of_mails_is_never_a_record_and_sorts_by_time(key in any_key(), hour in 0_i64..9_999_999_998) {
        let CounterKey { pk, sk } = mails_of_hour(&key.partition.organization, hour);

        prop_assert_eq!(parse_key(&pk, &sk), None);
        prop_assert!(sk < mails_of_hour(&key.partition.organization, hour + 1).sk);
    }
}

#[test]
fn kinds_have_the_names_of_queue_messages_and_no_two_the_same() {
    let names: BTreeSet<_> = Kind::ALL.iter().map(|kind| KindInKeys(*kind).to_string()).collect();

    assert_eq!(names.len(), Kind::ALL.len());
    for kind in Kind::ALL.iter().copied() {
        assert_eq!(serde_json::to_value(kind).unwrap(), KindInKeys(kind).to_string());
        assert_eq!(parse_kind(&KindInKeys(kind).to_string()), Some(kind));
    }
}

#[test]
fn no_body_can_name_an_attribute_of_the_tables() {
    let own = BTreeSet::from([
        PK,
        SK,
        VERSION,
        DUE_PK,
        DUE_SK,
        LIST_PK,
        LIST_SK,
        OPEN_PK,
        OPEN_SK,
        PERSON_PK,
        EXPIRES_AT_S,
    ]);

    assert_eq!(own, BTreeSet::from(RESERVED));
}

#[test]
fn keys_look_as_the_table_on_top_says() {
    let organization = OrganizationId::parse("acme").unwrap();
    let at: Timestamp = "2026-11-02T09:00:00.001Z".parse().unwrap();
    let partition = |group: &str| Partition {
        organization: organization.clone(),
        kind: Kind::Answer,
        group: group.to_owned(),
    };

    assert_eq!(partition_key(&partition(""), 3), "acme#answer.3");
    assert_eq!(partition_key(&partition("cmp_1"), 3), "acme#answer.3#cmp_1");
    assert_eq!(due_partition(Kind::Invitation, 3), "DUE#invitation#3");
    assert_eq!(listing_partition(&organization, Kind::Decision, 7), "acme#decision.7");
    assert_eq!(person_partition(&organization, "con_1"), "acme#con_1");
    assert_eq!(person_of("acme#con_1"), Some("con_1"));
    assert_eq!(mark(at, "inv_1"), "001793610000001#inv_1");
    assert_eq!(due_mark(at, "inv_1", Some("cmp_1")), "001793610000001#inv_1#cmp_1");
    assert_eq!(due_mark(at, "inv_1", None), mark(at, "inv_1"));
    assert_eq!(mark(Timestamp::MIN, "inv_1"), "000000000000000#inv_1");
    let key = |pk: &str, sk: &str| CounterKey { pk: pk.to_owned(), sk: sk.to_owned() };
    assert_eq!(mails_of_hour(&organization, 498_225), key("#health#acme", "0000498225"));
    assert_eq!(sends_of_second(1_793_610_000), key("#sends#1793610000", "#"));
}

#[test]
fn a_thousand_ids_use_every_shard_about_evenly() {
    let mut counts = [0_usize; 16];
    for n in 0..1_000 {
        *counts.get_mut(usize::from(shard_of(&format!("inv_{n}"), 16))).unwrap() += 1;
    }

    assert!(counts.iter().all(|count| (30..=100).contains(count)), "{counts:?}");
}

#[test]
fn foreign_keys_are_not_taken_for_records() {
    for pk in ["", "acme", "acme#", "acme#unknown", "#answer", "a b#answer"] {
        assert_eq!(parse_key(pk, "x"), None, "{pk}");
    }
}
