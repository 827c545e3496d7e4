//! ProgressionLIVE tasks, alone and in envelopes.

use super::*;
use relance_domain::source::{Agent, TriggerKind};
use serde_json::json;

const KIND: ConnectionKind = ConnectionKind::ProgressionLive;

fn task_600() -> Value {
    sample_value("progressionlive-task-600.json")
}

#[test]
fn a_french_task_is_read_field_by_field() {
    let event = only(read(KIND, &task_600()));

    assert_eq!(event.kind, TriggerKind::TaskStateChanged);
    assert_eq!(event.occurred_at.to_string(), "2026-11-22T19:05:00Z");
    let task = event.task.unwrap();
    assert_eq!(task.id, "0c9e1f5a-3b52-4a0e-9a53-2f1d7f0e6a11");
    assert_eq!(task.number, some("48213"));
    assert_eq!(task.task_type, some("Appel de service"));
    assert_eq!(task.priority, some("P1"));
    assert_eq!(task.tags, ["Garantie", "Urgent", "Rive-Sud"]);
    let state = task.state.unwrap();
    assert_eq!((state.code.as_str(), state.label), ("600", some("Terminé")));
    let customer = event.customer;
    assert_eq!(customer.id, some("4f3c2b1a-77aa-4bcd-9e0f-0123456789ab"));
    assert_eq!((customer.first_name, customer.last_name), (some("Léa"), some("Roy")));
    assert_eq!(customer.email, some("lea.roy@example.com"));
    assert_eq!(customer.secondary_email, some("concierge@example.com"));
    assert_eq!(customer.phone, some("+15145550123"));
    assert_eq!(customer.language, some("fr"));
    assert_eq!(customer.fields["property.raison"], "Bris");
    assert_eq!(
        event.agent,
        Some(Agent {
            id: some("77"),
            name: some("Samuel Tremblay"),
            email: some("samuel.tremblay@example.com")
        })
    );
}

#[test]
fn the_same_task_later_is_another_event_of_the_same_task() {
    let (first, later) =
        (only(read(KIND, &task_600())), only(read(KIND, &sample_value("progressionlive-task-610.json"))));

    assert_ne!(first.event_id, later.event_id);
    let (first, later) = (first.task.unwrap(), later.task.unwrap());
    assert_eq!(first.id, later.id);
    assert_eq!(later.state.unwrap().code, "610");
}

#[test]
fn an_english_task_in_an_envelope_falls_back_where_fields_are_blank() {
    let event = only(read(KIND, &sample_value("progressionlive-envelope-600.json")));

    assert_eq!(event.occurred_at.to_string(), "2026-11-23T20:20:30Z");
    let task = event.task.unwrap();
    assert_eq!((task.id.as_str(), task.state.unwrap().code.as_str()), ("1048377", "600"));
    assert_eq!(task.task_type, some("Service call"));
    let customer = event.customer;
    assert_eq!((customer.first_name, customer.last_name), (None, some("Harbour Bakery Ltd.")));
    assert_eq!((customer.email, customer.secondary_email), (None, some("owen.clarke@example.com")));
    assert_eq!(customer.language, some("en"));
    assert_eq!(event.agent.unwrap().name, some("Nadia Benali"));
}

#[test]
fn a_task_is_found_and_named_alike_in_any_envelope() {
    let alone = only(read(KIND, &task_600()));

    for envelope in [
        json!({"entity": task_600()}),
        json!({"task": task_600(), "before": sample_value("progressionlive-task-610.json")}),
        json!({"data": {"task": task_600()}}),
        json!({"data": {"tasks": [task_600()]}}),
        json!({"about": {"id": 1}, "event": {"anything": task_600()}}),
        json!([task_600()]),
    ] {
        assert_eq!(only(read(KIND, &envelope)), alone);
        assert_eq!(identity_of(KIND, &envelope), alone.event_id);
    }
}

#[test]
fn a_list_of_tasks_is_several_events() {
    let both = json!({"data": [task_600(), sample_value("progressionlive-task-610.json")]});

    let ids: Vec<String> = read(KIND, &both).unwrap().into_iter().map(|event| event.event_id).collect();

    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], identity_of(KIND, &task_600()));
    assert!(!ids.contains(&identity_of(KIND, &both)));
}

#[test]
fn the_identity_is_the_task_entering_the_state_at_that_moment() {
    let known = identity_of(KIND, &task_600());

    assert_eq!(known, identity_of(KIND, &with(task_600(), "/updated", "2026-11-30T00:00:00Z")));
    for changed in [
        with(task_600(), "/uid", "another"),
        with(task_600(), "/currentState/logicId", 610),
        with(task_600(), "/currentState/datetime", "2026-11-22T14:06:00-05:00"),
    ] {
        assert_ne!(known, identity_of(KIND, &changed));
    }
}

#[test]
fn contacts_are_split_into_names_only_where_that_is_safe() {
    for (label, first, last) in [
        ("Léa Roy", some("Léa"), some("Roy")),
        ("Roy, Léa", some("Léa"), some("Roy")),
        ("  Jean-François  Côté Tremblay ", some("Jean-François"), some("Côté Tremblay")),
        ("Léa", some("Léa"), None),
        (", ", None, None),
    ] {
        let customer = only(read(KIND, &with(task_600(), "/client/primaryContact/label", label))).customer;

        assert_eq!((customer.first_name, customer.last_name), (first, last), "{label}");
    }
}

#[test]
fn a_removed_task_and_other_entities_are_no_events() {
    let removed = with(task_600(), "/removed", "2026-11-22T20:00:00Z");

    assert_eq!(read(KIND, &removed), Ok(vec![]));
    assert_eq!(read(KIND, &json!({"entityName": "Client", "entity": {"label": "Roy"}})), Ok(vec![]));
}

#[test]
fn what_cannot_be_read_says_what_to_change() {
    for (body, expected) in [
        (json!({"id": 1.0}), "no task with a `currentState`: add `currentState` to what the hook expands"),
        (
            json!({"a": {"b": {"c": {"d": task_600()}}}}),
            "no task with a `currentState`: add `currentState` to what the hook expands",
        ),
        (with(task_600(), "/currentState/logicId", Value::Null), "`currentState.logicId` is missing"),
        (
            with(task_600(), "/currentState/datetime", "2026-11-22T14:05:00"),
            "`currentState.datetime` is missing, or is not a time with an offset",
        ),
        (with(with(task_600(), "/uid", Value::Null), "/id", " "), "the task has neither `uid` nor `id`"),
    ] {
        assert_eq!(reason(read(KIND, &body)), expected);
    }
}
