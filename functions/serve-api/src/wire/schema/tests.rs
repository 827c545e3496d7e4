//! The described shapes are the ones that the domain reads and writes.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use super::condition::{AggregateSchema, CountSchema, OperatorSchema};
use super::*;
use relance_domain::campaign::{ReviewLink, ThankYouByBand, TriggerRule};
use relance_domain::condition::Condition;
use relance_domain::question::{Choice, Columns, Jump, JumpTarget, Question, QuestionKind, QuestionOptions};
use relance_domain::schedule::{FrequencyRule, SendWindow, SmsHours};
use relance_domain::source::{SignatureScheme, TriggerEvent, TriggerKind};
use relance_testkit::builders::{campaign, now, question};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::PartialSchema;

/// Names of what the schema describes.
fn described<T: PartialSchema>() -> BTreeSet<String> {
    let schema = serde_json::to_value(T::schema()).unwrap();
    schema["properties"].as_object().unwrap().keys().cloned().collect()
}

/// Names of everything that these values write.
fn written<T: Serialize>(values: &[T]) -> BTreeSet<String> {
    let names = |value: &T| match serde_json::to_value(value).unwrap() {
        Value::Object(members) => members.keys().cloned().collect::<Vec<_>>(),
        other => vec![other.to_string()],
    };
    values.iter().flat_map(names).collect()
}

#[test]
fn campaign_texts_are_described_as_they_are() {
    let texts: Vec<_> = campaign().texts.into_values().collect();

    let link = ReviewLink { name: "Google".to_owned(), url: "https://g.example".to_owned() };

    assert_eq!(described::<CampaignTextsSchema>(), written(&texts));
    assert_eq!(described::<ThankYouByBandSchema>(), written(&[ThankYouByBand::default()]));
    assert_eq!(described::<ReviewLinkSchema>(), written(&[link]));
}

#[test]
fn questions_and_choices_are_described_as_they_are() {
    let choice = Choice { id: "yes".to_owned(), texts: question("q_1", QuestionKind::Nps, true).texts };
    let columns = Columns::Choices { choices: vec![choice.clone()] };
    let kinds =
        [QuestionKind::Rating { max: 5 }, QuestionKind::Matrix { rows: vec![choice.clone()], columns }];
    let when = Condition::is("nps_score", 1_u8);
    let jump = Jump { when: when.clone(), to: JumpTarget::End };
    let options = QuestionOptions {
        not_applicable: true,
        satisfied_choices: Some(Vec::new()),
        show_if: Some(when),
        jump_if: vec![jump.clone()],
    };
    let questions = kinds.map(|kind| Question { options: options.clone(), ..question("q_1", kind, true) });

    assert_eq!(described::<QuestionSchema>(), written(&questions));
    assert_eq!(described::<JumpSchema>(), written(&[jump]));
    assert_eq!(described::<ChoiceSchema>(), written(&[choice]));
}

#[test]
fn trigger_rules_and_verification_are_described_as_they_are() {
    let rule = TriggerRule::TaskState { task_type: "a".to_owned(), states: vec![] };
    let days: TriggerRule = serde_json::from_str(r#"{"on":"request_closed","days_after":2}"#).unwrap();
    let scheme = SignatureScheme::Hmac { header: "x-signature".to_owned() };

    assert_eq!(described::<TriggerRuleSchema>(), written(&[rule, days]));
    assert_eq!(described::<VerificationSchema>(), written(&[scheme]));
}

#[test]
fn looks_are_described_as_they_are() {
    let look = relance_domain::campaign::Look::default();
    let template = relance_domain::campaign::TemplateTexts::default();

    let rating = relance_domain::campaign::RatingStyle::Gradient { stops: Vec::new() };
    let icon = relance_domain::name::ImageId::parse("img_1").unwrap();
    let icons = relance_domain::campaign::RatingStyle::Icons { image_id: icon };

    assert_eq!(described::<RatingStyleSchema>(), written(&[rating, icons]));
    assert_eq!(described::<LookSchema>(), written(&[look]));
    assert_eq!(described::<TemplateTextsSchema>(), written(&[template]));
}

#[test]
fn windows_and_frequency_rules_are_described_as_they_are() {
    let window: SendWindow = serde_json::from_str("{}").unwrap();
    let rule = r#"{"name":"a","max":1,"period":"01:00:00","gap":"01:00:00"}"#;

    assert_eq!(described::<WindowSchema>(), written(&[window]));
    assert_eq!(described::<SmsHoursSchema>(), written(&[SmsHours::default()]));
    let rule: FrequencyRule = serde_json::from_str(rule).unwrap();
    assert_eq!(described::<FrequencyRuleSchema>(), written(&[rule]));
}

#[test]
fn conditions_are_described_as_they_are() {
    let leaf = r#""op":"is_empty"}"#;
    let of = r#"{"transaction":"visit","of":"amount","within":"01:00:00"}"#;
    let aggregate = |name: &str| format!(r#"{{"{name}":{of},{leaf}"#);
    let count = r#"{"transaction":"visit","within":"01:00:00"}"#;
    let operators = ["eq", "ne", "gt", "gte", "lt", "lte", "contains", "not_contains", "starts_with"];
    let compared = |op: &str| format!(r#"{{"field":"f","op":"{op}","value":1}}"#);
    let several = |op: &str| format!(r#"{{"field":"f","op":"{op}","values":[1,2]}}"#);
    let state = |op: &str| format!(r#"{{"field":"f","op":"{op}"}}"#);
    let groups = ["all", "any"].map(|name| format!(r#"{{"{name}":[{{"field":"f",{leaf}]}}"#));
    let not = format!(r#"{{"not":{{"field":"f",{leaf}}}"#);
    let last = r#"{"field":"f","op":"within_last","value":"01:00:00"}"#;
    let written_ones: Vec<String> = ["sum", "max", "min", "latest"]
        .map(aggregate)
        .into_iter()
        .chain([format!(r#"{{"count":{count},{leaf}"#), not, last.to_owned()])
        .chain(operators.map(compared))
        .chain(["in", "not_in", "between"].map(several))
        .chain(["is_empty", "is_not_empty", "is_answered"].map(state))
        .chain(groups)
        .collect();
    let conditions: Vec<Condition> =
        written_ones.iter().map(|json| serde_json::from_str(json).unwrap()).collect();
    let op = |condition| serde_json::to_value(condition).unwrap()["op"].as_str().map(str::to_owned);
    let described_operators = serde_json::to_value(OperatorSchema::schema()).unwrap();
    let described_operators = described_operators["enum"].as_array().unwrap().iter();

    assert_eq!(described::<ConditionSchema>(), written(&conditions));
    assert_eq!(
        described_operators.map(|name| name.as_str().unwrap().to_owned()).collect::<BTreeSet<_>>(),
        conditions.iter().filter_map(op).collect()
    );
    let parts = |json: &str| serde_json::from_str::<Value>(json).unwrap();
    assert_eq!(described::<AggregateSchema>(), written(&[parts(of)]));
    assert_eq!(described::<CountSchema>(), written(&[parts(count)]));
}

#[test]
fn events_are_described_as_they_are() {
    let event = TriggerEvent {
        event_id: "evt-1".to_owned(),
        kind: TriggerKind::InvoicePaid,
        occurred_at: now(),
        task: None,
        customer: relance_domain::source::Customer::default(),
        agent: None,
        survey_opt_out: false,
        transaction: None,
    };

    assert_eq!(described::<TriggerSchema>(), written(&[event]));
}
