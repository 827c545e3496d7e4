//! Questions as they are written down: one flat object, whose parts must fit its kind.
//! What only an operator can judge, such as missing translations, lives in `check`.

use crate::condition::Condition;
use crate::name::QuestionId;
use crate::question::{
    Choice, Columns, Jump, NOT_APPLICABLE, Operand, Question, QuestionKind, QuestionOptions, Texts,
};
use serde::Deserialize;

/// A question as it is written down. Read through this flat form because serde's `flatten` would take unknown
/// fields silently, and with `deny_unknown_fields` would refuse the known ones.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionForm {
    id: QuestionId,
    #[serde(default)]
    texts: Texts,
    kind: QuestionKindName,
    max: Option<u8>,
    choices: Option<Vec<Choice>>,
    rows: Option<Vec<Choice>>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    not_applicable: bool,
    satisfied_choices: Option<Vec<Operand>>,
    show_if: Option<Condition>,
    #[serde(default)]
    jump_if: Vec<Jump>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum QuestionKindName {
    Nps,
    Csat,
    Ces,
    Rating,
    Single,
    Multiple,
    Text,
    Matrix,
    Statement,
}

/// Why a question's parts do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidQuestion {
    /// A rating without its scale.
    #[error("a question of kind `rating` needs `max`")]
    NoMax,
    /// A closed question without its choices.
    #[error("a question of kind `single` or `multiple` needs `choices`")]
    NoChoices,
    /// A matrix without rows.
    #[error("a question of kind `matrix` needs `rows`")]
    NoRows,
    /// A matrix whose rows cannot be answered, or in two ways.
    #[error("a question of kind `matrix` needs either `max` or `choices`")]
    NoColumns,
    /// A scale on a question that has none, or another one.
    #[error("`max` belongs to questions of kind `rating` or `matrix` only")]
    NeedlessMax,
    /// Choices on a question that offers none.
    #[error("`choices` belong to questions of kind `single`, `multiple` or `matrix` only")]
    NeedlessChoices,
    /// Rows on a question that has none.
    #[error("`rows` belong to questions of kind `matrix` only")]
    NeedlessRows,
    /// A statement that wants an answer.
    #[error("a statement is not answered: it can neither be `required` nor offer `not_applicable`")]
    AnsweredStatement,
    /// An empty text says the same.
    #[error("a text that does not apply is left empty: `not_applicable` belongs to closed questions")]
    TextNotApplicable,
    /// A filter on a question that knows no better answers, or on NPS, whose filter is fixed (E8).
    #[error("`satisfied_choices` belong to scales and choices only, and those of `nps` are always 9 and 10")]
    NeedlessFilter,
    /// A satisfied answer that cannot be given.
    #[error("`satisfied_choices` holds {0}, which cannot be answered")]
    UnknownSatisfied(Operand),
}

impl TryFrom<QuestionForm> for Question {
    type Error = InvalidQuestion;
    fn try_from(mut form: QuestionForm) -> Result<Self, InvalidQuestion> {
        let kind = form.kind_of()?;
        let options = QuestionOptions {
            not_applicable: form.not_applicable,
            satisfied_choices: form.satisfied_choices,
            show_if: form.show_if,
            jump_if: form.jump_if,
        };
        fit(&kind, form.required, &options)?;
        Ok(Self { id: form.id, texts: form.texts, kind, required: form.required, options })
    }
}

impl QuestionForm {
    fn kind_of(&mut self) -> Result<QuestionKind, InvalidQuestion> {
        use QuestionKindName as K;
        let (max, choices, rows) = (self.max, self.choices.take(), self.rows.take());
        if max.is_some() && !matches!(self.kind, K::Rating | K::Matrix) {
            return Err(InvalidQuestion::NeedlessMax);
        }
        if choices.is_some() && !matches!(self.kind, K::Single | K::Multiple | K::Matrix) {
            return Err(InvalidQuestion::NeedlessChoices);
        }
        if rows.is_some() && self.kind != K::Matrix {
            return Err(InvalidQuestion::NeedlessRows);
        }
        Ok(match self.kind {
            K::Nps => QuestionKind::Nps,
            K::Csat => QuestionKind::Csat,
            K::Ces => QuestionKind::Ces,
            K::Text => QuestionKind::Text,
            K::Statement => QuestionKind::Statement,
            K::Rating => QuestionKind::Rating { max: max.ok_or(InvalidQuestion::NoMax)? },
            K::Single => QuestionKind::Single { choices: choices.ok_or(InvalidQuestion::NoChoices)? },
            K::Multiple => QuestionKind::Multiple { choices: choices.ok_or(InvalidQuestion::NoChoices)? },
            K::Matrix => {
                let rows = rows.ok_or(InvalidQuestion::NoRows)?;
                QuestionKind::Matrix { rows, columns: columns(max, choices)? }
            }
        })
    }
}

fn columns(max: Option<u8>, choices: Option<Vec<Choice>>) -> Result<Columns, InvalidQuestion> {
    match (max, choices) {
        (Some(max), None) => Ok(Columns::Scale { max }),
        (None, Some(choices)) => Ok(Columns::Choices { choices }),
        _ => Err(InvalidQuestion::NoColumns),
    }
}

fn fit(kind: &QuestionKind, required: bool, options: &QuestionOptions) -> Result<(), InvalidQuestion> {
    match kind {
        QuestionKind::Statement if required || options.not_applicable => {
            return Err(InvalidQuestion::AnsweredStatement);
        }
        QuestionKind::Text if options.not_applicable => return Err(InvalidQuestion::TextNotApplicable),
        _ => {}
    }
    let Some(satisfied) = &options.satisfied_choices else { return Ok(()) };
    if matches!(kind, QuestionKind::Nps | QuestionKind::Text | QuestionKind::Statement) {
        return Err(InvalidQuestion::NeedlessFilter);
    }
    match satisfied.iter().find(|answer| !kind.offers(answer)) {
        Some(unknown) => Err(InvalidQuestion::UnknownSatisfied(unknown.clone())),
        None => Ok(()),
    }
}

impl QuestionKind {
    /// True when this can be the answer, or one of several, or the answer of one row.
    pub(super) fn offers(&self, answer: &Operand) -> bool {
        match (answer, self.scale()) {
            (Operand::Number(number), Some(scale)) => scale.contains(number),
            (Operand::Text(id), None) => {
                id != NOT_APPLICABLE && self.choices().iter().any(|choice| choice.id == *id)
            }
            _ => false,
        }
    }
}
