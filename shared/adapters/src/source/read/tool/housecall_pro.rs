//! Housecall Pro: `job.*` and `invoice.*`; the state that a job moved to is the end of the event's name.
//! It has no language (the organization's is used), and no customer in invoices (the job is named instead).

use super::{derived, unreadable, value};
use crate::source::instant;
use jiff::Timestamp;
use relance_application::ports::inbound::UnreadableEvent;
use relance_domain::source::{Agent, Customer, Task, TaskState, TriggerEvent, TriggerKind};
use serde_json::Value;
use std::collections::BTreeMap;

/// The tool has no event ids.
pub(in super::super) fn identity(body: &Value) -> Option<String> {
    derived([
        Some("housecall-pro".to_owned()),
        Some(value::first(body, &["/company_id"]).unwrap_or_default()),
        value::first(body, &["/event"]),
        value::first_id(body, &["/job/id", "/invoice/id"]),
        value::first(body, &["/event_occurred_at"]),
    ])
}

pub(in super::super) fn read(body: &Value, event_id: String) -> Result<Vec<TriggerEvent>, UnreadableEvent> {
    let name = value::first(body, &["/event"]).ok_or_else(|| unreadable("`event` is missing"))?;
    let event = match name.split_once('.') {
        // `job.appointment.scheduled` and the like are about a part of a job.
        Some(("job", state)) if !state.contains('.') => of_job(body, state, event_id)?,
        Some(("invoice", step)) if says_paid(body, step) => of_invoice(body, event_id)?,
        _ => return Ok(vec![]),
    };
    Ok(vec![event])
}

fn of_job(body: &Value, state: &str, event_id: String) -> Result<TriggerEvent, UnreadableEvent> {
    let job = body.get("job").filter(|job| job.is_object()).ok_or_else(|| unreadable("`job` is missing"))?;
    let completed_at = job.pointer("/work_timestamps/completed_at").filter(|_| state == "completed");
    let task = Task {
        id: value::first(job, &["/id"]).ok_or_else(|| unreadable("`job.id` is missing"))?,
        number: value::first(job, &["/invoice_number"]),
        task_type: job.pointer("/job_fields/job_type").and_then(value::label),
        state: Some(TaskState { code: state.to_owned(), label: value::first(job, &["/work_status"]) }),
        tags: value::labels([job.get("tags"), job.pointer("/customer/tags")]),
        ..Task::default()
    };
    Ok(TriggerEvent {
        event_id,
        kind: TriggerKind::TaskStateChanged,
        occurred_at: occurred_at(body, completed_at)?,
        task: Some(task),
        customer: customer(job),
        agent: agent(job),
        survey_opt_out: false,
        transaction: None,
    })
}

/// A payment may be one of several: only the one that leaves the invoice paid counts. A refund never does,
/// although the invoice that it carries still says `paid`.
fn says_paid(body: &Value, step: &str) -> bool {
    let paid = value::first(body, &["/invoice/status"]).is_some_and(|status| status == "paid");
    step == "paid" || (step == "payment.succeeded" && paid)
}

fn of_invoice(body: &Value, event_id: String) -> Result<TriggerEvent, UnreadableEvent> {
    let id = value::first(body, &["/invoice/id"]).ok_or_else(|| unreadable("`invoice.id` is missing"))?;
    let job = value::first(body, &["/invoice/job_id"]);
    Ok(TriggerEvent {
        event_id,
        kind: TriggerKind::InvoicePaid,
        occurred_at: occurred_at(body, body.pointer("/invoice/paid_at"))?,
        task: Some(Task {
            id,
            number: value::first(body, &["/invoice/invoice_number"]),
            state: Some(TaskState { code: "paid".to_owned(), label: None }),
            ..Task::default()
        }),
        customer: Customer {
            fields: job.map(|id| ("job_id".to_owned(), id)).into_iter().collect(),
            ..Customer::default()
        },
        agent: None,
        survey_opt_out: false,
        transaction: None,
    })
}

/// The moment of the work or the payment itself, else of the event about it (B24).
fn occurred_at(body: &Value, itself: Option<&Value>) -> Result<Timestamp, UnreadableEvent> {
    let about = || body.get("event_occurred_at").and_then(instant::of_value);
    let found = itself.and_then(instant::of_value).or_else(about);
    found.ok_or_else(|| unreadable("`event_occurred_at` is missing, or is not a time with an offset"))
}

fn customer(job: &Value) -> Customer {
    Customer {
        id: value::first(job, &["/customer/id"]),
        first_name: value::first(job, &["/customer/first_name"]),
        last_name: value::first(job, &["/customer/last_name"]),
        email: value::first(job, &["/customer/email"]),
        secondary_email: None,
        phone: value::first(
            job,
            &["/customer/mobile_number", "/customer/home_number", "/customer/work_number"],
        ),
        language: None,
        declines_surveys: job.pointer("/customer/notifications_enabled") == Some(&Value::Bool(false)),
        fields: BTreeMap::new(),
    }
}

/// Customers know the first one assigned, by first name.
fn agent(job: &Value) -> Option<Agent> {
    let agent = Agent {
        id: value::first(job, &["/assigned_employees/0/id"]),
        name: value::first(job, &["/assigned_employees/0/first_name"]),
        email: value::first(job, &["/assigned_employees/0/email"]),
    };
    (agent != Agent::default()).then_some(agent)
}
