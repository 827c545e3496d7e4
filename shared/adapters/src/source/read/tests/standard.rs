//! Our own envelope.

use super::*;
use relance_domain::source::{Agent, Task, TaskState, TriggerKind};
use serde_json::json;

const KIND: ConnectionKind = ConnectionKind::Standard;

#[test]
fn a_finished_task_is_read_field_by_field() {
    let event = only(EventReader.read(&connection(KIND), &sample("standard-task-finished.json")));

    assert_eq!(event.event_id, "evt-1001-600");
    assert_eq!(event.kind, TriggerKind::TaskStateChanged);
    assert_eq!(event.occurred_at.to_string(), "2026-11-22T19:05:00Z");
    assert_eq!(
        event.task,
        Some(Task {
            id: "T-1001".to_owned(),
            number: some("1001"),
            task_type: some("Appel de service"),
            state: Some(TaskState { code: "600".to_owned(), label: some("Terminé") }),
            priority: some("P1"),
            location: None,
            reasons: vec!["Qualité".to_owned()],
            tags: vec![],
            channel: some("phone"),
            amount: None,
        })
    );
    assert_eq!(event.customer.first_name, some("Léa"));
    assert_eq!(event.customer.email, some("lea.roy@example.com"));
    assert_eq!(event.customer.secondary_email, None);
    assert_eq!(event.customer.language, some("fr-CA"));
    assert_eq!(event.customer.fields["custom_1"], "Rive-Sud");
    assert_eq!(
        event.agent,
        Some(Agent { id: some("A-9"), name: some("Sam"), email: some("sam@example.com") })
    );
    assert!(!event.survey_opt_out);
}

#[test]
fn a_reopened_request_is_read() {
    let event = only(EventReader.read(&connection(KIND), &sample("standard-task-reopened.json")));

    assert_eq!(event.kind, TriggerKind::RequestReopened);
    assert_eq!(event.event_id, "evt-1001-reopened");
    assert_eq!(event.task.unwrap().id, "T-1001");
}

#[test]
fn the_event_id_is_its_identity_as_it_was_sent() {
    let body = sample_value("standard-task-finished.json");

    assert_eq!(identity_of(KIND, &body), "evt-1001-600");
    assert_eq!(identity_of(KIND, &with(body.clone(), "/event_id", 17)), "17");
    assert_eq!(identity_of(KIND, &with(body.clone(), "/event_id", "x".repeat(200_000))).len(), 64);
    assert_eq!(identity_of(KIND, &with(body, "/event_id", " ")).len(), 64);
}

#[test]
fn senders_without_a_schema_are_met_half_way() {
    let body = json!({
        "event_id": 17, "type": "transaction.recorded", "occurred_at": "2026-11-22T14:05:00-05:00",
        "task": {"id": 1001, "state": {"code": 600}, "reasons": null},
        "customer": {"email": "lea.roy@example.com", "fields": {"visits": 3, "vip": true, "none": null}},
        "agent": null, "survey_opt_out": null,
        "transaction": {"type": "support call", "occurred_at": "2026-11-22T14:05:00-05:00"}
    });

    let event = only(read(KIND, &body));

    let task = event.task.unwrap();
    assert_eq!((task.id.as_str(), task.state.unwrap().code.as_str()), ("1001", "600"));
    assert_eq!(
        event.customer.fields.into_iter().collect::<Vec<_>>(),
        [("vip".to_owned(), "true".to_owned()), ("visits".to_owned(), "3".to_owned())]
    );
    assert_eq!(event.transaction.unwrap().transaction_type, "support call");
}

/// R4.3.
#[test]
fn an_unknown_kind_of_event_is_no_event_and_no_error() {
    let body = with(sample_value("standard-task-finished.json"), "/type", "quote.sent");

    assert_eq!(read(KIND, &body), Ok(vec![]));
}

#[test]
fn what_is_wrong_is_named_and_what_it_holds_is_not_repeated() {
    let secret = "lea.secret@example.com";
    let body = || sample_value("standard-task-finished.json");
    let cases = [
        (with(body(), "/occurred_at", secret), "`occurred_at` is not a time with an offset, such as"),
        (with(body(), "/occurred_at", "2026-11-22T14:05:00"), "`occurred_at` is not a time with an offset"),
        (with(body(), "/occurred_at", Value::Null), "missing field `occurred_at`"),
        (with(body(), "/event_id", Value::Null), "missing field `event_id`"),
        (with(body(), "/type", json!([secret])), "`type` has the wrong type"),
        (with(body(), "/survey_opt_out", secret), "`survey_opt_out` has the wrong type"),
        (with(body(), "/mail", secret), "`mail` is not part of our envelope"),
        (with(body(), &format!("/{secret}"), 1), "a field is not part of our envelope"),
        (with(body(), "/customer", secret), "`customer` has the wrong type"),
        (with(body(), "/customer/email", json!([secret])), "in `customer`: `email` has the wrong type"),
        (with(body(), "/customer/mail", secret), "in `customer`: `mail` is not part of our envelope"),
        (
            with(body(), "/customer/declines_surveys", secret),
            "in `customer`: `declines_surveys` has the wrong type",
        ),
        (with(body(), "/agent/name", json!({"a": secret})), "in `agent`: `name` has the wrong type"),
        (with(body(), "/task/id", Value::Null), "in `task`: missing field `id`"),
        (
            with(body(), "/task/state", json!({"label": secret})),
            "in `task`: in `state`: missing field `code`",
        ),
        (with(body(), "/task/tags", secret), "in `task`: `tags` has the wrong type"),
        (
            with(body(), "/transaction", json!({"type": "t", "occurred_at": secret})),
            "in `transaction`: `occurred_at` is not a time with an offset",
        ),
        (json!([secret]), "the body is not an event: a json object is expected"),
        (json!(secret), "the body is not an event: a json object is expected"),
    ];

    for (body, expected) in cases {
        let reason = reason(read(KIND, &body));

        assert!(reason.starts_with(expected), "{reason} instead of {expected}");
        assert!(!reason.contains("secret"), "{reason}");
    }
}
