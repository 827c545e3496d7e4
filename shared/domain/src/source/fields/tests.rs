//! Every field of an event that is offered is there and reads its own value; what is not offered is refused.
//! What comparing means is tested in `condition`.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use crate::condition::{Condition, Why};

const EVENT: &str = r#"{"event_id":"e","type":"invoice.paid","occurred_at":"2026-11-22T12:00:00Z",
    "task":{"id":"T-1","type":"Appel","state":{"code":"600"},"priority":"2","reasons":["Prix"],"tags":["VIP"],
        "channel":"phone","amount":"149,50"},
    "customer":{"id":"C-77","first_name":"Léa","last_name":"Roy","email":"lea@x.ca","phone":"+15145550123",
        "language":"fr-CA","fields":{"custom_3":"or","Niveau":"12","city":"Laval","street":"Notre-Dame","box":"4",
        "house_number":"12","postal_code":"H7A 1A1","province":"QC","state":"-","country":"CA"}},
    "agent":{"id":"A-9","name":"Sam"}}"#;

fn holds(condition: &str) -> bool {
    let event: TriggerEvent = serde_json::from_str(EVENT).unwrap();
    let condition: Condition = serde_json::from_str(condition).unwrap();
    condition.check(&EventFields).unwrap().holds(&event)
}

#[test]
fn c23_every_field_of_an_event_reads_its_own_value() {
    let table = [
        ("contact.id", "C-77"),
        ("contact.first_name", "léa"),
        ("contact.last_name", "Roy"),
        ("contact.email", "LEA@x.ca"),
        ("contact.phone", "+15145550123"),
        ("contact.language", "fr-ca"),
        ("contact.street", "Notre-Dame"),
        ("contact.house_number", "12"),
        ("contact.box", "4"),
        ("contact.postal_code", "H7A 1A1"),
        ("contact.city", "Laval"),
        ("contact.province", "QC"),
        ("contact.state", "-"),
        ("contact.country", "CA"),
        ("contact.custom_3", "or"),
        ("contact.custom.Niveau", "12"),
        ("task.type", "Appel"),
        ("task.state", "600"),
        ("task.priority", "2"),
        ("task.reasons", "prix"),
        ("task.tags", "vip"),
        ("task.channel", "Phone"),
        ("invoice.amount", "149.50"),
        ("agent.id", "A-9"),
        ("agent.name", "sam"),
    ];

    for (field, value) in table {
        let compared = |value: &str| format!(r#"{{"field":"{field}","op":"eq","value":"{value}"}}"#);
        assert!(holds(&compared(value)), "{field}");
        let other = if field == "invoice.amount" { "149.51".to_owned() } else { format!("{value}9") };
        assert!(!holds(&compared(&other)), "{field}");
    }
}

#[test]
fn numbers_among_the_fields_of_a_person_and_a_job_are_compared_as_numbers() {
    assert!(holds(r#"{"field":"contact.custom.Niveau","op":"gt","value":9.5}"#));
    assert!(holds(r#"{"field":"task.priority","op":"lte","value":2}"#));
    assert!(holds(r#"{"field":"invoice.amount","op":"between","values":[149.5,149.5]}"#));
    assert!(!holds(r#"{"field":"invoice.amount","op":"gt","value":"149.50"}"#));
}

#[test]
fn a10_what_an_event_does_not_have_is_refused() {
    let field = |name: &str| Field::parse(name).unwrap();

    for name in
        ["task.colour", "nps_type", "customer.id", "contact.tags", "contact.custom", "contact.custom."]
    {
        assert_eq!(
            EventFields.find(&field(name)).err(),
            Some(MissingName::Field { offered: OFFERED }),
            "{name}"
        );
    }
    for name in ["contact.custom_0", "contact.custom_21", "contact.custom_03", "contact.custom_x"] {
        assert_eq!(EventFields.find(&field(name)).err(), Some(MissingName::Slot), "{name}");
    }
    let unknown: Condition =
        serde_json::from_str(r#"{"field":"contact.custom_21","op":"is_empty"}"#).unwrap();
    let wrong = unknown.check(&EventFields).err().unwrap();
    assert!(matches!(wrong.as_slice(), [wrong] if matches!(wrong.why, Why::UnknownField { .. })));
}

#[test]
fn within_the_last_days_counts_back_from_the_event() {
    let event: TriggerEvent = serde_json::from_str(EVENT).unwrap();

    assert_eq!(event.now(), event.occurred_at);
}
