//! What conditions can look at in the answers to questions: `answer.<question>`, and `answer.<question>.<row>` of a matrix.
//! Comparing lives in `condition`; which questions there are is said by whoever asks them.

use super::{AnswerValue, Choice, Question, QuestionKind, Values};
use crate::condition::{Field, FieldKind, Known, MissingName, Name, Offer, Scale, Value};
use crate::name::QuestionId;

/// Where the value of an answer is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerSlot {
    /// Whose answer.
    pub question: QuestionId,
    /// Of which row of a matrix.
    pub row: Option<String>,
}

impl AnswerSlot {
    const PREFIX: &'static str = "answer.";

    /// The question and the row that a field names, whether or not there are such.
    pub(crate) fn named(field: &Field) -> Option<Self> {
        let name = field.after(Self::PREFIX)?;
        let (question, row) = match name.split_once('.') {
            Some((question, row)) => (question, Some(row.to_owned())),
            None => (name, None),
        };
        Some(Self { question: QuestionId::parse(question).ok()?, row })
    }

    /// The field of this name, where it begins as one of an answer does.
    pub(crate) fn find<'v>(
        questions: &[&'v Question],
        field: &'v Field,
    ) -> Option<Result<Known<'v, Self>, MissingName>> {
        field.after(Self::PREFIX)?;
        Some(Self::known(questions, field))
    }

    fn known<'v>(questions: &[&'v Question], field: &Field) -> Result<Known<'v, Self>, MissingName> {
        let slot = Self::named(field).ok_or(MissingName::Question)?;
        let question = questions.iter().find(|question| question.id == slot.question);
        let question = question.ok_or(MissingName::Question)?;
        let rows = question.kind.rows();
        let kind = match &slot.row {
            Some(row) if rows.iter().any(|known| known.id == *row) => in_row(&question.kind),
            Some(_) => return Err(MissingName::Row),
            None if question.kind == QuestionKind::Statement => return Err(MissingName::Statement),
            None => whole(&question.kind),
        };
        let name = if is_the_comment(questions, question) {
            Name::Ours("comment")
        } else {
            Name::Texts(&question.texts)
        };
        let known = Known::answered(slot, kind, name);
        Ok(Known { not_applicable: question.options.not_applicable, ..known })
    }

    /// The value among these answers; what was not asked, not shown or not answered is absent.
    #[must_use]
    pub fn among<'s>(&self, values: &'s Values) -> Value<'s> {
        let answer = match (values.get(&self.question), &self.row) {
            (Some(AnswerValue::Rows(rows)), Some(row)) => rows.get(row),
            (answer, None) => answer,
            (_, Some(_)) => None,
        };
        answer.map_or(Value::Absent, AnswerValue::compared)
    }
}

impl AnswerValue {
    /// As conditions look at it.
    pub(crate) fn compared(&self) -> Value<'_> {
        match self {
            Self::Number(number) => Value::Number((*number).into()),
            Self::Text(text) => Value::Text(text),
            Self::Choices(ids) => Value::Texts(ids),
            Self::Rows(rows) if rows.is_empty() => Value::Absent,
            Self::Rows(_) => Value::Boolean(true),
            Self::NotApplicable => Value::NotApplicable,
        }
    }
}

/// Where a campaign asks for free words once only, people call that the comment.
fn is_the_comment(questions: &[&Question], question: &Question) -> bool {
    let texts = questions.iter().filter(|question| question.kind == QuestionKind::Text).count();
    question.kind == QuestionKind::Text && texts == 1
}

fn offers(choices: &[Choice]) -> Vec<Offer<'_>> {
    choices.iter().map(|choice| Offer { id: &choice.id, name: Name::Texts(&choice.texts) }).collect()
}

/// What the answer to a whole question is.
fn whole(kind: &QuestionKind) -> FieldKind<'_> {
    match kind {
        QuestionKind::Single { choices } => FieldKind::Choice(offers(choices)),
        QuestionKind::Multiple { choices } => FieldKind::Choices(offers(choices)),
        QuestionKind::Matrix { .. } => FieldKind::Rows,
        QuestionKind::Text | QuestionKind::Statement => FieldKind::Text,
        QuestionKind::Nps | QuestionKind::Csat | QuestionKind::Ces | QuestionKind::Rating { .. } => {
            scale(kind)
        }
    }
}

/// What the answer to one row of a matrix is.
fn in_row(kind: &QuestionKind) -> FieldKind<'_> {
    match kind.choices() {
        [] => scale(kind),
        choices => FieldKind::Choice(offers(choices)),
    }
}

fn scale(kind: &QuestionKind) -> FieldKind<'_> {
    FieldKind::Number(
        kind.scale().map_or(Scale::default(), |scale| Scale::whole(*scale.start(), *scale.end())),
    )
}
