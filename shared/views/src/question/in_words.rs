//! Answers in words, in the reader's own language, whichever the customer answered in.
//! Read in the mail to an alert's owner and in the console.

use super::said;
use crate::text::Catalogue;
use relance_domain::answer::{Answer, is_satisfied};
use relance_domain::campaign::Campaign;
use relance_domain::name::LanguageTag;
use relance_domain::question::{AnswerValue, Choice, Question, QuestionKind};

/// The first free text of the answer, in the order of the questions.
pub(crate) fn comment<'a>(answer: &'a Answer, campaign: &Campaign) -> Option<&'a str> {
    let open = campaign.questions.iter().filter(|question| question.kind == QuestionKind::Text);
    open.filter_map(|question| answer.values.get(&question.id)).find_map(|value| match value {
        AnswerValue::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

/// What was asked beside the score, and what was answered: `None` where it was skipped.
pub(crate) fn beside_the_score(
    answer: &Answer,
    campaign: &Campaign,
    language: &LanguageTag,
) -> Vec<(String, Option<String>)> {
    let value = |question: &Question| {
        answer.values.get(&question.id).map(|value| in_words(value, question, language))
    };
    let asked = shown(answer, campaign).into_iter().filter(|question| is_beside_the_score(question));
    asked.map(|question| (asked_as(question, language), value(question))).collect()
}

/// The questions beside the score whose answer is not among their satisfied ones (E5), and that answer.
pub(crate) fn unsatisfied(
    answer: &Answer,
    campaign: &Campaign,
    language: &LanguageTag,
) -> Vec<(String, String)> {
    let unhappy = |question: &&Question| {
        is_beside_the_score(question) && is_satisfied(question, &answer.values) == Some(false)
    };
    let said = |question: &Question| {
        let value = answer.values.get(&question.id)?;
        Some((asked_as(question, language), in_words(value, question, language)))
    };
    shown(answer, campaign).into_iter().filter(unhappy).filter_map(said).collect()
}

fn is_beside_the_score(question: &Question) -> bool {
    question.kind != QuestionKind::Nps && question.kind.is_asked()
}

fn shown<'c>(answer: &Answer, campaign: &'c Campaign) -> Vec<&'c Question> {
    let invitation = answer.invitation_id.as_ref().map_or("", |id| id.as_str());
    campaign.asked_by(invitation).shown(&answer.values)
}

fn asked_as(question: &Question, language: &LanguageTag) -> String {
    said(&question.texts, language).unwrap_or(question.id.as_str()).to_owned()
}

fn in_words(value: &AnswerValue, question: &Question, language: &LanguageTag) -> String {
    let words = Catalogue::read_in(language);
    let named = |choices: &[Choice], id: &str| {
        let choice = choices.iter().find(|choice| choice.id == id);
        choice.and_then(|choice| said(&choice.texts, language)).unwrap_or(id).to_owned()
    };
    let label = |id: &str| named(question.kind.choices(), id);
    match value {
        AnswerValue::Number(number) => match question.kind.scale() {
            Some(scale) => {
                words.fill("rating", &[("score", (*number).into()), ("best", (*scale.end()).into())])
            }
            None => number.to_string(),
        },
        AnswerValue::Text(text) => label(text),
        AnswerValue::Choices(ids) => ids.iter().map(|id| label(id)).collect::<Vec<_>>().join(", "),
        AnswerValue::NotApplicable => words.say("not-applicable"),
        AnswerValue::Rows(rows) => {
            let cell = |(row, value): (&String, &AnswerValue)| {
                let label = words.fill("label", &[("label", named(question.kind.rows(), row).into())]);
                format!("{label} {}", in_words(value, question, language))
            };
            rows.iter().map(cell).collect::<Vec<_>>().join(", ")
        }
    }
}
