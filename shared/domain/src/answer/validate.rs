//! Checks a form against the questions that were asked (M1: integers only, 11, −1 and 7.5 are refused).
//! Decoding forms and JSON into texts lives in `submit-answer`; wording of problems in `views`.

use crate::question::{AnswerValue, Asked, NOT_APPLICABLE, Question, QuestionKind, Values};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldProblem {
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
    pub problem: FieldProblem,
}

/// Texts of form controls, by the control's name.
pub type Form = BTreeMap<String, Vec<String>>;

/// What a form says, read along the way that its own answers lead (display logic).
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The questions that the answers lead to, in order.
    pub shown: Vec<&'a Question>,
    /// Every readable answer to one of them. Nothing else is ever stored: a hidden question has no answer.
    pub values: Values,
    /// What must be mended, in the order of the questions, then unknown fields.
    pub errors: Vec<FieldError>,
}

/// Reads a form. Fields of questions that are asked but hidden are left aside; fields of no question are errors.
#[must_use]
pub fn read<'a>(asked: &Asked<'a>, form: &Form) -> Reading<'a> {
    let mut reading = Reading { shown: Vec::new(), values: Values::new(), errors: Vec::new() };
    let mut walk = asked.walk();
    while let Some(question) = walk.next(&reading.values) {
        reading.shown.push(question);
        let (value, mut errors) = value_of(question, form);
        reading.values.extend(value.map(|value| (question.id.clone(), value)));
        reading.errors.append(&mut errors);
    }
    let known: BTreeSet<String> = asked.questions().flat_map(controls).collect();
    let unknown = form.keys().filter(|field| !known.contains(*field));
    reading
        .errors
        .extend(unknown.map(|field| FieldError { field: field.clone(), problem: FieldProblem::NotAsked }));
    reading
}

/// Turns texts of form controls into values, or lists everything that is wrong at once.
///
/// # Errors
/// All field errors, in the order of the questions, then unknown fields.
pub fn validate(asked: &Asked<'_>, form: &Form) -> Result<Values, Vec<FieldError>> {
    let Reading { values, errors, .. } = read(asked, form);
    if errors.is_empty() { Ok(values) } else { Err(errors) }
}

/// The same of a first screen: what was not on it is not missing.
///
/// # Errors
/// As above.
pub fn validate_opening(asked: &Asked<'_>, form: &Form) -> Result<Values, Vec<FieldError>> {
    let opening = asked.opening();
    let on_it: BTreeSet<String> =
        asked.questions().filter(|question| opening.contains(&&question.id)).flat_map(controls).collect();
    let Reading { values, mut errors, .. } = read(asked, form);
    errors.retain(|error| error.problem != FieldProblem::Required || on_it.contains(&error.field));
    if errors.is_empty() { Ok(values) } else { Err(errors) }
}

/// Names of the form controls of a question: its id, or one per row.
#[must_use]
pub fn controls(question: &Question) -> Vec<String> {
    match &question.kind {
        QuestionKind::Statement => Vec::new(),
        QuestionKind::Matrix { rows, .. } => {
            rows.iter().map(|row| format!("{}.{}", question.id, row.id)).collect()
        }
        _ => vec![question.id.to_string()],
    }
}

/// The NPS score among the values, where an NPS question was asked and answered.
#[must_use]
pub fn nps_score(asked: &Asked<'_>, values: &Values) -> Option<u8> {
    let nps = asked.questions().find(|question| question.kind == QuestionKind::Nps)?;
    match values.get(&nps.id) {
        Some(AnswerValue::Number(score)) => Some(*score),
        _ => None,
    }
}

fn value_of(question: &Question, form: &Form) -> (Option<AnswerValue>, Vec<FieldError>) {
    let one = |field: String| {
        let given = form.get(&field).map_or(&[][..], Vec::as_slice);
        answer_of(question, given).map_err(|problem| FieldError { field, problem })
    };
    let rows = question.kind.rows();
    if rows.is_empty() {
        let Some(field) = controls(question).pop() else { return (None, Vec::new()) };
        return one(field).map_or_else(|error| (None, vec![error]), |value| (value, Vec::new()));
    }
    let mut errors = Vec::new();
    let mut answered = BTreeMap::new();
    for row in rows {
        match one(format!("{}.{}", question.id, row.id)) {
            Ok(value) => answered.extend(value.map(|value| (row.id.clone(), value))),
            Err(error) => errors.push(error),
        }
    }
    ((!answered.is_empty()).then_some(AnswerValue::Rows(answered)), errors)
}

/// The answer that one control gives.
fn answer_of(question: &Question, given: &[String]) -> Result<Option<AnswerValue>, FieldProblem> {
    let given: Vec<&str> = given.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    if given.is_empty() {
        return if question.required { Err(FieldProblem::Required) } else { Ok(None) };
    }
    if question.options.not_applicable && given == [NOT_APPLICABLE] {
        return Ok(Some(AnswerValue::NotApplicable));
    }
    if let QuestionKind::Multiple { .. } = question.kind {
        return choices(question, &given).map(Some);
    }
    let [text] = given.as_slice() else { return Err(FieldProblem::OnlyOne) };
    match (&question.kind, question.kind.scale()) {
        (_, Some(scale)) => on_scale(text, scale).map(Some),
        (QuestionKind::Single { .. } | QuestionKind::Matrix { .. }, None) => {
            choice(question, text).map(|id| Some(AnswerValue::Text(id)))
        }
        (_, None) => free_text(text).map(Some),
    }
}

/// A line break is one character, as browsers count it, however it was sent: they send two (HTML, 4.10.21.7).
fn free_text(text: &str) -> Result<AnswerValue, FieldProblem> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.chars().count() > QuestionKind::MAX_TEXT {
        return Err(FieldProblem::TooLong { max: QuestionKind::MAX_TEXT });
    }
    Ok(AnswerValue::Text(text))
}

fn on_scale(text: &str, scale: RangeInclusive<u8>) -> Result<AnswerValue, FieldProblem> {
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse().ok().filter(|number| plain && scale.contains(number));
    number.map(AnswerValue::Number).ok_or(FieldProblem::NotOnScale { min: *scale.start(), max: *scale.end() })
}

fn choice(question: &Question, text: &str) -> Result<String, FieldProblem> {
    let known = question.kind.choices().iter().find(|choice| choice.id == text);
    known.map(|choice| choice.id.clone()).ok_or(FieldProblem::NotAChoice)
}

fn choices(question: &Question, given: &[&str]) -> Result<AnswerValue, FieldProblem> {
    let mut ids = given.iter().map(|text| choice(question, text)).collect::<Result<Vec<_>, _>>()?;
    ids.sort();
    ids.dedup();
    Ok(AnswerValue::Choices(ids))
}

#[cfg(test)]
mod tests;
