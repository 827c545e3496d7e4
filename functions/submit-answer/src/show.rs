//! Surveys as page data: which text, which control, which value, which correction.
//! Markup lives in `views`; what may be shown to whom in `application::respond`.

use crate::form::Fields;
use crate::survey::Preselected;
use axum::http::{HeaderMap, header};
use relance_application::respond::Survey;
use relance_domain::answer::{Answer, AnswerValue, FieldError, Problem};
use relance_domain::campaign::{CampaignTexts, Choice, Question, QuestionKind};
use relance_domain::name::LanguageTag;
use relance_views::page;
use relance_views::text::{self, Correction, Measure};
use std::collections::BTreeMap;

/// The language of pages that belong to no survey: what the browser prefers.
pub fn browser_language(headers: &HeaderMap) -> &str {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("en");
    if wanted.trim_start().to_ascii_lowercase().starts_with("fr") { "fr" } else { "en" }
}

/// What the form starts with: the earlier answer, and over it the value that the link preselects (B15).
pub fn chosen(survey: &Survey, query: &Preselected) -> Fields {
    let mut fields = survey.answer.as_ref().map(earlier).unwrap_or_default();
    if let (Some(question), Some(value)) = (query.get("q"), query.get("v")) {
        fields.insert(question.clone(), vec![value.clone()]);
    }
    fields
}

fn earlier(answer: &Answer) -> Fields {
    let texts = |value: &AnswerValue| match value {
        AnswerValue::Number(number) => vec![number.to_string()],
        AnswerValue::Text(text) => vec![text.clone()],
        AnswerValue::Choices(ids) => ids.clone(),
    };
    answer.values.iter().map(|(id, value)| (id.to_string(), texts(value))).collect()
}

/// The survey's page.
pub fn form(
    survey: &Survey,
    token: &str,
    chosen: &Fields,
    errors: &[FieldError],
    stylesheet: &str,
) -> String {
    let language = &survey.invitation.language;
    let company = survey.organization.name.as_str();
    let texts = survey.campaign.texts_in(language);
    let words = Words::of(survey, texts);
    let corrections: BTreeMap<&str, String> =
        errors.iter().map(|error| (error.field.as_str(), correction(language, error.problem))).collect();
    let asked = survey.questions();
    let labels: Vec<Labels> = asked.iter().map(|question| Labels::of(question, language)).collect();
    let questions = asked
        .iter()
        .zip(&labels)
        .map(|(question, labels)| {
            one(question, labels, language, (chosen, corrections.get(question.id.as_str())))
        })
        .collect();
    page::survey(&page::Survey {
        language: language.as_str(),
        company,
        title: texts.map_or(company, |texts| texts.title.as_str()),
        intro: texts.and_then(|texts| texts.description.as_deref()),
        picture: None,
        action: &format!("/s/{token}"),
        questions,
        form_error: None,
        information: &words.information,
        privacy_url: survey.campaign.privacy_url.as_deref(),
        editing_until: survey
            .answer
            .as_ref()
            .and(survey.editable_until)
            .map(|until| until.to_zoned(survey.organization.zone())),
        unsubscribe_url: None,
        stylesheet,
    })
}

struct Words {
    information: String,
}

impl Words {
    /// The campaign's own information message, or the built-in one when it is blank (C9).
    fn of(survey: &Survey, texts: Option<&CampaignTexts>) -> Self {
        let own = texts.and_then(|texts| texts.information.clone()).filter(|text| !text.trim().is_empty());
        let language = survey.invitation.language.as_str();
        Self {
            information: own
                .unwrap_or_else(|| text::default_information(language, &survey.organization.name)),
        }
    }
}

fn one<'a>(
    question: &'a Question,
    labels: &'a Labels,
    language: &LanguageTag,
    (chosen, error): (&'a Fields, Option<&'a String>),
) -> page::Question<'a> {
    let given = chosen.get(question.id.as_str()).map_or(&[][..], Vec::as_slice);
    page::Question {
        id: question.id.as_str(),
        text: &labels.text,
        help: None,
        required: question.required,
        control: control(question, labels, language),
        error: error.map(String::as_str),
        value: value(question, given),
    }
}

fn control<'a>(question: &'a Question, labels: &'a Labels, language: &LanguageTag) -> page::Control<'a> {
    match (&question.kind, question.kind.scale()) {
        (QuestionKind::Nps, _) => page::Control::Nps,
        (_, Some((min, max))) => {
            let [low_label, high_label] = &labels.ends;
            page::Control::Scale { min, max, low_label, high_label }
        }
        (QuestionKind::Single { choices }, None) => {
            page::Control::Single { choices: offered(choices, language) }
        }
        (QuestionKind::Multiple { choices }, None) => {
            page::Control::Multiple { choices: offered(choices, language) }
        }
        (_, None) => {
            page::Control::Text { max_chars: u32::try_from(QuestionKind::MAX_TEXT).unwrap_or(u32::MAX) }
        }
    }
}

fn offered<'a>(choices: &'a [Choice], language: &LanguageTag) -> Vec<page::Choice<'a>> {
    let text = |choice: &'a Choice| choice.texts.get(language).map_or(choice.id.as_str(), String::as_str);
    choices.iter().map(|choice| page::Choice { id: &choice.id, label: text(choice) }).collect()
}

fn value<'a>(question: &Question, given: &'a [String]) -> page::Value<'a> {
    match (&question.kind, given) {
        (_, []) => page::Value::None,
        (QuestionKind::Multiple { .. }, ids) => {
            page::Value::Choices(ids.iter().map(String::as_str).collect())
        }
        (QuestionKind::Text, [text, ..]) => page::Value::Text(text),
        (QuestionKind::Single { .. }, [id, ..]) => page::Value::Choices(vec![id]),
        (_, [text, ..]) => text.parse().map_or(page::Value::None, page::Value::Number),
    }
}

/// The words of one question in one language.
struct Labels {
    text: String,
    ends: [String; 2],
}

impl Labels {
    fn of(question: &Question, language: &LanguageTag) -> Self {
        let own = question.texts.get(language).or_else(|| question.texts.values().next());
        let measure = match question.kind {
            QuestionKind::Csat => Measure::Satisfaction,
            QuestionKind::Ces => Measure::Ease,
            _ => Measure::Quality,
        };
        Self { text: own.cloned().unwrap_or_default(), ends: text::scale_ends(language.as_str(), measure) }
    }
}

/// The page after a recorded answer, or for one that can no longer change.
pub fn answered<'a>(
    survey: &'a Survey,
    edit_url: Option<&'a str>,
    stylesheet: &'a str,
) -> page::Answered<'a> {
    page::Answered {
        language: survey.invitation.language.as_str(),
        company: &survey.organization.name,
        editing_until: survey
            .editable_until
            .filter(|_| edit_url.is_some())
            .map(|until| until.to_zoned(survey.organization.zone())),
        edit_url,
        next_url: None,
        stylesheet,
    }
}

fn correction(language: &LanguageTag, problem: Problem) -> String {
    let correction = match problem {
        Problem::Required => Correction::Missing,
        Problem::NotOnScale { min, max } => Correction::OffScale { min, max },
        Problem::NotAChoice | Problem::OnlyOne | Problem::NotAsked => Correction::UnknownChoice,
        Problem::TooLong { max } => Correction::TooLong { max_chars: u32::try_from(max).unwrap_or(u32::MAX) },
    };
    text::correction(language.as_str(), correction)
}

/// A problem in the words of the JSON answer.
pub fn problem(problem: Problem) -> String {
    match problem {
        Problem::Required => "an answer is required".to_owned(),
        Problem::NotOnScale { min, max } => format!("use a whole number from {min} to {max}"),
        Problem::NotAChoice => "use one of the choices".to_owned(),
        Problem::OnlyOne => "give one value".to_owned(),
        Problem::TooLong { max } => format!("use at most {max} characters"),
        Problem::NotAsked => "this question was not asked".to_owned(),
    }
}
