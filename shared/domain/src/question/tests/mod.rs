//! Questions as they are written down, drawn, and shown along the answers.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

mod form;
mod laws;
mod logic;
mod opening;
mod sample;

use super::*;
use crate::answer;
use crate::answer::Form;
use crate::condition::Condition;
use crate::name::QuestionId;
use crate::question::{AnswerValue, Missing, SurveyType, Values};
use proptest::prelude::*;
use serde_json::{Value, json};

fn ask(id: &str, kind: QuestionKind) -> Question {
    let id = QuestionId::parse(id).unwrap();
    Question { id, texts: Texts::new(), kind, required: false, options: QuestionOptions::default() }
}

fn bank(others: usize) -> Vec<Question> {
    let mut questions: Vec<_> = (0..others).map(|n| ask(&format!("q_{n}"), QuestionKind::Text)).collect();
    questions.insert(others / 2, ask("q_nps", QuestionKind::Nps));
    questions
}

fn read(questions: Value) -> Vec<Question> {
    serde_json::from_value(questions).unwrap()
}

fn wrong(questions: &[Question]) -> Vec<String> {
    let each = questions.iter().enumerate();
    let placed: Vec<_> =
        each.map(|(n, question)| Placed { field: format!("questions.{n}"), question }).collect();
    wrong_logic(SurveyType::Nps, &placed)
        .into_iter()
        .map(|Missing { field, reason }| format!("{field}: {reason}"))
        .collect()
}
