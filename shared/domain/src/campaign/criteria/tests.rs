//! Criteria as tables, and against a naive reading of the same groups.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use proptest::prelude::*;

fn criterion(json: &str) -> Criterion {
    serde_json::from_str(json).unwrap()
}

fn refusal(json: &str) -> String {
    let error = serde_json::from_str::<Criterion>(json).unwrap_err().to_string();
    error.split(" at line").next().unwrap().to_owned()
}

/// Whether the criteria hold for a task with these reasons and this priority.
fn holds(criteria: &Criterion, reasons: &[&'static str], priority: Option<&'static str>) -> bool {
    let seen = |field: &Field| match field.to_string().as_str() {
        "task.reasons" => reasons.to_vec(),
        "task.priority" => priority.into_iter().collect(),
        _ => Vec::new(),
    };
    criteria.broken(&seen).is_none()
}

#[test]
fn f14_a_list_is_or_inside_a_field_and_and_across_fields() {
    let criteria = criterion(
        r#"{"all":[{"field":"task.reasons","op":"in","values":["Emballage","Aspect","Prix","Qualité","Incident"]},
            {"field":"task.priority","op":"eq","value":"P1"}]}"#,
    );

    assert!(holds(&criteria, &["Qualité"], Some("P1")));
    assert!(holds(&criteria, &["Facturation", "qualité"], Some("p1")));
    assert!(!holds(&criteria, &["Qualité"], Some("P2")));
    assert!(!holds(&criteria, &["Facturation"], Some("P1")));
    assert!(!holds(&criteria, &[], Some("P1")));
    assert!(!holds(&criteria, &[" "], Some("P1")));
}

#[test]
fn what_does_not_hold_is_named() {
    let seen = |_: &Field| vec!["P3"];
    let either = criterion(
        r#"{"any":[{"field":"task.priority","op":"in","values":["P1","P2"]},{"field":"task.priority","op":"is_empty"}]}"#,
    );

    assert_eq!(
        either.broken(&seen).unwrap(),
        "`task.priority` is `P1` or `P2`, nor `task.priority` is empty"
    );
}

#[test]
fn a11_every_operator_compares_as_it_says() {
    let table: [(&str, &[&str], bool); 22] = [
        (r#""op":"eq","value":"Or""#, &["OR"], true),
        (r#""op":"eq","value":"Or""#, &[], false),
        (r#""op":"ne","value":"Or""#, &["or"], false),
        (r#""op":"ne","value":"Or""#, &[], true),
        (r#""op":"gt","value":"9.5""#, &["10"], true),
        (r#""op":"gt","value":"10""#, &["10.0"], false),
        (r#""op":"gte","value":"10""#, &["10,0"], true),
        (r#""op":"lt","value":"-1""#, &["-2"], true),
        (r#""op":"lt","value":"5""#, &["many"], false),
        (r#""op":"lte","value":"5""#, &[], false),
        (r#""op":"between","values":["1","5"]"#, &["5"], true),
        (r#""op":"between","values":["1","5"]"#, &["0.999"], false),
        (r#""op":"contains","value":"VIP""#, &["a vip"], true),
        (r#""op":"not_contains","value":"VIP""#, &["a vip"], false),
        (r#""op":"not_contains","value":"VIP""#, &[], true),
        (r#""op":"starts_with","value":"h2""#, &["H2X 1Y4"], true),
        (r#""op":"in","values":["a","b"]"#, &["c", "B"], true),
        (r#""op":"not_in","values":["a","b"]"#, &["c", "B"], false),
        (r#""op":"not_in","values":["a","b"]"#, &[], true),
        (r#""op":"is_empty""#, &["  "], true),
        (r#""op":"is_not_empty""#, &["x"], true),
        (r#""op":"is_not_empty""#, &[], false),
    ];

    for (test, values, expected) in table {
        let criteria = criterion(&format!(r#"{{"field":"customer.fields.level",{test}}}"#));
        assert_eq!(criteria.broken(&|_| values.to_vec()).is_none(), expected, "{test} {values:?}");
    }
}

#[test]
fn d18_ids_are_compared_byte_by_byte() {
    let criteria = criterion(r#"{"field":"agent.id","op":"eq","value":"A-aB"}"#);

    assert!(criteria.broken(&|_| vec!["A-aB"]).is_none());
    assert!(criteria.broken(&|_| vec!["A-ab"]).is_some());
}

/// D17: ids are not searched.
#[test]
fn a13_what_cannot_be_meant_is_refused_with_a_reason() {
    let test = r#"{"field":"task.type","op":"eq","value":"x"}"#;
    let table = [
        (r#"{"all":[]}"#.to_owned(), "a group needs at least one criterion"),
        (
            format!(r#"{{"all":[{{"any":[{{"all":[{{"any":[{test}]}}]}}]}}]}}"#),
            "groups can be three deep at most",
        ),
        (format!(r#"{{"all":[{}]}}"#, [test; 51].join(",")), "use at most 50 criteria"),
        (
            format!(r#"{{"all":[{test}],"any":[{test}]}}"#),
            "give either `all`, or `any`, or `field` with `op`",
        ),
        (r#"{"field":"task.type"}"#.to_owned(), "give either `all`, or `any`, or `field` with `op`"),
        (r#"{"field":"task.type","op":"in"}"#.to_owned(), "`in` needs at least one value in `values`"),
        (r#"{"field":"task.type","op":"eq","values":["a","b"]}"#.to_owned(), "`eq` needs one `value`"),
        (
            r#"{"field":"task.type","op":"gt","value":"x"}"#.to_owned(),
            "`gt` compares numbers, and `x` is none",
        ),
        (r#"{"field":"customer.id","op":"contains","value":"x"}"#.to_owned(), "`customer.id` is an id"),
        (r#"{"field":"task.colour","op":"eq","value":"x"}"#.to_owned(), "`task.colour` is not a field"),
        (r#"{"field":"task.type","op":"eq","value":"x","not":true}"#.to_owned(), "unknown field `not`"),
    ];

    for (json, expected) in table {
        assert!(refusal(&json).starts_with(expected), "{json}: {}", refusal(&json));
    }
}

fn trees() -> impl Strategy<Value = Criterion> {
    let test = prop::sample::select(vec!["a", "b", "c"])
        .prop_map(|value| criterion(&format!(r#"{{"field":"task.reasons","op":"eq","value":"{value}"}}"#)));
    test.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(Criterion::All),
            prop::collection::vec(inner, 1..3).prop_map(Criterion::Any),
        ]
    })
}

/// The same criteria, read as a child would.
fn naive(criteria: &Criterion, reasons: &[&str]) -> bool {
    match criteria {
        Criterion::All(parts) => parts.iter().filter(|part| !naive(part, reasons)).count() == 0,
        Criterion::Any(parts) => parts.iter().filter(|part| naive(part, reasons)).count() > 0,
        Criterion::Test(test) => test.values.iter().any(|value| reasons.contains(&value.as_str())),
    }
}

proptest! {
    /// R6.6.
    #[test]
    fn groups_mean_what_they_say_and_read_back_as_written(
        tree in trees(), reasons in prop::sample::subsequence(vec!["a", "b", "c"], 0..=3)
    ) {
        prop_assert_eq!(tree.broken(&|_| reasons.clone()).is_none(), naive(&tree, &reasons));
        let written = serde_json::to_string(&tree).unwrap();
        prop_assert_eq!(serde_json::from_str::<Criterion>(&written).unwrap(), tree);
    }
}
