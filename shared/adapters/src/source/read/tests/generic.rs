//! Any JSON, by a field map.

use super::*;
use relance_domain::source::{Agent, TaskState, TriggerKind};
use serde_json::json;

const KIND: ConnectionKind = ConnectionKind::Generic;

fn body() -> Value {
    sample_value("generic-ticket-solved.json")
}

fn read_by(map: &Value, body: &Value) -> Result<Vec<TriggerEvent>, UnreadableEvent> {
    let fields = serde_json::from_value(map.clone()).unwrap();
    let connection = Connection { fields: Some(fields), ..connection(KIND) };
    EventReader.read(&connection, &serde_json::to_vec(body).unwrap())
}

#[test]
fn a_solved_ticket_is_read_where_the_map_points() {
    let event = only(read(KIND, &body()));

    assert_eq!(event.kind, TriggerKind::RequestClosed);
    assert_eq!(event.occurred_at.to_string(), "2026-11-22T21:05:00Z");
    let task = event.task.unwrap();
    assert_eq!((task.id.as_str(), task.number), ("35436", some("HD-35436")));
    assert_eq!(task.task_type, some("Billing"));
    assert_eq!(task.state, Some(TaskState { code: "solved".to_owned(), label: some("Solved") }));
    assert_eq!((task.priority, task.channel), (some("normal"), some("email")));
    assert_eq!(task.tags, ["invoice", "vip"]);
    assert_eq!(event.customer.id, some("902211"));
    assert_eq!(event.customer.email, some("owen.clarke@example.com"));
    assert_eq!(event.customer.phone, None);
    assert_eq!(event.customer.language, some("en-CA"));
    let agent =
        Agent { id: some("417"), name: some("Nadia Benali"), email: some("nadia.benali@example.com") };
    assert_eq!(event.agent, Some(agent));
    assert!(!event.survey_opt_out);
}

#[test]
fn the_identity_is_the_mapped_event_id_or_what_makes_it_this_event() {
    let named = with(body(), "/delivery", "d-1");
    let map = json!({"event_id": "/delivery"});
    let connection = Connection { fields: serde_json::from_value(map).unwrap(), ..connection(KIND) };

    assert_eq!(EventReader.identity(&connection, &serde_json::to_vec(&named).unwrap()), "d-1");
    assert_eq!(identity_of(KIND, &body()), identity_of(KIND, &with(body(), "/ticket/priority", "high")));
    for changed in [
        with(body(), "/ticket/id", 35437),
        with(body(), "/ticket/status", "open"),
        with(body(), "/ticket/solved_at", 1_795_381_501),
        with(body(), "/kind", "request.reopened"),
    ] {
        assert_ne!(identity_of(KIND, &body()), identity_of(KIND, &changed));
    }
}

#[test]
fn a_body_that_names_nothing_is_identified_by_all_of_it() {
    let anonymous = with(body(), "/ticket/solved_at", Value::Null);

    let identity = identity_of(KIND, &anonymous);

    assert_eq!(identity, Digest::of_bytes(&serde_json::to_vec(&anonymous).unwrap()).to_hex());
}

#[test]
fn truths_made_by_a_template_are_understood() {
    for (written, expected) in [
        (json!(true), true),
        (json!("true"), true),
        (json!("Oui"), true),
        (json!(1), true),
        (json!("1"), true),
        (json!("false"), false),
        (json!(0), false),
        (json!(""), false),
        (json!({}), false),
    ] {
        let event = only(read(KIND, &with(body(), "/ticket/no_survey", written.clone())));

        assert_eq!(event.survey_opt_out, expected, "{written}");
    }
}

#[test]
fn without_a_mapped_kind_a_task_changed_its_state() {
    let map = json!({"occurred_at": "/at", "email": "/mail", "state_code": "/state", "reasons": "/why"});
    let sent = json!({"at": "1795374300000", "mail": "lea@example.com", "state": 600, "why": ["Bris", 4]});

    let event = only(read_by(&map, &sent));

    assert_eq!(event.kind, TriggerKind::TaskStateChanged);
    assert_eq!(event.occurred_at.to_string(), "2026-11-22T19:05:00Z");
    let task = event.task.unwrap();
    assert_eq!(task.id, event.event_id, "a task without an id is a task of its own");
    assert_eq!(task.reasons, ["Bris", "4"]);
    assert_eq!(task.state.unwrap().code, "600");
}

/// D5.
#[test]
fn a_transaction_takes_the_task_type_as_its_own() {
    let map = json!({"type": "/t", "occurred_at": "/at", "task_type": "/what"});
    let sent = json!({"t": "transaction.recorded", "at": 1_795_374_300, "what": "support call"});

    let transaction = only(read_by(&map, &sent)).transaction.unwrap();

    assert_eq!(transaction.transaction_type, "support call");
    assert_eq!(transaction.occurred_at.to_string(), "2026-11-22T19:05:00Z");
    assert_eq!(reason(read_by(&map, &with(sent, "/what", " "))), "a transaction needs a task type");
}

#[test]
fn what_cannot_be_read_is_explained_by_its_place_only() {
    let secret = with(body(), "/ticket/solved_at", "owen.clarke@example.com");
    let unmapped = Connection { fields: None, ..connection(KIND) };

    assert_eq!(
        reason(read(KIND, &secret)),
        "`/ticket/solved_at` holds neither a time with an offset nor seconds since 1970"
    );
    assert_eq!(reason(read_by(&json!({}), &body())), "the field map says nowhere when it happened");
    assert_eq!(
        reason(EventReader.read(&unmapped, b"{}")),
        "the connection says nowhere which field is which"
    );
    assert_eq!(read(KIND, &with(body(), "/kind", "ticket.merged")), Ok(vec![]));
}
