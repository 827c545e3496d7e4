//! How a question is answered: its scale, its choices, its rows.
//! How a kind is read from JSON lives in `form`.

use crate::question::Choice;
use serde::Serialize;
use std::ops::RangeInclusive;

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QuestionKind {
    /// 0 to 10: how likely to recommend (C1).
    Nps,
    /// 1 to 5: how satisfied (M3).
    Csat,
    /// 1 to 7: how easy (M3).
    Ces,
    /// 1 to `max` (2 to 10).
    Rating {
        /// The best value.
        max: u8,
    },
    /// One of several choices.
    Single {
        /// In the order shown.
        choices: Vec<Choice>,
    },
    /// Any of several choices.
    Multiple {
        /// In the order shown.
        choices: Vec<Choice>,
    },
    /// Free text.
    Text,
    /// Several rows that are all answered in the same way, each by a control of its own, `{question}.{row}`.
    Matrix {
        /// In the order shown.
        rows: Vec<Choice>,
        /// How each row is answered.
        #[serde(flatten)]
        columns: Columns,
    },
    /// Words between questions: shown, never answered, never counted.
    Statement,
}

/// How each row of a matrix is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Columns {
    /// A number from 1 to `max` (2 to 10).
    Scale {
        /// The best value.
        max: u8,
    },
    /// One of several choices.
    Choices {
        /// In the order shown.
        choices: Vec<Choice>,
    },
}

impl QuestionKind {
    /// Longest free text taken, in characters.
    pub const MAX_TEXT: usize = 4_000;

    /// Lowest and highest number of a scale, also of the rows of a matrix; `None` for other kinds.
    #[must_use]
    pub fn scale(&self) -> Option<RangeInclusive<u8>> {
        match self {
            Self::Nps => Some(0..=10),
            Self::Csat => Some(1..=5),
            Self::Ces => Some(1..=7),
            Self::Rating { max } | Self::Matrix { columns: Columns::Scale { max }, .. } => Some(1..=*max),
            Self::Single { .. }
            | Self::Multiple { .. }
            | Self::Text
            | Self::Matrix { .. }
            | Self::Statement => None,
        }
    }

    /// The choices of a closed question, also of the rows of a matrix.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Single { choices }
            | Self::Multiple { choices }
            | Self::Matrix { columns: Columns::Choices { choices }, .. } => choices,
            _ => &[],
        }
    }

    /// The rows of a matrix.
    #[must_use]
    pub fn rows(&self) -> &[Choice] {
        match self {
            Self::Matrix { rows, .. } => rows,
            _ => &[],
        }
    }

    /// True for what can be answered at all.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        *self != Self::Statement
    }

    /// The satisfied numbers of a scale unless an operator says otherwise: the two best, the best alone on short
    /// scales (M3), 9 and 10 of NPS (E8).
    pub(super) fn usually_satisfied(&self) -> Option<RangeInclusive<u8>> {
        let max = *self.scale()?.end();
        let from = if max < 5 { max } else { max.saturating_sub(1) };
        Some(from..=max)
    }
}
