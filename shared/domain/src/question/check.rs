//! What keeps questions from being asked: everything at once, each with its field (B4).
//! Conditions are checked against the order of asking, where NPS is first; whether one can be shown at all, in `reach`.

use crate::name::{LanguageTag, QuestionId};
use crate::question::Missing;
use crate::question::SurveyType;
use crate::question::reach::unreachable;
use crate::question::{
    Asked, Choice, Columns, Condition, Expectation, JumpTarget, NOT_APPLICABLE, Operand, Question,
};
use crate::question::{QuestionKind, Test, Texts};
use std::collections::{BTreeMap, BTreeSet};

/// A question and the JSON path where it is written down, such as `questions.0`.
#[derive(Debug, Clone)]
pub struct Placed<'a> {
    /// Path of the question.
    pub field: String,
    /// The question.
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
    let known = Known {
        place: order.iter().enumerate().map(|(at, question)| (&question.id, (at, *question))).collect(),
    };
    let mut missing = Vec::new();
    for Placed { field, question } in placed {
        let at = known.place.get(&question.id).map_or(usize::MAX, |(at, _)| *at);
        if let Some(condition) = &question.options.show_if {
            if question.kind == QuestionKind::Nps {
                missing
                    .push(Missing::new(format!("{field}.show_if"), "the NPS question is always asked (B10)"));
            }
            missing.extend(known.wrong_condition(condition, at, &format!("{field}.show_if")));
        }
        for (index, jump) in question.options.jump_if.iter().enumerate() {
            let field = format!("{field}.jump_if.{index}");
            let after = at.saturating_add(1);
            missing.extend(known.wrong_condition(&jump.when, after, &format!("{field}.when")));
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
struct Known<'a> {
    place: BTreeMap<&'a QuestionId, (usize, &'a Question)>,
}

impl Known<'_> {
    /// What is wrong with a condition that may look at questions before place `before`.
    fn wrong_condition(&self, condition: &Condition, before: usize, field: &str) -> Vec<Missing> {
        let parts = |name: &str, parts: &[Condition]| {
            let each = parts.iter().enumerate();
            each.flat_map(|(index, part)| {
                self.wrong_condition(part, before, &format!("{field}.{name}.{index}"))
            })
            .collect()
        };
        match condition {
            Condition::All(all) => parts("all", all),
            Condition::Any(any) => parts("any", any),
            Condition::Test(test) => self
                .wrong_test(test, before)
                .map(|(name, reason)| Missing::new(format!("{field}.{name}"), reason))
                .into_iter()
                .collect(),
        }
    }

    fn wrong_test(&self, test: &Test, before: usize) -> Option<(&'static str, String)> {
        let id = &test.question;
        let Some((at, question)) = self.place.get(id) else {
            return Some(("question", format!("there is no question `{id}` here")));
        };
        if *at >= before {
            let reason = format!(
                "`{id}` is not asked before this: conditions can only look back, else questions wait for each other"
            );
            return Some(("question", reason));
        }
        if let Some(reason) = wrong_row(test, question) {
            return Some(("row", reason));
        }
        wrong_expectation(&test.is, question)
    }

    fn wrong_target(&self, target: &JumpTarget, from: usize) -> Option<String> {
        let JumpTarget::Question(id) = target else { return None };
        match self.place.get(id) {
            None => Some(format!("there is no question `{id}` here")),
            Some((at, _)) if *at <= from => Some(format!(
                "`{id}` is not asked after this: jumps lead forward only, else they go in circles"
            )),
            Some(_) => None,
        }
    }
}

fn wrong_row(test: &Test, question: &Question) -> Option<String> {
    let rows = question.kind.rows();
    match &test.row {
        Some(row) if rows.iter().all(|known| known.id != *row) => {
            Some(format!("`{}` has no row `{row}`", question.id))
        }
        None if !rows.is_empty() && !matches!(test.is, Expectation::Answered(_)) => {
            Some(format!("say which row of `{}`", question.id))
        }
        _ => None,
    }
}

/// An expectation that no answer to the question can meet.
fn wrong_expectation(is: &Expectation, question: &Question) -> Option<(&'static str, String)> {
    let id = &question.id;
    let unknown = |wanted: &Operand| {
        let none = *wanted == Operand::Text(NOT_APPLICABLE.to_owned()) && question.options.not_applicable;
        !none && !question.kind.offers(wanted)
    };
    let cannot = |wanted: &Operand| format!("{wanted} cannot be the answer to `{id}`");
    match is {
        _ if !question.kind.is_asked() => {
            Some(("question", format!("`{id}` is a statement: nobody answers it")))
        }
        Expectation::Equals(wanted) => unknown(wanted).then(|| ("equals", cannot(wanted))),
        Expectation::OneOf(wanted) if wanted.is_empty() => {
            Some(("one_of", "give at least one answer".to_owned()))
        }
        Expectation::OneOf(wanted) => {
            wanted.iter().find(|one| unknown(one)).map(|one| ("one_of", cannot(one)))
        }
        Expectation::Band(_) if question.kind != QuestionKind::Nps => {
            Some(("band", format!("`{id}` is not the NPS question: bands are of its scores")))
        }
        Expectation::Within { at_least, at_most } => {
            let name = if at_least.is_some() { "at_least" } else { "at_most" };
            let Some((min, max)) = question.kind.scale() else {
                return Some((name, format!("`{id}` has no scale")));
            };
            let (low, high) = (at_least.unwrap_or(min), at_most.unwrap_or(max));
            let fit = low <= high && low <= max && high >= min && low >= min && high <= max;
            (!fit).then(|| {
                (name, format!("use numbers of the scale of `{id}`, {min} to {max}, the lower one first"))
            })
        }
        Expectation::Band(_) | Expectation::Answered(_) => None,
    }
}
