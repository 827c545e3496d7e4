//! The questions of a campaign and the ones that one invitation asks (B7, B10).
//! Checking what somebody answered lives in `answer`.

use crate::name::{Digest, LanguageTag, QuestionId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text in each language of the campaign.
pub type Texts = BTreeMap<LanguageTag, String>;

/// One question.
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
    /// Must be answered before the form is accepted.
    pub required: bool,
}

/// A question as it is written down. Read through this flat form because serde's `flatten` would take unknown
/// fields silently, and with `deny_unknown_fields` would refuse the known ones.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionForm {
    id: QuestionId,
    #[serde(default)]
    texts: Texts,
    kind: KindName,
    max: Option<u8>,
    choices: Option<Vec<Choice>>,
    #[serde(default)]
    required: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindName {
    Nps,
    Csat,
    Ces,
    Rating,
    Single,
    Multiple,
    Text,
}

/// Why a question's parts do not fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidQuestion {
    /// A rating without its scale.
    #[error("a question of kind `rating` needs `max`")]
    NoMax,
    /// A closed question without its choices.
    #[error("a question of kind `single` or `multiple` needs `choices`")]
    NoChoices,
    /// A scale on a question that has none, or another one.
    #[error("`max` belongs to questions of kind `rating` only")]
    NeedlessMax,
    /// Choices on a question that offers none.
    #[error("`choices` belong to questions of kind `single` or `multiple` only")]
    NeedlessChoices,
}

impl TryFrom<QuestionForm> for Question {
    type Error = InvalidQuestion;
    fn try_from(form: QuestionForm) -> Result<Self, InvalidQuestion> {
        let closed = matches!(form.kind, KindName::Single | KindName::Multiple);
        if form.max.is_some() && form.kind != KindName::Rating {
            return Err(InvalidQuestion::NeedlessMax);
        }
        if form.choices.is_some() && !closed {
            return Err(InvalidQuestion::NeedlessChoices);
        }
        let choices = || form.choices.ok_or(InvalidQuestion::NoChoices);
        let kind = match form.kind {
            KindName::Nps => QuestionKind::Nps,
            KindName::Csat => QuestionKind::Csat,
            KindName::Ces => QuestionKind::Ces,
            KindName::Text => QuestionKind::Text,
            KindName::Rating => QuestionKind::Rating { max: form.max.ok_or(InvalidQuestion::NoMax)? },
            KindName::Single => QuestionKind::Single { choices: choices()? },
            KindName::Multiple => QuestionKind::Multiple { choices: choices()? },
        };
        Ok(Self { id: form.id, texts: form.texts, kind, required: form.required })
    }
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// One choice of a closed question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stored value; stays when labels change.
    pub id: String,
    /// What is shown, per language.
    pub texts: Texts,
}

impl QuestionKind {
    /// Lowest and highest number of a scale; `None` for other kinds.
    #[must_use]
    pub fn scale(&self) -> Option<(u8, u8)> {
        match self {
            Self::Nps => Some((0, 10)),
            Self::Csat => Some((1, 5)),
            Self::Ces => Some((1, 7)),
            Self::Rating { max } => Some((1, *max)),
            Self::Single { .. } | Self::Multiple { .. } | Self::Text => None,
        }
    }

    /// The choices of a closed question.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Single { choices } | Self::Multiple { choices } => choices,
            _ => &[],
        }
    }

    /// Longest free text taken, in characters.
    pub const MAX_TEXT: usize = 4_000;
}

/// The questions that one invitation asks: NPS first and always (B10), then all, or `count` of the others
/// drawn by the invitation's id, so that a reload and a reminder ask the same ones (B7), in campaign order.
#[must_use]
pub fn questions_asked<'a>(questions: &'a [Question], count: usize, invitation: &str) -> Vec<&'a Question> {
    let (nps, others): (Vec<_>, Vec<_>) = questions.iter().partition(|q| q.kind == QuestionKind::Nps);
    let mut drawn: Vec<_> = others.iter().enumerate().collect();
    if count > 0 && count < drawn.len() {
        drawn.sort_by_key(|(_, question)| Digest::of(&["sample", invitation, question.id.as_str()]));
        drawn.truncate(count);
        drawn.sort_by_key(|(position, _)| *position);
    }
    nps.into_iter().chain(drawn.into_iter().map(|(_, question)| *question)).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]
    use super::*;
    use proptest::prelude::*;

    fn bank(others: usize) -> Vec<Question> {
        let ask = |id: String, kind| Question {
            id: QuestionId::parse(&id).unwrap(),
            texts: Texts::new(),
            kind,
            required: false,
        };
        let mut questions: Vec<_> = (0..others).map(|n| ask(format!("q_{n}"), QuestionKind::Text)).collect();
        questions.insert(others / 2, ask("q_nps".to_owned(), QuestionKind::Nps));
        questions
    }

    #[test]
    fn every_kind_reads_back_as_it_was_written() {
        let choices = || vec![Choice { id: "yes".to_owned(), texts: Texts::new() }];
        let kinds = [
            QuestionKind::Nps,
            QuestionKind::Csat,
            QuestionKind::Ces,
            QuestionKind::Rating { max: 7 },
            QuestionKind::Single { choices: choices() },
            QuestionKind::Multiple { choices: choices() },
            QuestionKind::Text,
        ];

        for kind in kinds {
            let id = QuestionId::parse("q_1").unwrap();
            let question = Question { id, texts: Texts::new(), kind, required: true };
            let written = serde_json::to_value(&question).unwrap();
            assert_eq!(serde_json::from_value::<Question>(written).unwrap(), question);
        }
    }

    #[test]
    fn parts_that_do_not_fit_together_are_named() {
        let table = [
            (r#"{"id":"q_1","kind":"nps","colour":"red"}"#, "unknown field `colour`"),
            (r#"{"id":"q_1","kind":"rating"}"#, "a question of kind `rating` needs `max`"),
            (r#"{"id":"q_1","kind":"nps","max":10}"#, "`max` belongs to questions of kind `rating` only"),
            (r#"{"id":"q_1","kind":"single"}"#, "a question of kind `single` or `multiple` needs `choices`"),
            (r#"{"id":"q_1","kind":"text","choices":[]}"#, "`choices` belong to questions of kind"),
        ];

        for (text, expected) in table {
            let error = serde_json::from_str::<Question>(text).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{text}: {error}");
        }
    }

    #[test]
    fn f8_three_of_twelve_and_nps_first() {
        let questions = bank(12);

        let asked = questions_asked(&questions, 3, "inv_1");

        assert_eq!(asked.len(), 4);
        assert_eq!(asked.first().unwrap().id.as_str(), "q_nps");
        assert_eq!(asked, questions_asked(&questions, 3, "inv_1"));
        assert_eq!(questions_asked(&questions, 0, "inv_1").len(), 13);
    }

    proptest! {
        #[test]
        fn a_sample_is_distinct_ordered_and_of_the_wanted_size(others in 0..20_usize, count in 0..25_usize, id in "[a-z]{1,8}") {
            let questions = bank(others);
            let asked = questions_asked(&questions, count, &id);
            let expected = if count == 0 { others } else { count.min(others) };
            prop_assert_eq!(asked.len(), expected + 1);
            let positions: Vec<_> = asked.iter().skip(1).map(|q| questions.iter().position(|o| o.id == q.id)).collect();
            prop_assert!(positions.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
