//! What holds of every condition: it means what a naive reading says, reads back as it is written, says truly what decided,
//! and what is refused as impossible is so. Single lines live in the tables.

use super::super::{Condition, Decimal, Why, Written};
use super::desk::{Desk, Sheet};
use super::naive;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json, json};

const TEXTS: [&str; 12] =
    ["a", "A", "é", "É", "éa b", "A\u{a0}B", "ab", "l\u{2019}a", "L'A", "ΣΑΣ", "σας", " aB "];
const AMOUNTS: [&str; 8] = ["5", "5.0", "5,50", "-1", "10", "many", "0.1", "0.10"];
const MOMENTS: [&str; 4] =
    ["2026-11-22T12:00:00Z", "2026-11-21T12:00:00Z", "2026-11-21T07:00:01-05:00", "2027-01-01T00:00:00Z"];
const REASONS: [&str; 4] = ["Prix", "prix", "Délai", "a"];

/// A leaf of an operator that takes one value.
fn one(field: &'static str, ops: &'static [&'static str], values: Vec<Json>) -> BoxedStrategy<Json> {
    let leaf = move |(op, value)| json!({"field": field, "op": op, "value": value});
    (select(ops.to_vec()), select(values)).prop_map(leaf).boxed()
}

fn several(field: &'static str, values: Vec<Json>) -> BoxedStrategy<Json> {
    let leaf = move |(op, values)| json!({"field": field, "op": op, "values": values});
    (select(vec!["in", "not_in"]), prop::collection::vec(select(values), 1..4)).prop_map(leaf).boxed()
}

fn state(field: &'static str, ops: &'static [&'static str]) -> BoxedStrategy<Json> {
    select(ops.to_vec()).prop_map(move |op| json!({"field": field, "op": op})).boxed()
}

fn between(field: &'static str, low: u8, high: u8) -> BoxedStrategy<Json> {
    (low..=high, low..=high)
        .prop_map(move |(a, b)| json!({"field": field, "op": "between", "values": [a.min(b), a.max(b)]}))
        .boxed()
}

fn texts(texts: &[&str]) -> Vec<Json> {
    texts.iter().map(|text| json!(text)).collect()
}

fn numbers(low: u8, high: u8) -> Vec<Json> {
    (low..=high).map(|number| json!(number)).collect()
}

const EXACT: &[&str] = &["eq", "ne"];
const ORDER: &[&str] = &["eq", "ne", "gt", "gte", "lt", "lte"];
const ABOVE: &[&str] = &["gt", "gte", "lt", "lte"];
const FOUND: &[&str] = &["eq", "ne", "contains", "not_contains", "starts_with"];
const THERE: &[&str] = &["is_empty", "is_not_empty"];
const ASKED: &[&str] = &["is_empty", "is_not_empty", "is_answered"];

/// A leaf of a field whose values are few and known one by one.
fn closed_leaf() -> BoxedStrategy<Json> {
    let why = || texts(&["late", "rude", "price", "not_applicable"]);
    let band = || texts(&["promoter", "Passive", "Detractor"]);
    prop_oneof![
        one("nps_score", ORDER, numbers(0, 10)),
        several("nps_score", numbers(0, 10)),
        between("nps_score", 0, 10),
        state("nps_score", ASKED),
        one("answer.q_ease", ORDER, numbers(1, 7)),
        state("answer.q_ease", ASKED),
        one("nps_type", EXACT, band()),
        several("nps_type", band()),
        state("nps_type", ASKED),
        one("satisfied", EXACT, vec![json!(true), json!(false)]),
        state("satisfied", THERE),
        one("answer.q_why", EXACT, why()),
        several("answer.q_why", why()),
        state("answer.q_why", ASKED),
    ]
    .boxed()
}

fn open_leaf() -> BoxedStrategy<Json> {
    let amounts = || vec![json!(5), json!(5.5), json!(0.1), json!(10), json!("10"), json!("-1")];
    let ids = || texts(&["A-aB", "A-ab", "x"]);
    prop_oneof![
        one("contact.city", FOUND, texts(&TEXTS)),
        several("contact.city", texts(&TEXTS)),
        state("contact.city", THERE),
        one("answer.q_comment", &["contains", "not_contains"], texts(&TEXTS)),
        one("contact.custom_3", ORDER, amounts()),
        several("contact.custom_3", amounts()),
        one("invoice.amount", ABOVE, vec![json!(5), json!(0.1), json!("5,5")]),
        one("agent.id", EXACT, ids()),
        several("agent.id", ids()),
        one("task.reasons", FOUND, texts(&REASONS)),
        several("task.reasons", texts(&REASONS)),
        state("task.reasons", THERE),
        one("answer.q_list", &["eq", "ne", "contains", "not_contains"], texts(&["a", "b", "c"])),
        state("answer.q_list", ASKED),
        one("meta.completed_at", ABOVE, texts(&MOMENTS)),
        one("meta.completed_at", &["within_last"], texts(&["01:00:00", "00:00:01"])),
    ]
    .boxed()
}

/// Groups over such leaves, at most three deep.
fn trees(leaf: BoxedStrategy<Json>) -> impl Strategy<Value = Json> {
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| json!({ "all": parts })),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| json!({ "any": parts })),
            inner.prop_map(|inner| json!({ "not": inner })),
        ]
    })
}

fn any_tree() -> impl Strategy<Value = Json> {
    trees(prop_oneof![closed_leaf(), open_leaf()].boxed())
}

fn maybe(values: Vec<Json>) -> impl Strategy<Value = Json> {
    prop_oneof![Just(Json::Null), select(values)]
}

fn list(values: Vec<Json>) -> impl Strategy<Value = Json> {
    prop::sample::subsequence(values, 0..=2).prop_map(Json::Array)
}

fn sheets() -> impl Strategy<Value = Map<String, Json>> {
    let texts_of = |texts: &[&str]| maybe(self::texts(texts));
    let ease = [numbers(1, 7), texts(&["not_applicable"])].concat();
    let first = (
        texts_of(&TEXTS),
        texts_of(&["x aB éa b", "L'A", "", "ΣΑΣ."]),
        texts_of(&AMOUNTS),
        texts_of(&["0.1", "5", "5.5", "7"]),
        texts_of(&["A-aB", "A-ab"]),
        list(texts(&REASONS)),
        list(texts(&["a", "b", "c"])),
        texts_of(&MOMENTS),
    );
    let second = (
        maybe(numbers(0, 10)),
        texts_of(&["Promoter", "Passive", "Detractor"]),
        maybe(vec![json!(true), json!(false)]),
        texts_of(&["late", "rude", "price", "not_applicable"]),
        maybe(ease),
    );
    (first, second).prop_map(|((city, comment, custom, amount, agent, reasons, list, at), closed)| {
        let (score, band, satisfied, why, ease) = closed;
        let values = json!({
            "contact.city": city, "answer.q_comment": comment, "contact.custom_3": custom, "invoice.amount": amount,
            "agent.id": agent, "task.reasons": reasons, "answer.q_list": list, "meta.completed_at": at,
            "nps_score": score, "nps_type": band, "satisfied": satisfied, "answer.q_why": why, "answer.q_ease": ease,
        });
        values.as_object().unwrap().clone()
    })
}

fn read(json: &Json) -> Condition {
    serde_json::from_value(json.clone()).unwrap()
}

/// Whether a condition holds when only some leaves are known; nothing when that does not decide it.
fn decided(condition: &Condition, leaves: &mut dyn Iterator<Item = Option<bool>>) -> Option<bool> {
    match condition {
        Condition::Leaf(_) => leaves.next().unwrap(),
        Condition::Not(inner) => decided(inner, leaves).map(|holds| !holds),
        Condition::All(parts) | Condition::Any(parts) => {
            let by = matches!(condition, Condition::Any(_));
            let parts: Vec<_> = parts.iter().map(|part| decided(part, leaves)).collect();
            if parts.contains(&Some(by)) { Some(by) } else { (!parts.contains(&None)).then_some(!by) }
        }
    }
}

/// Every value that a field of a closed leaf can have, absent and "does not apply" among them.
fn every_value(field: &str) -> Vec<Json> {
    let mut values = match field {
        "nps_score" => numbers(0, 10),
        "answer.q_ease" => [numbers(1, 7), texts(&["not_applicable"])].concat(),
        "nps_type" => texts(&["Promoter", "Passive", "Detractor"]),
        "satisfied" => vec![json!(true), json!(false)],
        _ => texts(&["late", "rude", "price", "not_applicable"]),
    };
    values.push(Json::Null);
    values
}

/// The part at a JSON pointer and every part below it.
fn parts(tree: &Json) -> Vec<Json> {
    let below = ["all", "any"].iter().filter_map(|name| tree[name].as_array()).flatten();
    let below = below.chain(tree.get("not")).flat_map(parts);
    std::iter::once(tree.clone()).chain(below).collect()
}

fn about(tree: Json, field: &'static str) -> Json {
    match tree {
        Json::Object(members) if members.contains_key("field") => {
            if members["field"] == field {
                Json::Object(members)
            } else {
                json!({"field": field, "op": "is_empty"})
            }
        }
        Json::Object(members) => {
            members.into_iter().map(|(name, inner)| (name, about(inner, field))).collect()
        }
        Json::Array(parts) => parts.into_iter().map(|part| about(part, field)).collect(),
        other => other,
    }
}

fn of_one_field() -> impl Strategy<Value = (&'static str, Json)> {
    let fields = vec!["nps_score", "answer.q_ease", "nps_type", "satisfied", "answer.q_why"];
    (select(fields), trees(closed_leaf())).prop_map(|(field, tree)| (field, about(tree, field)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_condition_means_what_a_naive_reading_says(tree in any_tree(), values in sheets()) {
        let Ok(checked) = read(&tree).check(&Desk) else { return Ok(()) };
        let sheet = Sheet::of(values.clone());

        prop_assert_eq!(checked.holds(&sheet), naive::holds(&tree, &values), "{} of {:?}", tree, values);
    }

    #[test]
    fn the_leaves_that_a_trace_says_decided_do_decide(tree in any_tree(), values in sheets()) {
        let condition = read(&tree);
        let Ok(checked) = condition.clone().check(&Desk) else { return Ok(()) };
        let sheet = Sheet::of(values);
        let trace = checked.trace(&sheet);
        let steps = trace.steps(&condition);

        let pointers = condition.pointers();
        let of = |at: &String| steps.iter().find(|step| step.at == *at && step.decides).map(|step| step.holds);
        let mut leaves = pointers.iter().map(of);
        prop_assert_eq!(trace.holds, checked.holds(&sheet));
        prop_assert_eq!(decided(&condition, &mut leaves), Some(trace.holds));
    }

    #[test]
    fn a_condition_reads_back_as_it_is_written(tree in any_tree()) {
        let condition = read(&tree);
        let written = serde_json::to_value(&condition).unwrap();

        prop_assert_eq!(&serde_json::from_value::<Condition>(written.clone()).unwrap(), &condition);
        prop_assert_eq!(written, tree);
    }

    #[test]
    fn what_can_never_hold_is_refused_and_nothing_else((field, tree) in of_one_field()) {
        let holds = |part: &Json| every_value(field).into_iter().any(|value| {
            naive::holds(part, &Map::from_iter([(field.to_owned(), value)]))
        });
        let possible = parts(&tree).iter().all(holds);

        prop_assert_eq!(read(&tree).check(&Desk).is_ok(), possible, "{}", tree);
    }

    #[test]
    fn what_is_refused_as_impossible_never_holds(tree in any_tree(), sheets in prop::collection::vec(sheets(), 8)) {
        let wrong = read(&tree).check(&Desk).err().unwrap_or_default();
        for wrong in wrong {
            let at = match wrong.why {
                Why::Contradicts { .. } | Why::ContradictsAll => wrong.at.rsplitn(3, '/').nth(2).unwrap().to_owned(),
                Why::Never | Why::NeverOnScale { .. } => wrong.at.clone(),
                why => panic!("{why}: {tree}"),
            };
            let part = tree.pointer(&at).unwrap();
            for values in &sheets {
                prop_assert!(!naive::holds(part, values), "{:?} of {}", wrong.at, tree);
            }
        }
    }

    #[test]
    fn any_json_is_read_or_refused(text in r#"[\[\]{}":,0-9a-z. \\-]{0,60}"#) {
        if let Ok(written) = serde_json::from_str::<Written>(&text) {
            prop_assert!(written.read().is_err_and(|wrong| !wrong.is_empty()));
        }
    }

    #[test]
    fn decimals_are_ordered_as_numbers_are(a in -99_999_i64..99_999, b in -99_999_i64..99_999, zeros in 0..4_usize) {
        let text = |n: i64| {
            let sign = if n < 0 { "-" } else { "" };
            format!("{sign}{}.{:03}{}", n.abs() / 1000, n.abs() % 1000, "0".repeat(zeros))
        };
        let [first, second] = [a, b].map(|n| Decimal::parse(&text(n)).unwrap());

        prop_assert_eq!(first.cmp(&second), a.cmp(&b));
        prop_assert_eq!(Decimal::parse(&first.to_string()), Some(first));
        prop_assert_eq!(first.plus(second), Decimal::parse(&text(a + b)).unwrap());
        let json = serde_json::to_value(first).unwrap();
        let read = serde_json::from_value::<Condition>(json!({"field": "x", "op": "eq", "value": json})).unwrap();
        prop_assert!(json.is_number());
        prop_assert_eq!(read, Condition::is("x", first));
    }

    #[test]
    fn no_text_but_a_number_is_one(text in "[0-9,. +-]{0,24}") {
        if let Some(number) = Decimal::parse(&text) {
            prop_assert_eq!(Decimal::parse(&number.to_string()), Some(number));
        }
    }
}

#[test]
fn a_number_is_none_where_readers_differ_or_digits_are_lost() {
    let table = [
        ("1,000", None),
        ("1,00", Some("1")),
        ("1,0000", Some("1")),
        ("+7", Some("7")),
        ("007", Some("7")),
        ("-0.50", Some("-0.5")),
        (" 3 ", Some("3")),
        ("", None),
        ("-", None),
        (".5", None),
        ("5.", None),
        ("--5", None),
        ("1e3", None),
        ("1 000", None),
        ("999999999999999999.999999999999999999", Some("999999999999999999.999999999999999999")),
        ("1000000000000000000", None),
        ("0.0000000000000000001", None),
    ];

    for (text, number) in table {
        assert_eq!(
            Decimal::parse(text).map(|number| number.to_string()),
            number.map(str::to_owned),
            "{text}"
        );
    }
}

#[test]
fn a_decimal_is_a_json_number_where_that_is_exact_and_a_text_where_not() {
    let written = |text: &str| serde_json::to_string(&Decimal::parse(text).unwrap()).unwrap();

    assert_eq!(written("600"), "600");
    assert_eq!(written("0.10"), "0.1");
    assert_eq!(written("0.12345678901234567"), "\"0.12345678901234567\"");
    assert_eq!(Decimal::of_double(0.1 + 0.2), None);
    assert_eq!(Decimal::of_double(0.123_456_789_012_345), Decimal::parse("0.123456789012345"));
    assert_eq!(Decimal::of_double(0.123_456_789_012_345_6), None);
    assert_eq!(Decimal::of_double(1e18), None);
    assert_eq!(Decimal::of_double(-2.5), Decimal::parse("-2.5"));
}
