//! Housecall Pro jobs and invoices.

use super::*;
use relance_domain::source::{Agent, TriggerKind};
use serde_json::json;

const KIND: ConnectionKind = ConnectionKind::HousecallPro;

fn job() -> Value {
    sample_value("housecall-pro-job-completed.json")
}

fn invoice() -> Value {
    sample_value("housecall-pro-invoice-paid.json")
}

#[test]
fn a_completed_job_is_read_field_by_field() {
    let event = only(read(KIND, &job()));

    assert_eq!(event.kind, TriggerKind::TaskStateChanged);
    assert_eq!(
        event.occurred_at.to_string(),
        "2026-11-22T21:30:55Z",
        "when it was done, not when it was said"
    );
    assert_eq!(event.event_id, identity_of(KIND, &job()));
    let task = event.task.unwrap();
    assert_eq!(task.id, "job_7d1e2f3a4b5c4d6e8f90a1b2c3d4e5f6");
    assert_eq!(task.number, some("1042"));
    assert_eq!(task.task_type, some("Maintenance"));
    assert_eq!(task.tags, ["furnace", "priority", "maintenance plan"]);
    let state = task.state.unwrap();
    assert_eq!((state.code.as_str(), state.label), ("completed", some("complete unrated")));
    let customer = event.customer;
    assert_eq!(customer.id, some("cus_1a2b3c4d5e6f47788990aabbccddeeff"));
    assert_eq!((customer.first_name, customer.last_name), (some("Grace"), some("Miller")));
    assert_eq!(customer.email, some("grace.miller@example.com"));
    assert_eq!(customer.phone, some("+15125550134"));
    assert_eq!(customer.language, None);
    assert!(!customer.declines_surveys);
    assert_eq!(
        event.agent,
        Some(Agent {
            id: some("pro_5c2f0a7be1d94b6c8f3d2a1b0c9e8d7f"),
            name: some("Maria"),
            email: some("maria.lopez@example.com")
        })
    );
}

#[test]
fn a_customer_without_notifications_declines_surveys() {
    let muted = with(job(), "/job/customer/notifications_enabled", false);
    let unknown = with(job(), "/job/customer/notifications_enabled", Value::Null);

    assert!(only(read(KIND, &muted)).customer.declines_surveys);
    assert!(!only(read(KIND, &unknown)).customer.declines_surveys);
}

#[test]
fn a_job_type_is_an_object_a_text_or_nothing() {
    for (sent, expected) in [
        (json!({"id": "jbt_1", "name": "Install"}), some("Install")),
        (json!("Install"), some("Install")),
        (json!(null), None),
        (json!({}), None),
    ] {
        let task = only(read(KIND, &with(job(), "/job/job_fields/job_type", sent))).task.unwrap();

        assert_eq!(task.task_type, expected);
    }
}

#[test]
fn other_states_start_at_their_own_moment() {
    let unfinished = with(job(), "/job/work_timestamps/completed_at", Value::Null);
    let paid = with(job(), "/event", "job.paid");

    for (body, state) in [(unfinished, "completed"), (paid, "paid")] {
        let event = only(read(KIND, &body));

        assert_eq!(event.occurred_at.to_string(), "2026-11-22T21:31:07Z");
        assert_eq!(event.task.unwrap().state.unwrap().code, state);
    }
}

#[test]
fn a_paid_invoice_names_its_job_because_it_has_no_customer() {
    let event = only(read(KIND, &invoice()));

    assert_eq!(event.kind, TriggerKind::InvoicePaid);
    assert_eq!(event.occurred_at.to_string(), "2026-11-23T02:15:02Z");
    let task = event.task.unwrap();
    assert_eq!(task.id, "invoice_0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d");
    assert_eq!(task.number, some("1042"));
    assert_eq!(task.state.unwrap().code, "paid");
    assert_eq!(event.customer.email, None);
    assert_eq!(event.customer.fields["job_id"], "job_7d1e2f3a4b5c4d6e8f90a1b2c3d4e5f6");
}

#[test]
fn only_what_leaves_an_invoice_paid_is_a_payment() {
    for (step, status, events) in [
        ("invoice.paid", "paid", 1),
        ("invoice.payment.succeeded", "paid", 1),
        ("invoice.payment.succeeded", "open", 0),
        ("invoice.payment.failed", "open", 0),
        ("invoice.refund.succeeded", "paid", 0),
        ("invoice.sent", "paid", 0),
    ] {
        let body = with(with(invoice(), "/event", step), "/invoice/status", status);

        assert_eq!(read(KIND, &body).unwrap().len(), events, "{step} {status}");
    }
}

#[test]
fn events_about_anything_else_are_no_events() {
    for name in
        ["estimate.updated", "customer.created", "employee.created", "job.appointment.scheduled", "ping"]
    {
        assert_eq!(read(KIND, &with(job(), "/event", name)), Ok(vec![]), "{name}");
    }
}

#[test]
fn the_identity_is_company_event_job_and_moment() {
    let known = identity_of(KIND, &job());

    assert_eq!(known, identity_of(KIND, &with(job(), "/job/description", "Changed")));
    for changed in [
        with(job(), "/company_id", "another"),
        with(job(), "/event", "job.paid"),
        with(job(), "/job/id", "job_2"),
        with(job(), "/event_occurred_at", "2026-11-22T21:31:08Z"),
    ] {
        assert_ne!(known, identity_of(KIND, &changed));
    }
}

#[test]
fn what_cannot_be_read_says_what_is_missing() {
    for (body, expected) in [
        (json!({}), "`event` is missing"),
        (json!({"event": "job.completed"}), "`job` is missing"),
        (json!({"event": "job.completed", "job": {}}), "`job.id` is missing"),
        (json!({"event": "invoice.paid"}), "`invoice.id` is missing"),
        (
            json!({"event": "job.completed", "job": {"id": "j"}}),
            "`event_occurred_at` is missing, or is not a time with an offset",
        ),
    ] {
        assert_eq!(reason(read(KIND, &body)), expected);
    }
}
