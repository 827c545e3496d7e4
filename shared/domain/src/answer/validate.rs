//! Checks a form against the questions that were asked (M1: integers only, 11, −1 and 7.5 are refused).
//! Decoding forms and JSON into texts lives in `submit-answer`; wording of problems in `views`.

use super::submitted::{AnswerValue, Values};
use crate::campaign::{Question, QuestionKind};
use crate::name::QuestionId;
use std::collections::BTreeMap;

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// A required question without an answer.
    Required,
    /// Not a whole number on the question's scale.
    NotOnScale {
        /// Lowest value.
        min: u8,
        /// Highest value.
        max: u8,
    },
    /// Not one of the choices.
    NotAChoice,
    /// More than one value where one is wanted.
    OnlyOne,
    /// More characters than are taken.
    TooLong {
        /// At most this many.
        max: usize,
    },
    /// No question of that name was asked.
    NotAsked,
}

/// One field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the form control.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

/// Turns texts of form controls into values, or lists everything that is wrong at once.
///
/// # Errors
/// All field errors, in the order of the questions, then unknown fields.
pub fn validate(
    asked: &[&Question],
    form: &BTreeMap<String, Vec<String>>,
) -> Result<Values, Vec<FieldError>> {
    let mut values = Values::new();
    let mut errors = Vec::new();
    for question in asked {
        let given = form.get(question.id.as_str()).map_or(&[][..], Vec::as_slice);
        match value_of(question, given) {
            Ok(Some(value)) => {
                values.insert(question.id.clone(), value);
            }
            Ok(None) => {}
            Err(problem) => errors.push(FieldError { field: question.id.to_string(), problem }),
        }
    }
    let known = |field: &str| asked.iter().any(|question| question.id.as_str() == field);
    let unknown = form.keys().filter(|field| !known(field));
    errors.extend(unknown.map(|field| FieldError { field: field.clone(), problem: Problem::NotAsked }));
    if errors.is_empty() { Ok(values) } else { Err(errors) }
}

/// The NPS score among the values, where an NPS question was asked and answered.
#[must_use]
pub fn nps_score(asked: &[&Question], values: &Values) -> Option<u8> {
    let id: &QuestionId = asked.iter().find(|question| question.kind == QuestionKind::Nps).map(|q| &q.id)?;
    match values.get(id) {
        Some(AnswerValue::Number(score)) => Some(*score),
        _ => None,
    }
}

fn value_of(question: &Question, given: &[String]) -> Result<Option<AnswerValue>, Problem> {
    let given: Vec<&str> = given.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    if given.is_empty() {
        return if question.required { Err(Problem::Required) } else { Ok(None) };
    }
    if let QuestionKind::Multiple { .. } = question.kind {
        return choices(question, &given).map(Some);
    }
    let [text] = given.as_slice() else { return Err(Problem::OnlyOne) };
    match (&question.kind, question.kind.scale()) {
        (_, Some((min, max))) => on_scale(text, min, max).map(Some),
        (QuestionKind::Single { .. }, None) => choice(question, text).map(|id| Some(AnswerValue::Text(id))),
        (_, None) if text.chars().count() > QuestionKind::MAX_TEXT => {
            Err(Problem::TooLong { max: QuestionKind::MAX_TEXT })
        }
        (_, None) => Ok(Some(AnswerValue::Text((*text).to_owned()))),
    }
}

fn on_scale(text: &str, min: u8, max: u8) -> Result<AnswerValue, Problem> {
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse().ok().filter(|number| plain && (min..=max).contains(number));
    number.map(AnswerValue::Number).ok_or(Problem::NotOnScale { min, max })
}

fn choice(question: &Question, text: &str) -> Result<String, Problem> {
    let known = question.kind.choices().iter().find(|choice| choice.id == text);
    known.map(|choice| choice.id.clone()).ok_or(Problem::NotAChoice)
}

fn choices(question: &Question, given: &[&str]) -> Result<AnswerValue, Problem> {
    let mut ids = given.iter().map(|text| choice(question, text)).collect::<Result<Vec<_>, _>>()?;
    ids.sort();
    ids.dedup();
    Ok(AnswerValue::Choices(ids))
}

#[cfg(test)]
mod tests;
