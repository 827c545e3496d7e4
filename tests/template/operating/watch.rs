//! Every function and queue is watched: logs with an end, alarms that reach a person, one dashboard with all of them.
//! What the metrics mean is written in watch.yaml, beside each alarm.

use crate::document::{Document, Resource, list, own_name, target};
use relance_domain::invitation::SendRules;
use std::collections::BTreeSet;

/// Names of the values of one dimension that alarms on one metric watch.
fn watched(alarms: &[Resource], metric: &str, dimension: &str) -> BTreeSet<String> {
    let of_metric = alarms.iter().filter(|alarm| alarm.property("MetricName") == metric);
    let dimensions = of_metric.flat_map(|alarm| list(alarm.property("Dimensions")));
    dimensions.filter(|one| one["Name"] == dimension).map(|one| own_name(&one["Value"])).collect()
}

#[test]
fn every_function_has_an_alarm_on_its_errors() {
    let (system, watch) = (Document::system(), Document::watch());

    let functions: BTreeSet<_> =
        system.functions().iter().map(|one| own_name(one.property("FunctionName"))).collect();

    let watched = watched(&watch.resources("AWS::CloudWatch::Alarm"), "Errors", "FunctionName");
    assert_eq!(watched, functions, "add <Function>ErrorsAlarm to infra/watch.yaml");
}

/// Who is throttled answers 429 or makes hints wait, and shows in no other alarm.
#[test]
fn every_function_has_an_alarm_on_throttled_invocations() {
    let (system, watch) = (Document::system(), Document::watch());

    let functions: BTreeSet<_> =
        system.functions().iter().map(|one| own_name(one.property("FunctionName"))).collect();

    let watched = watched(&watch.resources("AWS::CloudWatch::Alarm"), "Throttles", "FunctionName");
    assert_eq!(watched, functions, "add <Function>ThrottledAlarm to infra/watch.yaml");
}

/// R1.12: evidence is waited for during an hour, so it may not stand in a queue that long.
#[test]
fn reports_that_wait_ring_before_the_wait_for_evidence_is_over() {
    let watch = Document::watch();
    let alarms = watch.resources("AWS::CloudWatch::Alarm");
    let queues = watched(&alarms, "ApproximateAgeOfOldestMessage", "QueueName");
    let alarm = alarms.iter().find(|alarm| alarm.id == "DeliveryAgeAlarm").unwrap();

    assert_eq!(queues, BTreeSet::from(["delivery".to_owned()]));
    let wait = SendRules::default().evidence_wait.as_secs();
    assert!(alarm.property("Threshold").as_i64().is_some_and(|age| age * 2 < wait));
}

/// Charges are told to the alarms of one region only; a budget is mailed about in every region.
#[test]
fn charges_above_the_limit_are_mailed_about_whatever_the_region() {
    let watch = Document::watch();

    let budget = &watch.resources("AWS::Budgets::Budget")[0];

    assert_eq!(target(&budget.property("Budget")["BudgetLimit"]["Amount"]), "MonthlySpendLimit");
    let told = &budget.property("NotificationsWithSubscribers")[0];
    assert_eq!(told["Notification"]["NotificationType"], "ACTUAL");
    assert_eq!(target(&told["Subscribers"][0]["Address"]), "AlarmsEmail");
    let alarms = watch.resources("AWS::CloudWatch::Alarm");
    assert!(alarms.iter().all(|alarm| alarm.property("Namespace") != "AWS/Billing"), "silent elsewhere");
}

/// R1.8.
#[test]
fn every_dead_letter_queue_has_an_alarm_on_its_first_message() {
    let (system, watch) = (Document::system(), Document::watch());
    let queues = system.resources("AWS::SQS::Queue");
    let dead = queues.iter().filter(|queue| queue.id.ends_with("DeadLetters"));
    let alarms = watch.resources("AWS::CloudWatch::Alarm");

    let names: BTreeSet<_> = dead.map(|queue| own_name(queue.property("QueueName"))).collect();

    let watched = watched(&alarms, "ApproximateNumberOfMessagesVisible", "QueueName");
    assert_eq!(watched, names, "add <Queue>DeadLettersAlarm to infra/watch.yaml");
    for alarm in alarms.iter().filter(|alarm| alarm.id.ends_with("DeadLettersAlarm")) {
        assert_eq!(alarm.property("Threshold"), 1, "`{}`: one message is one too many", alarm.id);
    }
}

/// R2.6 and R3.6: the promises that have an alarm of their own.
#[test]
fn lateness_silence_bounces_and_complaints_have_alarms() {
    let watch = Document::watch();
    let alarms = watch.resources("AWS::CloudWatch::Alarm");
    let limit = |metric: &str| {
        let alarm = alarms.iter().find(|alarm| alarm.property("MetricName") == metric);
        let alarm = alarm.unwrap_or_else(|| panic!("no alarm on `{metric}`"));
        (alarm.property("Threshold").as_f64().unwrap(), alarm.property("TreatMissingData").as_str().unwrap())
    };

    assert_eq!(limit("OldestOverdueSeconds"), (300.0, "notBreaching"));
    assert_eq!(
        limit("SweepsCompleted"),
        (1.0, "breaching"),
        "silence is the alarm: missing data must breach"
    );
    assert_eq!(limit("Reputation.BounceRate"), (0.04, "notBreaching"));
    assert_eq!(limit("Reputation.ComplaintRate"), (0.0008, "notBreaching"));
}

#[test]
fn every_alarm_reaches_a_person_and_says_what_to_do() {
    for alarm in Document::watch().resources("AWS::CloudWatch::Alarm") {
        let description = alarm.property("AlarmDescription").as_str().unwrap_or_default();

        assert_eq!(target(&alarm.property("AlarmActions")[0]), "AlarmTopic", "`{}`", alarm.id);
        assert!(description.len() > 20, "`{}`: say what it means", alarm.id);
    }
}

/// R4.8.
#[test]
fn every_log_ends_and_every_function_writes_to_its_own() {
    let document = Document::system();
    let logs = document.resources("AWS::Logs::LogGroup");

    for log in &logs {
        assert_eq!(target(log.property("RetentionInDays")), "LogRetentionDays", "`{}`", log.id);
    }
    for function in document.functions() {
        let log = target(&function.property("LoggingConfig")["LogGroup"]);
        assert_eq!(log, format!("{}Log", function.id));
        let level = &function.property("LoggingConfig")["SystemLogLevel"];
        assert_eq!(
            level, "WARN",
            "`{}`: Lambda's lines about good invocations cost more than our own",
            function.id
        );
        assert!(
            logs.iter().any(|one| one.id == log),
            "`{log}` must be written out, or it would be kept for ever"
        );
    }
}

#[test]
fn the_dashboard_shows_every_function_and_queue_and_is_json() {
    let (system, watch) = (Document::system(), Document::watch());
    let boards = watch.resources("AWS::CloudWatch::Dashboard");
    let body = boards[0].property("DashboardBody")["Fn::Sub"].as_str().unwrap().to_owned();

    let read: Result<serde_json::Value, _> = serde_json::from_str(&body);

    assert!(read.is_ok(), "the dashboard is not JSON: {read:?}");
    let functions = system.functions().into_iter().map(|one| own_name(one.property("FunctionName")));
    let queues =
        system.resources("AWS::SQS::Queue").into_iter().map(|one| own_name(one.property("QueueName")));
    for name in functions.chain(queues) {
        assert!(body.contains(&format!("${{System}}-{name}\"")), "the dashboard does not show `{name}`");
    }
}
