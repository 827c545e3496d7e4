//! What keeps questions from being asked: everything at once, each with its field (B4).
//! Conditions are checked against the order of asking, where NPS is first; whether one can be shown at all, in `reach`.

use crate::condition::Condition;
use crate::name::{LanguageTag, QuestionId};
use crate::question::display::Earlier;
use crate::question::reach::unreachable;
use crate::question::{
    Asked, Choice, Columns, JumpTarget, Missing, NOT_APPLICABLE, Question, QuestionKind, SurveyType, Texts,
};
use std::collections::{BTreeMap, BTreeSet};

/// A question and the JSON path where it is written down, such as `questions.0`.
#[derive(Debug, Clone)]
pub struct Placed<'a> {
    /// Path of the question.
    pub field: String,
    pub question: &'a Question,
}

/// What makes questions unfit to be asked in these languages, their conditions aside.
#[must_use]
pub fn wrong_questions(placed: &[Placed<'_>], languages: &[&LanguageTag]) -> Vec<Missing> {
    let mut missing = Vec::new();
    let mut seen = BTreeSet::new();
    for Placed { field, question } in placed {
        if !seen.insert(&question.id) {
            missing.push(Missing::new(format!("{field}.id"), "each question needs an id of its own"));
        }
        missing.extend(missing_languages(languages, &question.texts, &format!("{field}.texts")));
        missing.extend(wrong_kind(languages, &question.kind, field));
    }
    let mut scores = placed.iter().filter(|placed| placed.question.kind == QuestionKind::Nps);
    if let (Some(_), Some(second)) = (scores.next(), scores.next()) {
        let field = second.field.rsplit_once('.').map_or(second.field.as_str(), |(list, _)| list);
        missing.push(Missing::new(field, "ask the NPS question once"));
    }
    missing
}

fn wrong_kind(languages: &[&LanguageTag], kind: &QuestionKind, field: &str) -> Vec<Missing> {
    let mut missing = Vec::new();
    if let QuestionKind::Rating { max } | QuestionKind::Matrix { columns: Columns::Scale { max }, .. } = kind
        && !(2..=10).contains(max)
    {
        missing.push(Missing::new(format!("{field}.max"), "use a scale that ends between 2 and 10"));
    }
    if matches!(kind, QuestionKind::Single { .. } | QuestionKind::Multiple { .. })
        || matches!(kind, QuestionKind::Matrix { columns: Columns::Choices { .. }, .. })
    {
        missing.extend(wrong_choices(languages, kind.choices(), &format!("{field}.choices"), 2));
    }
    if let QuestionKind::Matrix { rows, .. } = kind {
        missing.extend(wrong_choices(languages, rows, &format!("{field}.rows"), 1));
        let plain = |id: &str| id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        let odd = rows.iter().enumerate().filter(|(_, row)| row.id.is_empty() || !plain(&row.id));
        missing.extend(odd.map(|(index, _)| {
            Missing::new(format!("{field}.rows.{index}.id"), "use letters, digits, `-` and `_` only")
        }));
    }
    missing
}

fn wrong_choices(languages: &[&LanguageTag], choices: &[Choice], field: &str, least: usize) -> Vec<Missing> {
    let mut missing = Vec::new();
    let distinct: BTreeSet<_> = choices.iter().map(|choice| &choice.id).collect();
    if choices.len() < least || distinct.len() < choices.len() {
        let many = if least == 1 { "one row" } else { "two choices" };
        missing.push(Missing::new(field, format!("give at least {many} with ids of their own")));
    }
    for (index, choice) in choices.iter().enumerate() {
        if choice.id == NOT_APPLICABLE {
            let reason = format!("`{NOT_APPLICABLE}` is said by the field of that name: use another id");
            missing.push(Missing::new(format!("{field}.{index}.id"), reason));
        }
        missing.extend(missing_languages(languages, &choice.texts, &format!("{field}.{index}.texts")));
    }
    missing
}

fn missing_languages(languages: &[&LanguageTag], texts: &Texts, field: &str) -> Vec<Missing> {
    let blank = |language: &&&LanguageTag| texts.get(**language).is_none_or(|text| text.trim().is_empty());
    let languages = languages.iter().filter(blank);
    languages
        .map(|language| Missing::new(format!("{field}.{language}"), "write it in this language too"))
        .collect()
}

/// Conditions and jumps that cannot work: they look at what is not asked before, lead nowhere, or leave a question
/// that nobody can ever reach. Looking back only is also what keeps two questions from waiting for each other.
#[must_use]
pub fn wrong_logic(lead: SurveyType, placed: &[Placed<'_>]) -> Vec<Missing> {
    let questions: Vec<Question> = placed.iter().map(|placed| placed.question.clone()).collect();
    let order: Vec<&Question> = Asked::led_by(lead, &questions, 0, "").questions().collect();
    let known =
        AskedBefore { place: order.iter().enumerate().map(|(at, question)| (&question.id, at)).collect() };
    let mut missing = Vec::new();
    for Placed { field, question } in placed {
        let at = known.place.get(&question.id).copied().unwrap_or(usize::MAX);
        if let Some(condition) = &question.options.show_if {
            if question.kind == QuestionKind::Nps {
                missing
                    .push(Missing::new(format!("{field}.show_if"), "the NPS question is always asked (B10)"));
            }
            missing.extend(wrong_condition(&order, at, condition, &format!("{field}.show_if")));
        }
        for (index, jump) in question.options.jump_if.iter().enumerate() {
            let field = format!("{field}.jump_if.{index}");
            let after = at.saturating_add(1);
            missing.extend(wrong_condition(&order, after, &jump.when, &format!("{field}.when")));
            missing.extend(
                known.wrong_target(&jump.to, at).map(|reason| Missing::new(format!("{field}.to"), reason)),
            );
        }
    }
    if missing.is_empty() {
        let dead = unreachable(&order);
        let dead = placed.iter().filter(|placed| dead.contains(&placed.question.id));
        missing.extend(dead.map(|Placed { field, .. }| {
            Missing::new(field, "no answers lead to this question: mend its condition, or the jumps over it")
        }));
    }
    missing
}

/// The questions by id, with their place in the order of asking.
struct AskedBefore<'a> {
    place: BTreeMap<&'a QuestionId, usize>,
}

impl AskedBefore<'_> {
    fn wrong_target(&self, target: &JumpTarget, from: usize) -> Option<String> {
        let JumpTarget::Question(id) = target else { return None };
        match self.place.get(id) {
            None => Some(format!("there is no question `{id}` here")),
            Some(at) if *at <= from => Some(format!(
                "`{id}` is not asked after this: jumps lead forward only, else they go in circles"
            )),
            Some(_) => None,
        }
    }
}

/// What is wrong with a condition that may look at the first `before` questions.
fn wrong_condition(order: &[&Question], before: usize, condition: &Condition, field: &str) -> Vec<Missing> {
    let wrong = condition.clone().check(&Earlier { order, before }).err().unwrap_or_default();
    wrong.iter().map(|wrong| Missing::new(wrong.path(field), wrong.to_string())).collect()
}
