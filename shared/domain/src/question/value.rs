//! What was answered to a question, and the band of an NPS score.
//! Whether a value fits its question is checked in `answer`.

use super::NOT_APPLICABLE;
use crate::name::QuestionId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was answered to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenAnswer", into = "WrittenAnswer")]
pub enum AnswerValue {
    /// A number on the question's scale.
    Number(u8),
    /// A free text, or the id of one choice.
    Text(String),
    /// Ids of several choices.
    Choices(Vec<String>),
    /// Answers to the rows of a matrix, by the row's id; skipped rows are absent.
    Rows(BTreeMap<String, AnswerValue>),
    /// Said not to concern them: counts nowhere (M3, E20). Written as `not_applicable`.
    NotApplicable,
}

impl AnswerValue {
    /// About as many bytes as it takes in a record.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        match self {
            Self::Number(_) | Self::NotApplicable => 4,
            Self::Text(text) => text.len(),
            Self::Choices(ids) => ids.iter().map(String::len).sum(),
            Self::Rows(rows) => rows.iter().map(|(row, value)| row.len() + value.size_bytes()).sum(),
        }
    }
}

/// An answer as it is stored and shown.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenAnswer {
    Number(u8),
    Text(String),
    Choices(Vec<String>),
    Rows(BTreeMap<String, AnswerValue>),
}

impl AnswerValue {
    /// The number of a scale.
    #[must_use]
    pub fn number(&self) -> Option<u8> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl From<WrittenAnswer> for AnswerValue {
    fn from(written: WrittenAnswer) -> Self {
        match written {
            WrittenAnswer::Number(number) => Self::Number(number),
            WrittenAnswer::Text(text) if text == NOT_APPLICABLE => Self::NotApplicable,
            WrittenAnswer::Text(text) => Self::Text(text),
            WrittenAnswer::Choices(ids) => Self::Choices(ids),
            WrittenAnswer::Rows(rows) => Self::Rows(rows),
        }
    }
}

impl From<AnswerValue> for WrittenAnswer {
    fn from(value: AnswerValue) -> Self {
        match value {
            AnswerValue::Number(number) => Self::Number(number),
            AnswerValue::Text(text) => Self::Text(text),
            AnswerValue::Choices(ids) => Self::Choices(ids),
            AnswerValue::Rows(rows) => Self::Rows(rows),
            AnswerValue::NotApplicable => Self::Text(NOT_APPLICABLE.to_owned()),
        }
    }
}

/// The answered questions; skipped ones are absent (A17).
pub type Values = BTreeMap<QuestionId, AnswerValue>;

/// The band of an NPS score. Always these English words, whatever the survey's language (A23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NpsType {
    /// 0 to 6.
    Detractor,
    /// 7 and 8.
    Passive,
    /// 9 and 10 (E8: not adjustable).
    Promoter,
}

impl NpsType {
    /// The band of a raw score; `None` above 10.
    #[must_use]
    pub fn of(score: u8) -> Option<Self> {
        match score {
            0..=6 => Some(Self::Detractor),
            7 | 8 => Some(Self::Passive),
            9 | 10 => Some(Self::Promoter),
            _ => None,
        }
    }

    /// The word itself.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Detractor => "Detractor",
            Self::Passive => "Passive",
            Self::Promoter => "Promoter",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f15_bands_are_fixed() {
        let words: Vec<_> = (0..=11).map(|score| NpsType::of(score).map(NpsType::as_str)).collect();

        let (d, p, m) = (Some("Detractor"), Some("Passive"), Some("Promoter"));
        assert_eq!(words, [d, d, d, d, d, d, d, p, p, m, m, None]);
    }
}
