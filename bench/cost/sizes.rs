//! How large the records of a survey are: DynamoDB counts a write by the kibibyte, so one byte more than 1,024 makes each
//! write of a record cost twice. What is written, and how often, is in [`crate::survey`].

use crate::survey::walk;
use crate::system::{Items, System};
use aws_sdk_dynamodb::types::AttributeValue;
use relance_application::ports::records::{Change, Committed, Records as _};
use relance_application::stored::{partition, read_whole, record_of};
use relance_domain::campaign::Reminders;
use relance_domain::invitation::{Invitation, JobFacts, Origin};
use relance_domain::name::OrganizationId;
use std::collections::{BTreeMap, HashMap};

/// Most bytes of one record of each kind that a survey writes, the alert that may follow included.
const BOUNDS: [(&str, usize); 10] = [
    ("alert", 1_024),
    ("answer", 1_024),
    ("contact", 1_024),
    ("decision", 1_024),
    ("evidence", 1_024),
    ("invitation", 1_024),
    ("mute_book", 1_024),
    ("raw_event", 2_048),
    ("staff_mail", 1_024),
    ("task", 1_024),
];

/// As AWS documents it ("`DynamoDB` item sizes and formats").
fn item_bytes(item: &HashMap<String, AttributeValue>) -> usize {
    item.iter().map(|(name, value)| name.len() + value_bytes(value)).sum()
}

fn value_bytes(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(digits) => digits.trim_start_matches('-').len().div_ceil(2) + 2,
        AttributeValue::Bool(_) | AttributeValue::Null(_) => 1,
        AttributeValue::L(list) => 3 + list.iter().map(|one| 1 + value_bytes(one)).sum::<usize>(),
        AttributeValue::M(members) => 3 + members.len() + item_bytes(members),
        other => panic!("a kind of value that no record has: {other:?}"),
    }
}

/// The largest item of each kind; a key begins with organization and kind, and its lane.
fn largest(items: &Items) -> BTreeMap<String, usize> {
    let mut largest = BTreeMap::new();
    for item in items {
        let pk = item["pk"].as_s().unwrap();
        let kind = pk.split('#').nth(1).unwrap().split('.').next().unwrap().to_owned();
        let most = largest.entry(kind).or_default();
        *most = item_bytes(item).max(*most);
    }
    largest
}

/// Whatever an event, a campaign and a respondent can add to an invitation of an ordinary company.
fn with_everything(invitation: Invitation) -> Invitation {
    let job = JobFacts {
        number: Some("2026-04178".to_owned()),
        agent_id: Some("A-9".to_owned()),
        location: Some("Montréal".to_owned()),
        tags: vec!["chauffage".to_owned()],
        ..invitation.origin.job.clone()
    };
    let reminders: Reminders = serde_json::from_str(r#"["03:00:00", "07:00:00"]"#).unwrap();
    let origin = Origin { channel: Some("phone".to_owned()), reminders, job, ..invitation.origin.clone() };
    Invitation { origin, ..invitation }
}

#[tokio::test]
async fn no_record_of_a_survey_grows_over_the_units_that_its_writes_cost() {
    let system = System::start().await;
    let before = largest(&system.items().await);

    walk(&system, &["T-20417".to_owned()], 2).await;

    let after = largest(&system.items().await);
    // The account's first contacts are there before.
    let fresh = after.keys().filter(|kind| !before.contains_key(*kind));
    let boundless: Vec<_> = fresh.filter(|kind| BOUNDS.iter().all(|(known, _)| known != kind)).collect();
    assert_eq!(boundless, [""; 0], "give each its bound");
    for (kind, most) in BOUNDS {
        assert!(after[kind] <= most, "{kind}: {} bytes, {most} at most", after[kind]);
    }
}

#[tokio::test]
async fn an_invitation_with_everything_costs_one_unit_a_write() {
    let system = System::start().await;
    walk(&system, &["T-20417".to_owned()], 9).await;
    let organization = OrganizationId::parse("demo").unwrap();
    let all = read_whole::<Invitation>(&*system.records, partition::<Invitation>(&organization)).await;
    let answered = all.unwrap().remove(0);
    assert!(answered.value.is_answered());

    let full = with_everything(answered.value);
    let change = Change::Update(record_of(&full, answered.version).unwrap());
    assert_eq!(system.records.commit(&[change]).await, Ok(Committed::Done));

    let bytes = largest(&system.items().await)["invitation"];
    assert!(bytes <= 1_024, "{bytes} bytes: each of its writes costs twice");
}
