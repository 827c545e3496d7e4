//! What a campaign measures first (C7): the question that its mail asks and that every invitation asks.
//! The figures themselves live in `report`.

use crate::question::{Question, QuestionKind};
use serde::{Deserialize, Serialize};

/// What a campaign measures first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyType {
    /// How likely customers are to recommend.
    #[default]
    Nps,
    /// How satisfied they are.
    Csat,
    /// How easy it was.
    Ces,
}

impl SurveyType {
    /// The kind of its leading question.
    #[must_use]
    pub fn kind(self) -> QuestionKind {
        match self {
            Self::Nps => QuestionKind::Nps,
            Self::Csat => QuestionKind::Csat,
            Self::Ces => QuestionKind::Ces,
        }
    }

    /// The leading one of some questions: the first of its kind that is asked whatever was answered before.
    #[must_use]
    pub fn leading<'a>(self, mut questions: impl Iterator<Item = &'a Question>) -> Option<&'a Question> {
        let kind = self.kind();
        questions.find(|question| question.kind == kind && question.options.show_if.is_none())
    }
}
