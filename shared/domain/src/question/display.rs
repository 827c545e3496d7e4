//! Display logic: conditions on earlier answers, and jumps. Evaluated here for the form that is stored; the page's
//! script only shows the same sooner. What may refer to what is checked in `check`.

use super::{AnswerSlot, AnswerValue, NpsType, Question, QuestionKind, Values};
use crate::condition::{
    Checked, Condition, Field, FieldKind, Known, MissingName, Name, Offer, Scale, Source, Subject, Value,
    Vocabulary,
};
use crate::name::QuestionId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

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

/// The fields that display logic can look at: the answers to the first questions of an order of asking.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Earlier<'q> {
    /// All of them, in the order of asking.
    pub(crate) order: &'q [&'q Question],
    /// How many of them are asked before.
    pub(crate) before: usize,
}

/// Where a condition on earlier answers finds a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EarlierSlot {
    Answer(AnswerSlot),
    /// The score that was given to this question.
    Score(QuestionId),
    /// The band of that score.
    Band(QuestionId),
}

const OFFERED: &str = "`answer.<question>`, `nps_score` and `nps_type`";
const SCORE: &str = "nps_score";
const BAND: &str = "nps_type";

impl Vocabulary for Earlier<'_> {
    type Slot = EarlierSlot;

    fn find<'v>(&'v self, field: &'v Field) -> Result<Known<'v, EarlierSlot>, MissingName> {
        let id = looked_at(self.order, field);
        let at = id.and_then(|id| self.order.iter().position(|question| question.id == id));
        let later = at.is_some_and(|at| at >= self.before);
        if later {
            return Err(MissingName::Later);
        }
        let nps = self.order.iter().find(|question| question.kind == QuestionKind::Nps);
        let scored = |slot: fn(QuestionId) -> EarlierSlot, kind, name| {
            let question = nps.ok_or(MissingName::Question)?;
            Ok(Known::answered(slot(question.id.clone()), kind, Name::Ours(name)))
        };
        match field.as_str() {
            SCORE => scored(EarlierSlot::Score, FieldKind::Number(Scale::whole(0, 10)), SCORE),
            BAND => scored(EarlierSlot::Band, FieldKind::Word(bands()), BAND),
            _ => {
                let answer = AnswerSlot::find(self.order, field);
                let answer = answer.map(|found| found.map(|known| known.within(EarlierSlot::Answer)));
                answer.unwrap_or(Err(MissingName::Field { offered: OFFERED }))
            }
        }
    }
}

fn bands() -> Vec<Offer<'static>> {
    let bands = [("Promoter", "promoter"), ("Passive", "passive"), ("Detractor", "detractor")];
    bands.map(|(id, key)| Offer { id, name: Name::Ours(key) }).into()
}

/// The question that a field of display logic looks at, whether or not there is such a one.
pub(super) fn looked_at(order: &[&Question], field: &Field) -> Option<QuestionId> {
    match field.as_str() {
        SCORE | BAND => order
            .iter()
            .find(|question| question.kind == QuestionKind::Nps)
            .map(|question| question.id.clone()),
        _ => AnswerSlot::named(field).map(|slot| slot.question),
    }
}

/// Every field that a condition looks at.
pub(super) fn fields(condition: &Condition) -> Vec<&Field> {
    let leaves = condition.leaves().into_iter();
    leaves
        .filter_map(|leaf| match &leaf.subject {
            Subject::Field(field) => Some(field),
            Subject::Aggregate(_) => None,
        })
        .collect()
}

/// The answers so far.
pub(super) struct SoFar<'a>(pub(super) &'a Values);

impl Source<EarlierSlot> for SoFar<'_> {
    fn value<'s>(&'s self, slot: &'s EarlierSlot) -> Value<'s> {
        match slot {
            EarlierSlot::Answer(slot) => slot.among(self.0),
            EarlierSlot::Score(question) => {
                self.0.get(question).map_or(Value::Absent, |score| score.compared())
            }
            EarlierSlot::Band(question) => {
                let band = self.0.get(question).and_then(AnswerValue::number).and_then(NpsType::of);
                Value::from(band.map(NpsType::as_str))
            }
        }
    }

    /// No answer is a moment, so nothing counts back from now.
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}

/// The conditions of one question, ready to be asked.
#[derive(Debug, Clone)]
pub(super) struct Logic {
    /// When it is shown; always where there is none.
    show_if: Option<LogicCheck>,
    jump_if: Vec<(LogicCheck, JumpTarget)>,
}

/// A condition that names what is gone cannot be asked, and never holds.
type LogicCheck = Option<Checked<EarlierSlot>>;

impl Logic {
    pub(super) fn of(question: &Question, order: &[&Question]) -> Self {
        let earlier = Earlier { order, before: order.len() };
        let ready = |condition: &Condition| condition.clone().check(&earlier).ok();
        let jumps = question.options.jump_if.iter();
        Self {
            show_if: question.options.show_if.as_ref().map(ready),
            jump_if: jumps.map(|jump| (ready(&jump.when), jump.to.clone())).collect(),
        }
    }

    pub(super) fn shows(&self, values: &Values) -> bool {
        self.show_if.as_ref().is_none_or(|condition| holds(condition, values))
    }

    /// Where the first jump that holds leads.
    pub(super) fn jump(&self, values: &Values) -> Option<&JumpTarget> {
        self.jump_if.iter().find(|(when, _)| holds(when, values)).map(|(_, to)| to)
    }
}

fn holds(condition: &LogicCheck, values: &Values) -> bool {
    condition.as_ref().is_some_and(|condition| condition.holds(&SoFar(values)))
}
