//! A question as people meet it: as a named control of a form, or with its answer in words.
//! What may be asked, and which answers are good ones, is the domain's.

mod control;
mod in_words;
mod options;

use crate::text::Catalogue;
pub(crate) use control::{Progress, QuestionField, Sight};
pub(crate) use in_words::{beside_the_score, comment, unsatisfied};
use relance_domain::answer::{FieldError, FieldProblem, Form};
use relance_domain::name::{LanguageTag, QuestionId};
use relance_domain::question::{QuestionKind, Texts};

/// What a form holds, and what became of it.
#[derive(Debug, Clone, Copy)]
pub struct Filled<'a> {
    /// What was chosen or written so far.
    pub form: &'a Form,
    /// What must be mended.
    pub errors: &'a [FieldError],
    /// Questions that came to light by the answers just sent.
    pub fresh: &'a [QuestionId],
}

impl<'a> Filled<'a> {
    /// This form, with which nothing is wrong.
    #[must_use]
    pub const fn with(form: &'a Form) -> Self {
        Self { form, errors: &[], fresh: &[] }
    }

    /// What one control holds.
    fn given(&self, control: &str) -> &'a [String] {
        self.form.get(control).map_or(&[], Vec::as_slice)
    }

    /// What is wrong with one control, in words.
    fn wrong(&self, control: &str, words: Catalogue) -> Option<String> {
        let error = self.errors.iter().find(|error| error.field == control)?;
        Some(correction(words, error.problem))
    }
}

/// A text in one language, else in another: questions of the bank may lack one.
pub(crate) fn said<'t>(texts: &'t Texts, language: &LanguageTag) -> Option<&'t str> {
    texts.get(language).or_else(|| texts.values().next()).map(String::as_str)
}

/// What to do about an answer, beside its field.
pub(crate) fn correction(words: Catalogue, problem: FieldProblem) -> String {
    match problem {
        FieldProblem::Required => words.say("correction-missing"),
        FieldProblem::NotOnScale { min, max } => {
            words.fill("correction-scale", &[("min", min.into()), ("max", max.into())])
        }
        FieldProblem::NotAChoice | FieldProblem::OnlyOne | FieldProblem::NotAsked => {
            words.say("correction-choice")
        }
        FieldProblem::TooLong { max } => words.fill("correction-long", &[("max", max.into())]),
    }
}

/// The meaning of the lowest and of the highest number of a question's scale.
pub(crate) fn scale_ends(words: Catalogue, kind: &QuestionKind) -> [String; 2] {
    let [low, high] = match kind {
        QuestionKind::Nps => ["nps-low", "nps-high"],
        QuestionKind::Csat => ["csat-low", "csat-high"],
        QuestionKind::Ces => ["ces-low", "ces-high"],
        _ => ["rating-low", "rating-high"],
    };
    [words.say(low), words.say(high)]
}
