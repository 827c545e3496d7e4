//! A job as a tool reports it: the envelope of the demo connection, with the parts that a test cares about.
//! Bodies of other tools are recorded samples in `events/hooks/`.

use jiff::Timestamp;
use serde_json::{Value, json};

/// One report about one job.
#[derive(Debug, Clone)]
pub struct Job {
    body: Value,
}

impl Job {
    /// A service call that reached state 600 at an instant, for `lea@example.com`, in French.
    pub fn done(task: &str, at: Timestamp) -> Self {
        Self {
            body: json!({
                "event_id": format!("evt-{task}-600"),
                "type": "task.state_changed",
                "occurred_at": at,
                "task": {"id": task, "number": task, "type": "Appel de service", "state": {"code": "600", "label": "Terminé"}},
                "customer": {"id": format!("C-{task}"), "first_name": "Léa", "last_name": "Roy", "email": "lea@example.com", "language": "fr-CA"},
                "agent": {"id": "A-9", "name": "Sam", "email": "sam@example.com"},
            }),
        }
    }

    /// With another value somewhere in the envelope, such as `/task/priority`.
    #[must_use]
    pub fn with(mut self, pointer: &str, value: Value) -> Self {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        self.body.pointer_mut(parent).unwrap()[name] = value;
        self
    }

    /// The same job in another state; another event.
    #[must_use]
    pub fn in_state(self, code: &str) -> Self {
        let task = self.body["task"]["id"].as_str().unwrap().to_owned();
        self.with("/task/state", json!({"code": code})).event(&format!("evt-{task}-{code}"))
    }

    /// With another event id.
    #[must_use]
    pub fn event(self, id: &str) -> Self {
        self.with("/event_id", json!(id))
    }

    /// At another instant.
    #[must_use]
    pub fn at(self, at: Timestamp) -> Self {
        self.with("/occurred_at", json!(at))
    }

    /// Of another type.
    #[must_use]
    pub fn of_type(self, task_type: &str) -> Self {
        self.with("/task/type", json!(task_type))
    }

    /// For a customer whom the tool knows by this id.
    #[must_use]
    pub fn of(self, customer: &str) -> Self {
        self.with("/customer/id", json!(customer))
    }

    /// For another primary address.
    #[must_use]
    pub fn to(self, email: &str) -> Self {
        self.with("/customer/email", json!(email))
    }

    /// With a secondary address.
    #[must_use]
    pub fn or_to(self, email: &str) -> Self {
        self.with("/customer/secondary_email", json!(email))
    }

    /// For somebody with a phone.
    #[must_use]
    pub fn phoning(self, phone: &str) -> Self {
        self.with("/customer/phone", json!(phone))
    }

    /// For somebody who speaks another language.
    #[must_use]
    pub fn speaking(self, language: &str) -> Self {
        self.with("/customer/language", json!(language))
    }

    /// With the agent's wish not to ask.
    #[must_use]
    pub fn opted_out_by_agent(self) -> Self {
        self.with("/survey_opt_out", json!(true))
    }

    /// The event as it is posted.
    pub fn body(&self) -> Value {
        self.body.clone()
    }
}
