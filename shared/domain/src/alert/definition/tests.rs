//! Sentences about handling an alert (E10, E11, E20, F26, F27).
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;

fn alert() -> Alert {
    let (rule, answer) = (RuleId::parse("rul_1").unwrap(), AnswerId::parse("ans_1").unwrap());
    Alert {
        id: Alert::id_of(&rule, &answer, minute(0)),
        organization: OrganizationId::parse("demo").unwrap(),
        kind: AlertKind::Detractor,
        status: AlertStatus::ToHandle,
        assignee: person("owner@demo.example"),
        answer_id: answer,
        campaign_id: CampaignId::parse("cmp_1").unwrap(),
        contact_id: None,
        first_contact_at: None,
        first_contact_by: None,
        created_at: minute(0),
        history: Vec::new(),
    }
}

fn person(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn minute(n: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + 60 * n).unwrap()
}

/// A repeated evaluation names the alert that it has raised already.
#[test]
fn a31_a_rule_and_an_answer_have_one_alert() {
    let of = |rule: &str, answer: &str| {
        Alert::id_of(&RuleId::parse(rule).unwrap(), &AnswerId::parse(answer).unwrap(), minute(0))
    };

    assert_eq!(of("rul_1", "ans_1"), of("rul_1", "ans_1"));
    assert_ne!(of("rul_1", "ans_1"), of("rul_2", "ans_1"));
    assert_ne!(of("rul_1", "ans_1"), of("rul_1", "ans_2"));
}

/// Newest first is then one range, however many there are.
#[test]
fn the_alert_of_a_later_answer_sorts_behind() {
    let of = |answer: &str, at: i64| {
        Alert::id_of(&RuleId::parse("rul_1").unwrap(), &AnswerId::parse(answer).unwrap(), minute(at))
    };

    assert!((0..50).all(|n| of(&format!("ans_{n}"), n) < of(&format!("ans_{}", n + 1), n + 1)));
}

#[test]
fn f27_the_first_contact_is_set_once_and_survives_going_back_to_assigned() {
    let mut alert = alert();

    alert.assign(person("sam@demo.example"), minute(1)).unwrap();
    alert.contacted(minute(2)).unwrap();
    alert.assign(person("lea@demo.example"), minute(3)).unwrap();
    alert.contacted(minute(4)).unwrap();
    alert.done(minute(5));

    assert_eq!(alert.first_contact_at, Some(minute(2)));
    assert_eq!(alert.status, AlertStatus::Done);
}

#[test]
fn f26_a_new_owner_replaces_the_old_one_and_the_history_remembers_both() {
    let mut alert = alert();

    alert.assign(person("sam@demo.example"), minute(1)).unwrap();
    alert.assign(person("lea@demo.example"), minute(2)).unwrap();

    let owners: Vec<_> = alert.history.iter().map(|step| step.assignee.as_str()).collect();
    assert_eq!(owners, ["sam@demo.example", "lea@demo.example"]);
    assert_eq!(alert.assignee, person("lea@demo.example"));
}

#[test]
fn a_done_alert_takes_no_further_step_and_stays_with_its_owner() {
    let mut alert = alert();
    alert.done(minute(1));
    let done = alert.clone();

    assert_eq!(alert.assign(person("sam@demo.example"), minute(2)), Err(AlertIsDone));
    assert_eq!(alert.contacted(minute(2)), Err(AlertIsDone));
    alert.done(minute(3));

    assert_eq!(alert, done);
}

#[test]
fn repeating_a_step_leaves_no_trace() {
    let mut alert = alert();

    alert.assign(person("sam@demo.example"), minute(1)).unwrap();
    alert.assign(person("sam@demo.example"), minute(2)).unwrap();
    alert.contacted(minute(3)).unwrap();
    alert.contacted(minute(4)).unwrap();

    assert_eq!(alert.history.len(), 2);
}
