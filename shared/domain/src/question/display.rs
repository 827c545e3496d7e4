//! Display logic: conditions on earlier answers, and jumps. Evaluated here for the form that is stored; the page's
//! script only shows the same sooner. What may refer to what is checked in `check`.

use crate::name::QuestionId;
use crate::question::NOT_APPLICABLE;
use crate::question::{AnswerValue, NpsType, Values};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How deep groups may be nested (A13).
const DEEPEST: usize = 3;

/// Something that may hold of earlier answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ConditionForm", into = "ConditionForm")]
pub enum Condition {
    /// Each of these.
    All(Vec<Condition>),
    /// At least one of these.
    Any(Vec<Condition>),
    /// One answer.
    Test(Test),
}

/// What one answer must be. What was not asked, not shown or not answered is nothing but unanswered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// Whose answer.
    pub question: QuestionId,
    /// Which row of a matrix.
    pub row: Option<String>,
    /// What it must be.
    pub is: Expectation,
}

/// What an answer must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// This; of several choices: among them.
    Equals(Operand),
    /// One of these.
    OneOf(Vec<Operand>),
    /// A score in this band.
    Band(NpsType),
    /// A number of at least or at most so much.
    Within {
        /// Lowest number, inclusive.
        at_least: Option<u8>,
        /// Highest number, inclusive.
        at_most: Option<u8>,
    },
    /// Answered, or not answered; "does not apply" is no answer.
    Answered(bool),
}

/// A number of a scale, or the id of a choice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Operand {
    /// Of a scale.
    Number(u8),
    /// Of choices.
    Text(String),
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "`{number}`"),
            Self::Text(text) => write!(f, "`{text}`"),
        }
    }
}

/// Where to go on when something holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jump {
    /// Of answers up to and including this question's own.
    pub when: Condition,
    /// A later question, or `end`.
    pub to: JumpTarget,
}

/// Where a jump leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum JumpTarget {
    /// A later question.
    Question(QuestionId),
    /// Behind the last question.
    End,
}

impl TryFrom<String> for JumpTarget {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        if text == "end" {
            return Ok(Self::End);
        }
        QuestionId::parse(&text).map(Self::Question).map_err(|error| format!("{error}, or `end`"))
    }
}

impl From<JumpTarget> for String {
    fn from(target: JumpTarget) -> Self {
        match target {
            JumpTarget::Question(id) => id.into(),
            JumpTarget::End => "end".to_owned(),
        }
    }
}

impl Condition {
    /// Whether it holds of these answers.
    #[must_use]
    pub fn holds(&self, values: &Values) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(values)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(values)),
            Self::Test(test) => test.holds(test.answer_in(values)),
        }
    }

    /// Every test in it.
    pub(crate) fn tests(&self) -> Vec<&Test> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::tests).collect(),
            Self::Test(test) => vec![test],
        }
    }

    fn depth(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::depth).max().unwrap_or(0),
            Self::Test(_) => 0,
        }
    }
}

impl Test {
    fn answer_in<'a>(&self, values: &'a Values) -> Option<&'a AnswerValue> {
        let answer = values.get(&self.question)?;
        match (&self.row, answer) {
            (None, answer) => Some(answer),
            (Some(row), AnswerValue::Rows(rows)) => rows.get(row),
            (Some(_), _) => None,
        }
    }

    /// Whether it holds of this answer.
    pub(super) fn holds(&self, answer: Option<&AnswerValue>) -> bool {
        let number = match answer {
            Some(AnswerValue::Number(number)) => Some(*number),
            _ => None,
        };
        match &self.is {
            Expectation::Equals(wanted) => answer.is_some_and(|answer| is(answer, wanted)),
            Expectation::OneOf(wanted) => {
                answer.is_some_and(|answer| wanted.iter().any(|one| is(answer, one)))
            }
            Expectation::Band(band) => number.and_then(NpsType::of) == Some(*band),
            Expectation::Within { at_least, at_most } => number.is_some_and(|number| {
                at_least.is_none_or(|low| number >= low) && at_most.is_none_or(|high| number <= high)
            }),
            Expectation::Answered(wanted) => {
                answer.is_some_and(|answer| *answer != AnswerValue::NotApplicable) == *wanted
            }
        }
    }
}

fn is(answer: &AnswerValue, wanted: &Operand) -> bool {
    match (answer, wanted) {
        (AnswerValue::Number(number), Operand::Number(wanted)) => number == wanted,
        (AnswerValue::Text(id), Operand::Text(wanted)) => id == wanted,
        (AnswerValue::Choices(ids), Operand::Text(wanted)) => ids.contains(wanted),
        (AnswerValue::NotApplicable, Operand::Text(wanted)) => wanted == NOT_APPLICABLE,
        _ => false,
    }
}

/// A condition as it is written down: `{"all": […]}`, `{"any": […]}`, or one test such as
/// `{"question": "q_nps", "band": "Detractor"}`.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ConditionForm {
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<Vec<Condition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any: Option<Vec<Condition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<QuestionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    equals: Option<Operand>,
    #[serde(skip_serializing_if = "Option::is_none")]
    one_of: Option<Vec<Operand>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    band: Option<NpsType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered: Option<bool>,
}

/// Why a condition's parts do not fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCondition {
    /// No group and no question, or more than one of them.
    #[error("a condition is either `all`, or `any`, or a `question` with what its answer must be")]
    NoOrTwoForms,
    /// No expectation, or more than one.
    #[error(
        "say once what the answer must be: `equals`, `one_of`, `band`, `answered`, or `at_least` and `at_most`"
    )]
    NoOrTwoExpectations,
    /// A group without members (A13).
    #[error("a group needs at least one condition")]
    EmptyGroup,
    /// Groups in groups in groups in groups (A13).
    #[error("groups can be nested three deep at most")]
    TooDeep,
}

impl TryFrom<ConditionForm> for Condition {
    type Error = InvalidCondition;
    fn try_from(form: ConditionForm) -> Result<Self, InvalidCondition> {
        let bare = form.row.is_none() && form.no_expectation();
        let group = match (form.all, form.any, form.question) {
            (Some(parts), None, None) if bare => Self::All(parts),
            (None, Some(parts), None) if bare => Self::Any(parts),
            (None, None, Some(question)) => {
                let within = (form.at_least.is_some() || form.at_most.is_some())
                    .then_some(Expectation::Within { at_least: form.at_least, at_most: form.at_most });
                let said = [
                    form.equals.map(Expectation::Equals),
                    form.one_of.map(Expectation::OneOf),
                    form.band.map(Expectation::Band),
                    form.answered.map(Expectation::Answered),
                    within,
                ];
                let mut said = said.into_iter().flatten();
                let (Some(is), None) = (said.next(), said.next()) else {
                    return Err(InvalidCondition::NoOrTwoExpectations);
                };
                return Ok(Self::Test(Test { question, row: form.row, is }));
            }
            _ => return Err(InvalidCondition::NoOrTwoForms),
        };
        match &group {
            Self::All(parts) | Self::Any(parts) if parts.is_empty() => Err(InvalidCondition::EmptyGroup),
            group if group.depth() > DEEPEST => Err(InvalidCondition::TooDeep),
            _ => Ok(group),
        }
    }
}

impl ConditionForm {
    fn no_expectation(&self) -> bool {
        let numbers = self.at_least.is_none() && self.at_most.is_none();
        numbers
            && self.equals.is_none()
            && self.one_of.is_none()
            && self.band.is_none()
            && self.answered.is_none()
    }
}

impl From<Condition> for ConditionForm {
    fn from(condition: Condition) -> Self {
        let blank = Self::default();
        let Test { question, row, is } = match condition {
            Condition::All(parts) => return Self { all: Some(parts), ..blank },
            Condition::Any(parts) => return Self { any: Some(parts), ..blank },
            Condition::Test(test) => test,
        };
        let blank = Self { question: Some(question), row, ..blank };
        match is {
            Expectation::Equals(wanted) => Self { equals: Some(wanted), ..blank },
            Expectation::OneOf(wanted) => Self { one_of: Some(wanted), ..blank },
            Expectation::Band(band) => Self { band: Some(band), ..blank },
            Expectation::Within { at_least, at_most } => Self { at_least, at_most, ..blank },
            Expectation::Answered(wanted) => Self { answered: Some(wanted), ..blank },
        }
    }
}
