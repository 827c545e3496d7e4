//! The questions of a campaign: what is asked, how it is answered, when it is shown.
//! Checking what somebody answered lives in `answer`.

use super::AnswerSlot;
use super::display::fields;
use super::form::QuestionForm;
use crate::condition::Condition;
pub use crate::condition::NOT_APPLICABLE;
use crate::name::{LanguageTag, QuestionId};
use crate::question::{Jump, Operand, QuestionKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text in each language of the campaign.
pub type Texts = BTreeMap<LanguageTag, String>;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "QuestionForm")]
pub struct Question {
    /// Also the name of its form control.
    pub id: QuestionId,
    /// What is asked, per language.
    pub texts: Texts,
    /// How it is answered.
    #[serde(flatten)]
    pub kind: QuestionKind,
    /// Must be answered before the form is accepted; never while it is not shown.
    pub required: bool,
    /// When it is shown and what its answers mean.
    #[serde(flatten)]
    pub options: QuestionOptions,
}

/// What most questions leave as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct QuestionOptions {
    /// Offers "does not apply to me", which counts nowhere (M3, E20).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub not_applicable: bool,
    /// Which answers are satisfied ones (E5): numbers of a scale or ids of choices; the kind's own when absent, no
    /// filter when empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfied_choices: Option<Vec<Operand>>,
    /// Shown only when this holds of earlier answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// Where to go on from here: the first jump that holds, else the next question.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub jump_if: Vec<Jump>,
}

/// One choice of a closed question, or one row of a matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stored value; stays when labels change.
    pub id: String,
    /// What is shown, per language.
    pub texts: Texts,
}

impl Question {
    /// The answers that count as satisfied ones; `None` when the question is no filter. NPS is always filtered at 9
    /// and 10 (E8); scales have M3's defaults; choices only what the operator flagged.
    #[must_use]
    pub fn satisfied_choices(&self) -> Option<Vec<Operand>> {
        let own = self.options.satisfied_choices.clone();
        let wanted =
            own.or_else(|| self.kind.usually_satisfied().map(|range| range.map(Operand::Number).collect()));
        wanted.filter(|choices| !choices.is_empty())
    }

    /// Every question whose answers decide whether it is shown, NPS aside, which is always asked.
    pub(crate) fn looks_at(&self) -> impl Iterator<Item = QuestionId> {
        let looked_at = self.options.show_if.iter().flat_map(fields);
        looked_at.filter_map(AnswerSlot::named).map(|slot| slot.question)
    }
}
