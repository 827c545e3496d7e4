//! What each room may do, as one table: a new action or a new resource must be added here, by a person who thinks.
//! infra/README.md says the same in words.

use crate::document::{Document, Resource, list, target};
use serde_json::Value;
use std::collections::BTreeSet;

const READ_WRITE: &str = "dynamodb:ConditionCheckItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem";
const CONSUME: &str = "sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage";

/// Function, resource, actions. Each may also write its own log.
const RIGHTS: &[(&str, &str, &str)] = &[
    ("IntakeWebhook", "CoreTable", "dynamodb:GetItem"),
    ("IntakeWebhook", "EventsTable", "dynamodb:PutItem"),
    ("IntakeWebhook", "WorkQueue", "sqs:SendMessage"),
    ("IntakeWebhook", "parameter/relance/Stage/*/connections/*", "ssm:GetParameter"),
    ("SubmitAnswer", "CoreTable", READ_WRITE),
    ("SubmitAnswer", "EventsTable", "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem"),
    ("SubmitAnswer", "WorkQueue", "sqs:SendMessage"),
    ("SubmitAnswer", "parameter/relance/Stage/seal", "ssm:GetParameter"),
    ("ServeApi", "CoreTable", READ_WRITE),
    ("ServeApi", "EventsTable", READ_WRITE),
    ("ServeApi", "EventsTable/index/listed", "dynamodb:Query"),
    ("ServeApi", "SessionsTable", READ_WRITE),
    ("ServeApi", "parameter/relance/Stage/*/connections/*", "ssm:GetParameter ssm:PutParameter"),
    ("ServeApi", "parameter/relance/Stage/*/webhooks/*", "ssm:GetParameter ssm:PutParameter"),
    ("ServeApi", "WorkQueue", "sqs:SendMessage"),
    ("ServeApi", "SendQueue", "sqs:SendMessage"),
    ("ServeConsole", "CoreTable", "dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem"),
    ("ServeConsole", "EventsTable", "dynamodb:Query"),
    ("ServeConsole", "SessionsTable", "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem"),
    ("EvaluateRules", "WorkQueue", CONSUME),
    ("EvaluateRules", "CoreTable", READ_WRITE),
    ("EvaluateRules", "EventsTable", READ_WRITE),
    ("EvaluateRules", "SendQueue", "sqs:SendMessage"),
    ("EvaluateRules", "ActionQueue", "sqs:SendMessage"),
    ("ReleaseDue", "CoreTable/index/due", "dynamodb:Query"),
    ("ReleaseDue", "EventsTable/index/due", "dynamodb:Query"),
    ("ReleaseDue", "CoreTable", "dynamodb:UpdateItem"),
    ("ReleaseDue", "EventsTable", "dynamodb:UpdateItem"),
    ("ReleaseDue", "WorkQueue", "sqs:SendMessage"),
    ("ReleaseDue", "SendQueue", "sqs:SendMessage"),
    ("ReleaseDue", "ActionQueue", "sqs:SendMessage"),
    ("DispatchSends", "SendQueue", CONSUME),
    ("DispatchSends", "SendQueue", "sqs:SendMessage"),
    ("DispatchSends", "CoreTable", READ_WRITE),
    ("DispatchSends", "EventsTable", "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem"),
    ("DispatchSends", "SessionsTable", "dynamodb:UpdateItem"),
    ("DispatchSends", "parameter/relance/Stage/seal", "ssm:GetParameter"),
    ("DispatchSends", "*", "ses:GetAccount"),
    ("DispatchSends", "identity/*", "ses:SendEmail"),
    ("DispatchSends", "configuration-set/ConfigurationSet", "ses:SendEmail"),
    ("DispatchSends", "SmsOriginationIdentity", "sms-voice:SendTextMessage"),
    ("RunActions", "ActionQueue", CONSUME),
    ("RunActions", "ActionQueue", "sqs:SendMessage"),
    ("RunActions", "CoreTable", "dynamodb:GetItem dynamodb:UpdateItem"),
    ("RunActions", "parameter/relance/Stage/*/webhooks/*", "ssm:GetParameter"),
    ("RecordDelivery", "DeliveryQueue", CONSUME),
    ("RecordDelivery", "CoreTable", READ_WRITE),
    ("RecordDelivery", "EventsTable", READ_WRITE),
    ("RecordDelivery", "SessionsTable", "dynamodb:Query dynamodb:UpdateItem"),
];

/// One action on one resource by one function.
type Right = (String, String, String);

fn right(function: &str, resource: &str, action: &str) -> Right {
    (function.to_owned(), resource.to_owned(), action.to_owned())
}

fn agreed(functions: &[Resource]) -> BTreeSet<Right> {
    let table = RIGHTS.iter().flat_map(|(function, resource, actions)| {
        actions.split(' ').map(move |action| right(function, resource, action))
    });
    let logs = functions.iter().flat_map(|function| {
        ["logs:CreateLogStream", "logs:PutLogEvents"]
            .map(|action| right(function.id, &format!("{}Log", function.id), action))
    });
    table.chain(logs).collect()
}

fn statements(role: &Resource) -> Vec<Value> {
    let policies =
        list(role.property("Policies")).into_iter().map(|policy| &policy["PolicyDocument"]["Statement"]);
    policies.flat_map(list).map(if_wanted).cloned().collect()
}

/// A statement that only some installations have, as they have it.
fn if_wanted(statement: &Value) -> &Value {
    let choice = &statement["Fn::If"];
    if choice.is_null() { statement } else { &choice[1] }
}

fn granted(role: &Resource) -> BTreeSet<Right> {
    let function =
        role.id.strip_suffix("Role").unwrap_or_else(|| panic!("name the role `{}` <Function>Role", role.id));
    let mut rights = BTreeSet::new();
    for statement in statements(role) {
        for action in list(&statement["Action"]) {
            for resource in list(&statement["Resource"]) {
                rights.insert(right(function, &target(resource), action.as_str().unwrap()));
            }
        }
    }
    rights
}

#[test]
fn each_function_may_do_what_the_table_says_and_nothing_else() {
    let document = Document::system();
    let agreed = agreed(&document.functions());

    let granted: BTreeSet<_> = document.resources("AWS::IAM::Role").iter().flat_map(granted).collect();

    let unknown: Vec<_> = granted.difference(&agreed).collect();
    let missing: Vec<_> = agreed.difference(&granted).collect();
    assert!(
        unknown.is_empty(),
        "the template grants what this file's table does not hold; think, then add it: {unknown:?}"
    );
    assert!(
        missing.is_empty(),
        "the table holds what the template does not grant; remove it here: {missing:?}"
    );
}

/// Actions on the account itself, for which AWS takes no resource.
const NAMELESS: [&str; 1] = ["ses:GetAccount"];

/// R4.7.
#[test]
fn no_right_is_a_wildcard_and_nobody_scans() {
    for role in Document::system().resources("AWS::IAM::Role") {
        for statement in statements(&role) {
            let actions = list(&statement["Action"]);
            let too_wide = |action: &&&Value| {
                action.as_str().is_none_or(|name| name.contains('*') || name.ends_with("Scan"))
            };
            assert_eq!(
                actions.iter().find(too_wide),
                None,
                "name the actions of `{}` one by one, none of them a scan",
                role.id
            );
            let everything = list(&statement["Resource"]).into_iter().any(|resource| resource == "*");
            let nameless = actions.iter().all(|action| NAMELESS.contains(&action.as_str().unwrap()));
            assert!(!everything || nameless, "name the resources of `{}`", role.id);
            assert_eq!(statement["Effect"], "Allow", "`{}`: what is not allowed is denied already", role.id);
        }
    }
}

#[test]
fn each_function_has_a_role_of_its_own_with_nothing_attached() {
    let document = Document::system();

    for function in document.functions() {
        assert_eq!(
            target(function.property("Role")),
            format!("{}Role", function.id),
            "one role per function"
        );
        assert!(function.property("Policies").is_null(), "`{}`: rights belong to its role", function.id);
    }
    for role in document.resources("AWS::IAM::Role") {
        let trusted = &role.property("AssumeRolePolicyDocument")["Statement"][0]["Principal"]["Service"];
        assert_eq!(trusted, "lambda.amazonaws.com", "only Lambda takes the role `{}`", role.id);
        assert!(
            role.property("ManagedPolicyArns").is_null(),
            "`{}`: managed policies grant more than is needed",
            role.id
        );
    }
}

/// R3.4: one gate, so one room.
#[test]
fn only_dispatch_sends_may_send_mail_and_only_from_our_own_addresses() {
    let document = Document::system();

    for role in document.resources("AWS::IAM::Role") {
        for statement in statements(&role) {
            let mails = list(&statement["Action"])
                .iter()
                .any(|action| action.as_str().is_some_and(|name| name.starts_with("ses:Send")));
            if mails {
                let senders = &statement["Condition"]["StringLike"]["ses:FromAddress"];
                assert_eq!(role.id, "DispatchSendsRole", "every mail goes through dispatch-sends");
                assert_eq!(target(&senders[0]), "SenderIdentity");
                assert_eq!(target(&senders[1]), "*@SenderIdentity");
            }
        }
    }
}

/// R3.10: from our own number only, and not at all where nobody has named one.
#[test]
fn only_dispatch_sends_may_send_texts_and_only_from_the_number_that_is_named() {
    let document = Document::system();
    let texts = |statement: &Value| {
        let actions = list(&statement["Action"]);
        actions.iter().any(|action| action.as_str().is_some_and(|name| name.starts_with("sms-voice:")))
    };

    let mut found = Vec::new();
    for role in document.resources("AWS::IAM::Role") {
        let policies = list(role.property("Policies")).into_iter();
        for statement in policies.flat_map(|policy| list(&policy["PolicyDocument"]["Statement"])) {
            if texts(if_wanted(statement)) {
                found.push((role.id.to_owned(), statement["Fn::If"][0].clone()));
            }
        }
    }

    assert_eq!(found, [("DispatchSendsRole".to_owned(), Value::from("HasSms"))]);
}

/// What the console shows it may not change: folded days are derived, and anybody who reads them may keep them.
#[test]
fn the_console_writes_nothing_in_core_but_folded_days() {
    let document = Document::system();
    let roles = document.resources("AWS::IAM::Role");
    let console = roles.iter().find(|role| role.id == "ServeConsoleRole").unwrap();

    let writes = |statement: &&Value| {
        let of_core =
            list(&statement["Resource"]).into_iter().any(|resource| target(resource) == "CoreTable");
        of_core && list(&statement["Action"]).iter().any(|action| **action == "dynamodb:PutItem")
    };
    let all = statements(console);
    let writing: Vec<_> = all.iter().filter(writes).collect();

    assert_eq!(writing.len(), 1);
    let keys = &writing[0]["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"];
    assert_eq!(list(keys), ["*#day_tally#*"]);
}

/// A key nobody may administer could never be changed: the one wildcard of the template.
const WILDCARDS: &[(&str, &str)] = &[("TopicKey", "kms:*")];

fn refuses_plain_text(statement: &Value) -> bool {
    statement["Effect"] == "Deny" && statement["Condition"]["Bool"]["aws:SecureTransport"] == "false"
}

#[test]
fn what_others_may_do_to_our_queues_topics_and_keys_is_named() {
    for document in [Document::system(), Document::watch()] {
        for resource in document.section("Resources") {
            let policies = ["PolicyDocument", "KeyPolicy"].map(|name| &resource.property(name)["Statement"]);
            for statement in
                policies.into_iter().flat_map(list).filter(|statement| statement["Effect"] == "Allow")
            {
                for action in list(&statement["Action"]) {
                    let name = action.as_str().unwrap();
                    assert!(
                        !name.contains('*') || WILDCARDS.contains(&(resource.id, name)),
                        "`{}` allows `{name}`",
                        resource.id
                    );
                }
                assert_ne!(statement["Principal"], "*", "`{}` allows anybody", resource.id);
            }
        }
    }
}

/// R4.7, R4.8: a service writes only on behalf of our own resource, and nobody without TLS.
#[test]
fn queues_and_topics_take_messages_over_tls_and_from_our_own_sources() {
    let (system, watch) = (Document::system(), Document::watch());
    let mut policies = system.resources("AWS::SQS::QueuePolicy");
    policies.extend(system.resources("AWS::SNS::TopicPolicy"));
    policies.extend(watch.resources("AWS::SNS::TopicPolicy"));

    for policy in &policies {
        let statements = list(&policy.property("PolicyDocument")["Statement"]);
        assert!(
            statements.iter().any(|statement| refuses_plain_text(statement)),
            "`{}` must refuse plain text",
            policy.id
        );
        for statement in statements.into_iter().filter(|statement| statement["Effect"] == "Allow") {
            assert!(
                statement["Condition"].to_string().contains("aws:SourceArn"),
                "`{}` must name the source",
                policy.id
            );
        }
    }

    let covered: BTreeSet<_> =
        policies.iter().flat_map(|policy| list(policy.property("Queues"))).map(target).collect();
    let queues: BTreeSet<_> =
        system.resources("AWS::SQS::Queue").iter().map(|queue| queue.id.to_owned()).collect();
    assert_eq!(queues, covered, "every queue needs a policy that refuses plain text");
}
