//! The described shapes are the ones that the domain reads and writes.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use super::*;
use relance_domain::campaign::{Criterion, ReviewLink, ThankYouByBand, TriggerRule};
use relance_domain::question::NpsType;
use relance_domain::question::{
    Choice, Columns, Condition, Expectation, Jump, JumpTarget, Operand, Question, QuestionKind,
    QuestionOptions, Test,
};
use relance_domain::schedule::FrequencyRule;
use relance_domain::schedule::{SendWindow, SmsHours};
use relance_domain::source::SignatureScheme;
use relance_domain::source::{TriggerEvent, TriggerKind};
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
    let id = || question("q_0", QuestionKind::Nps, true).id;
    let test = |is| Condition::Test(Test { question: id(), row: Some("r".to_owned()), is });
    let jump = Jump { when: test(Expectation::Answered(true)), to: JumpTarget::End };
    let options = QuestionOptions {
        not_applicable: true,
        satisfied_choices: Some(Vec::new()),
        show_if: Some(test(Expectation::Answered(true))),
        jump_if: vec![jump.clone()],
    };
    let questions = kinds.map(|kind| Question { options: options.clone(), ..question("q_1", kind, true) });
    let expectations = [
        Expectation::Answered(true),
        Expectation::Equals(Operand::Number(1)),
        Expectation::OneOf(Vec::new()),
        Expectation::Band(NpsType::Passive),
        Expectation::Within { at_least: Some(1), at_most: Some(2) },
    ];
    let groups = [Condition::All(Vec::new()), Condition::Any(Vec::new())];
    let conditions: Vec<_> = expectations.into_iter().map(test).chain(groups).collect();

    assert_eq!(described::<QuestionSchema>(), written(&questions));
    assert_eq!(described::<ConditionSchema>(), written(&conditions));
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
fn criteria_windows_and_frequency_rules_are_described_as_they_are() {
    let test = r#"{"field":"task.type","op":"eq","values":["a"]}"#;
    let criteria = [test.to_owned(), format!(r#"{{"all":[{test}]}}"#), format!(r#"{{"any":[{test}]}}"#)];
    let criteria = criteria.map(|text| serde_json::from_str::<Criterion>(&text).unwrap());
    let window: SendWindow = serde_json::from_str("{}").unwrap();
    let rule = r#"{"name":"a","max":1,"period":"01:00:00","gap":"01:00:00"}"#;

    assert_eq!(described::<CriterionSchema>(), written(&criteria));
    assert_eq!(described::<WindowSchema>(), written(&[window]));
    assert_eq!(described::<SmsHoursSchema>(), written(&[SmsHours::default()]));
    let rule: FrequencyRule = serde_json::from_str(rule).unwrap();
    assert_eq!(described::<FrequencyRuleSchema>(), written(&[rule]));
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
