//! What each room may do, under which conditions, and what others may do to what is ours (R4.7). The table that the
//! template must agree with is in `table`; that the rooms get along with it is played in `used`.

mod table;
mod used;

use crate::document::{Document, Resource, list, target};
use serde_json::Value;
use std::collections::BTreeSet;
use table::RIGHTS;

/// One action on one resource by one function, under one condition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Right {
    pub function: String,
    pub resource: String,
    pub action: String,
    /// Kinds of records, sorted, or the name of another condition; empty for none.
    pub only: String,
}

fn sorted(words: &str) -> String {
    let words: BTreeSet<&str> = words.split(' ').collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

fn agreed(functions: &[Resource]) -> BTreeSet<Right> {
    let table = RIGHTS.iter().flat_map(|may| {
        may.actions.split(' ').map(|action| Right {
            function: may.function.to_owned(),
            resource: may.resource.to_owned(),
            action: action.to_owned(),
            only: sorted(may.only),
        })
    });
    let logs = functions.iter().flat_map(|function| {
        ["logs:CreateLogStream", "logs:PutLogEvents"].map(|action| Right {
            function: function.id.to_owned(),
            resource: format!("{}Log", function.id),
            action: action.to_owned(),
            only: String::new(),
        })
    });
    table.chain(logs).collect()
}

/// What a statement asks beside its action and resource: kinds of records where it is about items, else by name. A
/// condition of any other shape stops the test, because nobody has thought about it.
fn condition(statement: &Value) -> String {
    let mut asked = Vec::new();
    for (operator, keys) in statement["Condition"].as_object().into_iter().flatten() {
        for (key, values) in keys.as_object().unwrap() {
            match (operator.as_str(), key.as_str()) {
                ("ForAllValues:StringLike", "dynamodb:LeadingKeys") => {
                    asked.extend(list(values).into_iter().map(|pattern| kind(pattern.as_str().unwrap())));
                }
                ("StringLike", "ses:FromAddress") => asked.push(key.clone()),
                other => panic!("a condition that this test does not know: {other:?}"),
            }
        }
    }
    sorted(&asked.join(" "))
}

/// `answer` of `*#answer*`: keys are `{organization}#{kind}`, with or without a group behind.
fn kind(pattern: &str) -> String {
    let kind = pattern.strip_prefix("*#").and_then(|rest| rest.strip_suffix('*'));
    kind.filter(|kind| kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        .unwrap_or_else(|| panic!("write `{pattern}` as `*#kind*`"))
        .to_owned()
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

/// Every right that a role of the template gives.
pub fn granted(role: &Resource) -> BTreeSet<Right> {
    let function =
        role.id.strip_suffix("Role").unwrap_or_else(|| panic!("name the role `{}` <Function>Role", role.id));
    let mut rights = BTreeSet::new();
    for statement in statements(role) {
        let only = condition(&statement);
        for action in list(&statement["Action"]) {
            for resource in list(&statement["Resource"]) {
                rights.insert(Right {
                    function: function.to_owned(),
                    resource: target(resource),
                    action: action.as_str().unwrap().to_owned(),
                    only: only.clone(),
                });
            }
        }
    }
    rights
}

/// R4.7.
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

/// R4.7.
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

/// R4.7, R3.4: one gate, so one room.
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

/// A key nobody may administer could never be changed: the one wildcard of the template.
const WILDCARDS: &[(&str, &str)] = &[("TopicKey", "kms:*")];

fn refuses_plain_text(statement: &Value) -> bool {
    statement["Effect"] == "Deny" && statement["Condition"]["Bool"]["aws:SecureTransport"] == "false"
}

/// R4.7.
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
                let service = !statement["Principal"]["Service"].is_null();
                let asks = statement["Condition"].to_string();
                assert!(
                    !service || asks.contains("aws:SourceAccount") || asks.contains("aws:SourceArn"),
                    "`{}`: a service acts for anybody's account unless it is asked for ours",
                    resource.id
                );
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
