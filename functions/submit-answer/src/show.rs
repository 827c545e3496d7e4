//! Surveys as page data: which questions are on the page, what they hold, which outcome.
//! Markup and words live in `views`; what may be shown to whom in `application::answer`.

use crate::form::Preselected;
use axum::http::{HeaderMap, header};
use relance_application::answer::{Respondent, Survey};
use relance_domain::answer::{Answer, Form};
use relance_domain::question::{AnswerValue, NOT_APPLICABLE};
use relance_views::answer::{AnsweredPage, SurveyPage, SurveyStep};
use relance_views::campaign::Telling;
use relance_views::question::Filled;
use relance_views::text::Language;
use relance_wire::text_of;

/// The language of pages that belong to no survey: what the browser prefers.
pub fn browser_language(headers: &HeaderMap) -> Language {
    text_of(headers, &header::ACCEPT_LANGUAGE).and_then(Language::wished).unwrap_or(Language::English)
}

/// What the form starts with: the earlier answer, and over it the value that the link preselects (B15).
pub fn chosen(survey: &Survey, query: &Preselected) -> Form {
    let mut fields = survey.answer.as_ref().map(earlier).unwrap_or_default();
    if let (Some(question), Some(value)) = (query.get("q"), query.get("v")) {
        fields.insert(question.clone(), vec![value.clone()]);
    }
    fields
}

fn earlier(answer: &Answer) -> Form {
    let texts = |value: &AnswerValue| match value {
        AnswerValue::Number(number) => vec![number.to_string()],
        AnswerValue::Text(text) => vec![text.clone()],
        AnswerValue::Choices(ids) => ids.clone(),
        AnswerValue::NotApplicable => vec![NOT_APPLICABLE.to_owned()],
        AnswerValue::Rows(_) => Vec::new(),
    };
    let mut fields = Form::new();
    for (id, value) in &answer.values {
        if let AnswerValue::Rows(rows) = value {
            fields.extend(rows.iter().map(|(row, value)| (format!("{id}.{row}"), texts(value))));
        } else {
            fields.insert(id.to_string(), texts(value));
        }
    }
    fields
}

/// Who asks whom, in which words.
pub fn telling(survey: &Survey) -> Telling<'_> {
    Telling {
        organization: &survey.organization,
        campaign: &survey.campaign,
        language: &survey.language,
        invitation: survey.respondent.invitation(),
        contact: survey.contact.as_ref(),
    }
}

/// The step that a survey begins with.
pub fn first_step(survey: &Survey) -> SurveyStep<'static> {
    if survey.opening().is_empty() { SurveyStep::Whole } else { SurveyStep::Opening }
}

/// A form between what was sent and what is shown.
#[derive(Clone, Copy)]
pub struct FormState<'a> {
    /// What it holds, and what is wrong with it.
    pub filled: Filled<'a>,
    /// Which questions are on it.
    pub step: SurveyStep<'a>,
    /// It could not be taken as a whole.
    pub is_stale: bool,
}

impl<'a> FormState<'a> {
    /// A form with which nothing is wrong.
    pub fn with(fields: &'a Form, step: SurveyStep<'a>) -> Self {
        Self { filled: Filled::with(fields), step, is_stale: false }
    }
}

/// The survey's page.
pub fn form(survey: &Survey, path: &str, form: &FormState<'_>) -> String {
    let asked = survey.questions();
    let token = match &survey.respondent {
        Respondent::Anybody(visitor) => Some(visitor.form.token.as_str()),
        Respondent::Invited(_) => None,
    };
    let is_edited = survey.answer.is_some() && !matches!(form.step, SurveyStep::Rest(_));
    relance_views::answer::survey(&SurveyPage {
        telling: telling(survey),
        theme: survey.theme.as_ref(),
        asked: &asked,
        filled: form.filled,
        step: form.step,
        is_stale: form.is_stale,
        path,
        editing_until: survey.editable_until.filter(|_| is_edited),
        form: token,
    })
}

/// The page after a recorded answer, or for one that can no longer change.
pub fn answered<'a>(
    survey: &'a Survey,
    edit_url: Option<&'a str>,
    review_action: Option<&'a str>,
) -> AnsweredPage<'a> {
    AnsweredPage {
        telling: telling(survey),
        answer: survey.answer.as_ref(),
        editable_until: survey.editable_until,
        edit_url,
        alert_follows: survey.alert_follows,
        review_action,
    }
}
