//! One batch of queue messages, record by record (R1.7): each in a task of its own, so that a panic or a slow one
//! costs nobody else anything. What one message means is the function's business.

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use relance_application::ports::fault::Fault;
use std::future::Future;
use tokio::task::JoinSet;

/// Works on every record of a batch at once and reports those that the queue must bring again. A record that
/// cannot be read, or whose fault is permanent, is logged once and acknowledged: never an endless batch.
pub async fn each_record<F, W>(event: SqsEvent, work: F) -> SqsBatchResponse
where
    F: Fn(String) -> W,
    W: Future<Output = Result<(), Fault>> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    let mut ids = Vec::new();
    for SqsMessage { message_id, body, .. } in event.records {
        let id = message_id.unwrap_or_default();
        let handle = tasks.spawn(work(body.unwrap_or_default()));
        ids.push((handle.id(), id));
    }
    let mut response = SqsBatchResponse::default();
    while let Some(finished) = tasks.join_next_with_id().await {
        let (task, failure) = match finished {
            Ok((task, result)) => (task, result.err().and_then(worth_another_try)),
            Err(error) => (error.id(), Some("the record's task panicked".to_owned())),
        };
        if let Some(reason) = failure {
            let id =
                ids.iter().find(|(known, _)| *known == task).map(|(_, id)| id.clone()).unwrap_or_default();
            tracing::warn!(message_id = id, reason, "a record is left to the queue");
            response.add_failure(id);
        }
    }
    response
}

/// Reads the hint in a message.
///
/// # Errors
/// [`Fault::Permanent`] for anything that is not one: bringing it again cannot help.
pub fn hint(body: &str) -> Result<relance_application::ports::records::Key, Fault> {
    let hint: relance_application::ports::due::Hint =
        serde_json::from_str(body).map_err(|_| Fault::permanent("the message is not a work hint"))?;
    Ok(hint.into())
}

fn worth_another_try(fault: Fault) -> Option<String> {
    match fault {
        Fault::Transient(reason) => Some(reason),
        Fault::Permanent(reason) => {
            tracing::error!(records_parked = 1, reason, "a record is parked: trying again cannot help");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::panic, reason = "a test needs a record that panics")]
    use super::*;

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
