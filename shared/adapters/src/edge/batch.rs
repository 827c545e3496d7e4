//! One batch of queue messages, record by record (R1.7): each in a task of its own, so that a panic or a slow one
//! costs nobody else anything. What one message means is the function's business.

use super::span;
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use relance_application::ports::due::Hint;
use relance_application::ports::fault::Fault;
use relance_application::ports::records::Key;
use relance_application::ports::trail;
use std::collections::HashMap;
use std::future::Future;
use tokio::task::JoinSet;
use tracing::{Instrument as _, Span};

/// Works on every record of a batch at once and reports those that the queue must bring again. A record that
/// cannot be read, or whose fault is permanent, is logged once and acknowledged: never an endless batch.
pub async fn each_record<F, W>(event: SqsEvent, work: F) -> SqsBatchResponse
where
    F: Fn(String) -> W,
    W: Future<Output = Result<(), Fault>> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    let mut records = HashMap::new();
    for message in event.records {
        let span = span::of_message(message.attributes.get(RECEIVED).map(String::as_str));
        let task = tasks.spawn(work(message.body.unwrap_or_default()).instrument(span.clone()));
        records.insert(task.id(), Taken { id: message.message_id.unwrap_or_default(), span });
    }
    let mut response = SqsBatchResponse::default();
    while let Some(finished) = tasks.join_next_with_id().await {
        let (task, done) = match finished {
            Ok((task, done)) => (task, done),
            Err(error) => (error.id(), Err(Fault::transient("the record's task panicked"))),
        };
        if let (Err(fault), Some(taken)) = (done, records.remove(&task))
            && taken.is_worth_another_try(&fault)
        {
            response.add_failure(taken.id);
        }
    }
    response
}

/// How often the queue has brought a message.
const RECEIVED: &str = "ApproximateReceiveCount";

/// A record that is worked on.
struct Taken {
    id: String,
    span: Span,
}

impl Taken {
    /// The one line about a record that was not done, in its span: also for one whose task is gone.
    fn is_worth_another_try(&self, fault: &Fault) -> bool {
        let (message_id, reason) = (&self.id, fault.chain());
        self.span.in_scope(|| {
            if fault.is_transient() {
                tracing::warn!(message_id, reason, "a record is left to the queue");
            } else {
                tracing::error!(records_parked = 1, message_id, reason, "a record is parked");
            }
        });
        fault.is_transient()
    }
}

/// Reads the hint in a message, and says in the log what the message is about.
///
/// # Errors
/// [`Fault::Permanent`] for anything that is not one: bringing it again cannot help.
pub fn hint(body: &str) -> Result<Key, Fault> {
    let hint: Hint =
        serde_json::from_str(body).map_err(|_| Fault::permanent("the message is not a work hint"))?;
    trail::of(&hint.organization);
    trail::about(hint.kind, &hint.id);
    Ok(hint.into())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::panic, reason = "a test needs a record that panics")]
    use super::*;
    use aws_lambda_events::sqs::SqsMessage;

    fn batch(bodies: &[&str]) -> SqsEvent {
        let record = |body: &&str| {
            let mut message = SqsMessage::default();
            message.message_id = Some(format!("id of {body}"));
            message.body = Some((*body).to_owned());
            message
        };
        let mut event = SqsEvent::default();
        event.records = bodies.iter().map(record).collect();
        event
    }

    #[tokio::test]
    async fn r1_7_only_transient_faults_and_panics_come_back() {
        let event = batch(&["good", "busy", "broken", "panic"]);

        let response = each_record(event, |body| async move {
            match body.as_str() {
                "busy" => Err(Fault::transient("busy")),
                "broken" => Err(Fault::permanent("broken")),
                "panic" => panic!("a bug"),
                _ => Ok(()),
            }
        })
        .await;

        let mut back: Vec<_> =
            response.batch_item_failures.iter().map(|f| f.item_identifier.as_str()).collect();
        back.sort_unstable();
        assert_eq!(back, ["id of busy", "id of panic"]);
    }

    /// R1.7.
    #[test]
    fn a_message_that_is_no_hint_is_not_tried_again() {
        assert!(matches!(hint("{}"), Err(Fault::Permanent(_))));
        assert!(matches!(hint("not json"), Err(Fault::Permanent(_))));
        assert!(hint(r#"{"kind":"raw_event","organization":"demo","group":"demo","id":"evt_1"}"#).is_ok());
    }
}
