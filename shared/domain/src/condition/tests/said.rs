//! Each comparison in the words that stand for it. The sentences themselves are tested in `views`.

use super::desk::{Desk, condition};
use crate::condition::{About, How, Name, Phrase};

fn said(json: &str) -> (How, Vec<String>) {
    let condition = condition(json);
    match condition.describe(&Desk) {
        Phrase::Said(said) => (said.how, said.with.iter().map(|term| format!("{term:?}")).collect()),
        other => panic!("{json} is one comparison, and not {other:?}"),
    }
}

#[test]
fn numbers_are_above_and_below_and_moments_are_after_and_before() {
    for (op, of_numbers, of_moments) in [
        ("gt", How::Above, How::After),
        ("gte", How::AtLeast, How::Since),
        ("lt", How::Below, How::Before),
        ("lte", How::AtMost, How::Until),
    ] {
        let number = format!(r#"{{"field":"nps_score","op":"{op}","value":6}}"#);
        let moment = format!(r#"{{"field":"meta.completed_at","op":"{op}","value":"2026-11-22T12:00:00Z"}}"#);

        assert_eq!(said(&number), (of_numbers, vec!["Number(6)".to_owned()]), "{op}");
        assert_eq!(said(&moment), (of_moments, vec!["Instant(2026-11-22T12:00:00Z)".to_owned()]), "{op}");
    }
}

#[test]
fn what_holds_several_texts_contains_one_and_is_none() {
    for (op, of_one, of_several) in [
        ("eq", How::Is, How::Contains),
        ("ne", How::IsNot, How::ContainsNot),
        ("contains", How::Contains, How::Contains),
        ("not_contains", How::ContainsNot, How::ContainsNot),
        ("starts_with", How::StartsWith, How::HoldsStarting),
    ] {
        let of = |field: &str| said(&format!(r#"{{"field":"{field}","op":"{op}","value":"a"}}"#)).0;

        assert_eq!((of("contact.city"), of("task.reasons")), (of_one, of_several), "{op}");
    }
    assert_eq!(said(r#"{"field":"answer.q_list","op":"in","values":["a","b"]}"#).0, How::Contains);
}

#[test]
fn what_is_denied_has_its_own_words_where_they_say_the_very_same() {
    for (leaf, plain, denied) in [
        (r#"{"field":"contact.city","op":"eq","value":"a"}"#, How::Is, How::IsNot),
        (r#"{"field":"contact.city","op":"ne","value":"a"}"#, How::IsNot, How::Is),
        (r#"{"field":"contact.city","op":"contains","value":"a"}"#, How::Contains, How::ContainsNot),
        (r#"{"field":"contact.city","op":"not_contains","value":"a"}"#, How::ContainsNot, How::Contains),
        (r#"{"field":"contact.city","op":"is_empty"}"#, How::IsEmpty, How::IsNotEmpty),
        (r#"{"field":"contact.city","op":"is_not_empty"}"#, How::IsNotEmpty, How::IsEmpty),
        (r#"{"field":"nps_score","op":"is_answered"}"#, How::IsAnswered, How::IsNotAnswered),
    ] {
        let not = |inner: &str| format!(r#"{{"not":{inner}}}"#);

        assert_eq!(said(leaf).0, plain, "{leaf}");
        assert_eq!(said(&not(leaf)).0, denied, "not {leaf}");
        assert_eq!(said(&not(&not(leaf))).0, plain, "what is denied twice is said: {leaf}");
    }
}

#[test]
fn what_has_no_such_words_stands_behind_a_not() {
    for denied in [
        r#"{"not":{"field":"nps_score","op":"gt","value":6}}"#,
        r#"{"not":{"field":"nps_score","op":"between","values":[0,6]}}"#,
        r#"{"not":{"field":"contact.city","op":"starts_with","value":"a"}}"#,
        r#"{"not":{"all":[{"field":"contact.city","op":"is_empty"}]}}"#,
        r#"{"not":{"any":[{"field":"contact.city","op":"is_empty"}]}}"#,
    ] {
        let condition = condition(denied);

        assert!(matches!(condition.describe(&Desk), Phrase::Not(_)), "{denied}");
    }
}

#[test]
fn inside_a_group_that_is_denied_each_part_is_said_as_it_stands() {
    let condition = condition(
        r#"{"not":{"all":[{"field":"contact.city","op":"is_empty"},{"not":{"field":"contact.city","op":"eq","value":"a"}}]}}"#,
    );

    let Phrase::Not(inner) = condition.describe(&Desk) else { panic!("a denied group") };
    let Phrase::All(parts) = *inner else { panic!("all of its parts") };
    let how: Vec<_> =
        parts.iter().map(|part| matches!(part, Phrase::Said(said) if said.how == How::IsEmpty)).collect();

    assert_eq!(how, [true, false]);
    assert!(matches!(&parts[1], Phrase::Said(said) if said.how == How::IsNot));
}

#[test]
fn a_value_is_said_by_its_name_as_a_number_or_as_it_was_written() {
    for (leaf, with) in [
        (r#"{"field":"nps_type","op":"eq","value":" promoter"}"#, r#"Offered(Plain("Promoter"))"#),
        (r#"{"field":"answer.q_why","op":"eq","value":"late"}"#, r#"Offered(Plain("late"))"#),
        (r#"{"field":"answer.q_why","op":"eq","value":"not_applicable"}"#, "NotApplicable"),
        (r#"{"field":"answer.q_list","op":"eq","value":"b"}"#, r#"Offered(Plain("b"))"#),
        (r#"{"field":"nps_score","op":"eq","value":"6"}"#, "Number(6)"),
        (r#"{"field":"contact.custom_3","op":"eq","value":6}"#, "Number(6)"),
        (r#"{"field":"contact.city","op":"eq","value":"Laval"}"#, r#"Text("Laval")"#),
        (r#"{"field":"satisfied","op":"eq","value":true}"#, "Boolean(true)"),
        (
            r#"{"field":"meta.completed_at","op":"gt","value":" 2026-11-22T12:00:00Z "}"#,
            "Instant(2026-11-22T12:00:00Z)",
        ),
    ] {
        assert_eq!(said(leaf).1, [with], "{leaf}");
    }
}

#[test]
fn ranges_lists_and_times_name_all_that_they_compare_with() {
    let range = said(r#"{"field":"nps_score","op":"between","values":[0,6]}"#);
    let list = said(r#"{"field":"nps_type","op":"in","values":["Promoter","Passive"]}"#);
    let none_of = said(r#"{"field":"nps_type","op":"not_in","values":["Promoter"]}"#);
    let lately = said(r#"{"field":"meta.completed_at","op":"within_last","value":"07:00:00"}"#);

    assert_eq!(range, (How::Between, vec!["Number(0)".to_owned(), "Number(6)".to_owned()]));
    assert_eq!((list.0, list.1.len()), (How::Is, 2));
    assert_eq!((none_of.0, none_of.1.len()), (How::IsNot, 1));
    assert_eq!((lately.0, lately.1.len()), (How::WithinLast, 1));
}

#[test]
fn a_field_that_is_gone_is_named_as_it_was_written() {
    let condition = condition(r#"{"field":"answer.q_gone","op":"eq","value":"x"}"#);
    let known = super::desk::condition(r#"{"field":"contact.city","op":"eq","value":"x"}"#);
    let counted = super::desk::condition(
        r#"{"count":{"transaction":"visit","within":"30:00:00"},"op":"gt","value":2}"#,
    );

    let about = |phrase: Phrase<'_>| match phrase {
        Phrase::Said(said) => match said.about {
            About::Gone(field) => format!("gone {}", field.as_str()),
            About::Named(Name::Plain(name)) => format!("named {name}"),
            About::Named(_) => "named".to_owned(),
            About::Transactions(_) => "transactions".to_owned(),
        },
        _ => "no comparison".to_owned(),
    };

    assert_eq!(about(condition.describe(&Desk)), "gone answer.q_gone");
    assert_eq!(about(known.describe(&Desk)), "named it");
    assert_eq!(about(counted.describe(&Desk)), "transactions");
}
