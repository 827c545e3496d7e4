//! The tables that anybody can extend: `holds.csv` says what holds of what, `refused.csv` what is refused and how.
//! What must hold of every condition lives in `laws`.

use super::super::{Written, Wrong};
use super::desk::{Desk, condition, sheet};

/// The rows of a table: columns between `;`, nothing quoted, so that JSON can be written as it is.
fn rows(table: &'static str) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new();
    reader.delimiter(b';').quoting(false).trim(csv::Trim::All).comment(Some(b'#')).flexible(false);
    reader.from_reader(table.as_bytes()).records().map(Result::unwrap).collect()
}

/// A21 (slots of custom fields) and D6 (what is recent) are rows of it.
#[test]
fn a11_every_operator_holds_where_the_table_says() {
    let table = rows(include_str!("holds.csv"));

    for row in &table {
        let [written, values, holds, note] = [0, 1, 2, 3].map(|column| row.get(column).unwrap());
        assert!(["yes", "no"].contains(&holds), "say `yes` or `no`: {row:?}");
        let checked = condition(written).check(&Desk).unwrap_or_else(|wrong| panic!("{written}: {wrong:?}"));
        let values = sheet(values);
        assert_eq!(checked.holds(&values), holds == "yes", "{note}: {written} of {row:?}");
        assert_eq!(checked.trace(&values).holds, holds == "yes", "traced, {note}: {written}");
    }

    assert!(table.len() > 100);
}

fn all_wrong(json: &str) -> Vec<Wrong> {
    let written: Written = serde_json::from_str(json).unwrap();
    written.read().and_then(|condition| condition.check(&Desk)).err().unwrap_or_default()
}

/// D17 (what ids can be compared by) is rows of it.
#[test]
fn a10_what_cannot_be_meant_is_refused_where_it_stands_and_with_a_sentence() {
    for row in rows(include_str!("refused.csv")) {
        let [written, at, member, sentence] = [0, 1, 2, 3].map(|column| row.get(column).unwrap());
        let wrong = all_wrong(written);
        let told: Vec<_> = wrong
            .iter()
            .map(|wrong| [wrong.at.clone(), wrong.member.clone().unwrap_or_default(), wrong.to_string()])
            .collect();
        assert_eq!(told, [[at, member, sentence]], "{written}");
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let wrong = all_wrong(
        r#"{"all":[{"field":"nps_score","op":"eq","value":11},{"field":"gone","op":"is_empty"},
            {"any":[{"field":"agent.id","op":"gt","value":1},{"field":"nps_score","op":"eq","value":1}]}]}"#,
    );

    let at: Vec<_> = wrong.iter().map(|wrong| wrong.at.as_str()).collect();

    assert_eq!(at, ["/all/0", "/all/1", "/all/2/any/0"]);
}

fn group_of(entries: usize) -> String {
    let leaf = r#"{"field":"contact.city","op":"ne","value":"x"}"#;
    format!(r#"{{"all":[{}]}}"#, vec![leaf; entries].join(","))
}

#[test]
fn a13_a_group_holds_fifty_and_is_three_deep() {
    let deep = r#"{"all":[{"any":[{"not":{"all":[{"field":"nps_score","op":"eq","value":1}]}}]}]}"#;

    assert!(all_wrong(&group_of(50)).is_empty());
    assert_eq!(all_wrong(&group_of(51)).first().unwrap().to_string(), "a group holds at most 50 conditions");
    assert!(all_wrong(deep).is_empty());
}

#[test]
fn a_condition_makes_five_hundred_comparisons_at_most() {
    let of =
        |groups: usize, more: &str| format!(r#"{{"all":[{}{more}]}}"#, vec![group_of(50); groups].join(","));
    let one = r#",{"field":"contact.city","op":"ne","value":"x"}"#;

    assert!(all_wrong(&of(10, "")).is_empty());
    let wrong = all_wrong(&of(10, one));
    assert_eq!(wrong.first().unwrap().to_string(), "a condition makes at most 500 comparisons");
    assert_eq!(wrong.len(), 1);
}

#[test]
fn values_have_limits() {
    let text =
        |length: usize| format!(r#"{{"field":"contact.city","op":"eq","value":"{}"}}"#, "é".repeat(length));
    let values = |count: usize| {
        format!(r#"{{"field":"contact.city","op":"in","values":[{}]}}"#, vec!["1"; count].join(","))
    };

    assert!(all_wrong(&text(200)).is_empty());
    assert_eq!(all_wrong(&text(201)).first().unwrap().to_string(), "a value has at most 200 characters");
    assert!(all_wrong(&values(100)).is_empty());
    assert_eq!(all_wrong(&values(101)).first().unwrap().to_string(), "`in` needs 1 to 100 `values`");
}

#[test]
fn serde_tells_the_first_wrong_thing_and_where() {
    let read = serde_json::from_str::<super::super::Condition>(r#"{"all":[{"field":"x","op":"is"}]}"#);

    assert_eq!(read.unwrap_err().to_string(), "at `/all/0`: `is` is not an operator");
}

/// Why a condition does not hold of nothing but a score of 9.
fn unmet(json: &str) -> String {
    let condition = condition(json);
    let checked = condition.clone().check(&Desk).unwrap();
    let values = sheet(r#"{"nps_score":9}"#);
    let trace = checked.trace(&values);
    assert!(!trace.holds, "{json}");
    trace.unmet(&condition)
}

#[test]
fn what_decided_that_a_condition_does_not_hold_is_named() {
    let table = [
        (
            r#"{"all":[{"field":"nps_score","op":"gte","value":9},{"field":"contact.city","op":"eq","value":"Laval"},
                {"field":"nps_score","op":"lt","value":10}]}"#,
            "`contact.city` is `Laval`",
        ),
        (
            r#"{"any":[{"field":"nps_score","op":"between","values":[1,5]},{"field":"task.reasons","op":"is_not_empty"}]}"#,
            "`nps_score` is between `1` and `5`, nor `task.reasons` is not empty",
        ),
        (r#"{"not":{"field":"nps_score","op":"gt","value":6}}"#, "not `nps_score` is greater than `6`"),
        (
            r#"{"field":"contact.city","op":"in","values":["a","b","c","d","e","f","g"]}"#,
            "`contact.city` is `a` or `b` or `c` or `d` or `e` or 2 more",
        ),
        (
            r#"{"field":"meta.completed_at","op":"within_last","value":"30:00:00"}"#,
            "`meta.completed_at` is within the last `30:00:00`",
        ),
        (
            r#"{"max":{"transaction":"visit","of":"calls","within":"30:00:00"},"op":"gte","value":5}"#,
            "`max` of `visit` by `calls` within `30:00:00` is at least `5`",
        ),
    ];

    for (json, expected) in table {
        assert_eq!(unmet(json), expected);
    }
}

#[test]
fn a_trace_tells_where_what_was_found_and_whether_it_decided() {
    let condition = condition(
        r#"{"all":[{"any":[{"field":"contact.city","op":"eq","value":"Laval"},{"field":"nps_score","op":"gte","value":9}]},
            {"field":"satisfied","op":"eq","value":true},{"field":"agent.id","op":"eq","value":"A"}]}"#,
    );
    let checked = condition.clone().check(&Desk).unwrap();
    let values = sheet(r#"{"contact.city":"Québec","nps_score":9,"satisfied":false}"#);

    let steps = serde_json::to_value(checked.trace(&values).steps(&condition)).unwrap();

    let step = |at: &str, leaf: &str, found: serde_json::Value, holds: bool, decides: bool| {
        let leaf: serde_json::Value = serde_json::from_str(leaf).unwrap();
        serde_json::json!({"at": at, "leaf": leaf, "found": found, "holds": holds, "decides": decides})
    };
    let expected = serde_json::json!([
        step(
            "/all/0/any/0",
            r#"{"field":"contact.city","op":"eq","value":"Laval"}"#,
            "Québec".into(),
            false,
            false
        ),
        step("/all/0/any/1", r#"{"field":"nps_score","op":"gte","value":9}"#, 9.into(), true, false),
        step("/all/1", r#"{"field":"satisfied","op":"eq","value":true}"#, false.into(), false, true),
    ]);
    assert_eq!(steps, expected);
}
