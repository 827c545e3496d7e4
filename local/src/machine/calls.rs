//! What `run-actions` sent, for the person in front of this machine: every call is kept, and made for real only where
//! that is wanted. Signing and guarding are the adapter's.

use async_trait::async_trait;
use relance_adapters::outbound::EndpointCaller;
use relance_application::outbound::{CallEndpoint, SignedCall};
use relance_domain::outbound::CallOutcome;
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Calls that are remembered.
const REMEMBERED: usize = 1_000;

/// One try of a call, as it is shown.
#[derive(Debug, Clone, Serialize)]
pub struct TriedCall {
    /// Same for every try of the same call; the header `webhook-id`.
    pub id: String,
    /// Where to.
    pub url: String,
    /// What it said.
    pub body: serde_json::Value,
    /// When.
    pub at: jiff::Timestamp,
    /// How it ended: a status, or why there is none.
    pub outcome: String,
    /// False when it was only kept here.
    pub made: bool,
}

/// Keeps calls, and makes some.
pub struct CallLog {
    caller: Option<EndpointCaller>,
    outward: bool,
    calls: Mutex<VecDeque<TriedCall>>,
}

impl CallLog {
    /// `caller` makes calls: all of them when `outward`, else those to this machine alone, as mails stay in the outbox.
    #[must_use]
    pub fn new(caller: Option<EndpointCaller>, outward: bool) -> Self {
        Self { caller, outward, calls: Mutex::default() }
    }

    /// Every call, newest first.
    #[must_use]
    pub fn newest_first(&self) -> Vec<TriedCall> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

#[async_trait]
impl CallEndpoint for CallLog {
    async fn call(&self, call: &SignedCall) -> CallOutcome {
        let wanted = self.outward || call.url.starts_with("http://");
        let (outcome, made) = match self.caller.as_ref().filter(|_| wanted) {
            Some(caller) => (caller.call(call).await, true),
            None => (CallOutcome::Answered(200), false),
        };
        let shown = match &outcome {
            CallOutcome::Answered(status) => status.to_string(),
            CallOutcome::NotReached(reason) => reason.clone(),
        };
        let body = serde_json::from_str(&call.body).unwrap_or_default();
        let (id, url) = (call.id.clone(), call.url.clone());
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.push_front(TriedCall { id, url, body, at: call.at, outcome: shown, made });
        calls.truncate(REMEMBERED);
        outcome
    }
}
