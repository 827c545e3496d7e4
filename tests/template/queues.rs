//! Queues: every one has a dead letter queue, gives a function time to finish, and is encrypted.
//! Their alarms are in `watch`, who may write to them is in `rights`.

use crate::document::{Document, Resource, list, target};
use std::collections::BTreeMap;

/// What the documentation of SQS event sources asks for (reliability 1.1).
const VISIBILITY_PER_TIMEOUT: i64 = 6;
const FOURTEEN_DAYS_S: i64 = 14 * 24 * 3600;

fn is_dead_letters(queue: &Resource) -> bool {
    queue.id.ends_with("DeadLetters")
}

fn queues(document: &Document) -> BTreeMap<String, Resource<'_>> {
    document.resources("AWS::SQS::Queue").into_iter().map(|queue| (queue.id.to_owned(), queue)).collect()
}

/// R1.8.
#[test]
fn every_queue_gives_up_into_a_dead_letter_queue_that_keeps_for_fourteen_days() {
    let document = Document::system();
    let queues = queues(&document);

    for queue in queues.values().filter(|queue| !is_dead_letters(queue)) {
        let redrive = queue.property("RedrivePolicy");
        let receives = redrive["maxReceiveCount"].as_i64().unwrap_or_default();
        assert!((5..=10).contains(&receives), "`{}`: maxReceiveCount between 5 and 10 (R1.8)", queue.id);

        let dead = queues.get(&target(&redrive["deadLetterTargetArn"])).unwrap();
        assert!(is_dead_letters(dead), "`{}` must give up into a queue of its own", queue.id);
        assert_eq!(
            dead.property("MessageRetentionPeriod"),
            FOURTEEN_DAYS_S,
            "`{}` keeps for 14 days",
            dead.id
        );
    }
}

/// R4.8.
#[test]
fn every_queue_and_topic_is_encrypted() {
    let (system, watch) = (Document::system(), Document::watch());

    for queue in queues(&system).values() {
        assert_eq!(queue.property("SqsManagedSseEnabled"), true, "encrypt `{}` (R4.8)", queue.id);
    }
    for topic in system.resources("AWS::SNS::Topic").into_iter().chain(watch.resources("AWS::SNS::Topic")) {
        assert!(!topic.property("KmsMasterKeyId").is_null(), "encrypt `{}` (R4.8)", topic.id);
    }
}

/// R1.7.
#[test]
fn a_message_stays_hidden_long_enough_for_its_function_and_a_batch_may_fail_in_part() {
    let document = Document::system();
    let queues = queues(&document);
    let mut read = Vec::new();

    for function in document.functions() {
        let sources = function.property("Events").as_object().into_iter().flatten();
        for (_, source) in sources.filter(|(_, source)| source["Type"] == "SQS") {
            let source = &source["Properties"];
            let queue = queues.get(&target(&source["Queue"])).unwrap();
            let visible_after_s = queue.property("VisibilityTimeout").as_i64().unwrap_or(30);
            let timeout_s = function.property("Timeout").as_i64().unwrap();
            let window_s = source["MaximumBatchingWindowInSeconds"].as_i64().unwrap_or(0);

            assert!(
                visible_after_s >= VISIBILITY_PER_TIMEOUT * timeout_s + window_s,
                "`{}`: visibility of six timeouts and the batching window",
                queue.id
            );
            assert_eq!(
                list(&source["FunctionResponseTypes"]),
                ["ReportBatchItemFailures"],
                "`{}` (R1.7)",
                function.id
            );
            read.push(queue.id.to_owned());
        }
    }

    read.sort();
    let written: Vec<_> =
        queues.values().filter(|queue| !is_dead_letters(queue)).map(|queue| queue.id.to_owned()).collect();
    assert_eq!(read, written, "every queue is read by exactly one function");
}

/// R1.11: what is above waits in its queue by group and not among throttled invocations, which count receives. Of sends it
/// is the coarse cap; the send-rate counter is the fine one.
#[test]
fn each_queue_is_read_by_so_many_at_a_time_as_a_parameter_says() {
    let document = Document::system();
    let mut caps = Vec::new();

    for function in document.functions() {
        let sources = function.property("Events").as_object().into_iter().flatten();
        for (_, source) in sources.filter(|(_, source)| source["Type"] == "SQS") {
            let cap = &source["Properties"]["ScalingConfig"]["MaximumConcurrency"];
            caps.push((target(&source["Properties"]["Queue"]), target(cap)));
        }
    }

    caps.sort();
    let expected = [
        ("ActionQueue", "ActionConcurrency"),
        ("DeliveryQueue", "DeliveryConcurrency"),
        ("SendQueue", "SendConcurrency"),
        ("WorkQueue", "WorkConcurrency"),
    ];
    assert_eq!(caps, expected.map(|(queue, cap)| (queue.to_owned(), cap.to_owned())));
}
