//! The satisfaction filter: whether everything that was answered is satisfied (E5, F25).
//! Which answers are satisfied ones is said by each question.

use crate::question::{AnswerValue, Asked, Operand, Question, Values};

/// False when at least one filtered question has an answer that is not among its satisfied ones, true when all are,
/// `None` when none was answered: what was skipped, hidden or does not apply says nothing (M3, E20).
#[must_use]
pub fn satisfied(asked: &Asked<'_>, values: &Values) -> Option<bool> {
    asked.questions().filter_map(|question| is_satisfied(question, values)).reduce(|all, one| all && one)
}

/// The same of one question.
#[must_use]
pub fn is_satisfied(question: &Question, values: &Values) -> Option<bool> {
    let wanted = question.satisfied_choices()?;
    within(values.get(&question.id)?, &wanted)
}

fn within(value: &AnswerValue, wanted: &[Operand]) -> Option<bool> {
    let has = |id: &String| wanted.contains(&Operand::Text(id.clone()));
    match value {
        AnswerValue::Number(number) => Some(wanted.contains(&Operand::Number(*number))),
        AnswerValue::Text(id) => Some(has(id)),
        AnswerValue::Choices(ids) => Some(ids.iter().all(has)),
        AnswerValue::Rows(rows) => {
            rows.values().filter_map(|cell| within(cell, wanted)).reduce(|all, one| all && one)
        }
        AnswerValue::NotApplicable => None,
    }
}

#[cfg(test)]
mod tests;
