//! The questions that one invitation asks (B7, B10), and in which of them its answers lead (display logic).
//! What a campaign may hold is checked in `check`.

use crate::name::{Digest, QuestionId};
use crate::question::display::Logic;
use crate::question::{JumpTarget, Question, QuestionKind, SurveyType, Values};
use std::collections::BTreeSet;

/// The questions of one invitation, in the order of asking.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// Every question that the campaign could ask; jumps lead along all of them.
    order: Vec<&'a Question>,
    /// The ones that lead: NPS, and what the campaign measures first.
    leading: BTreeSet<&'a QuestionId>,
    /// The ones that this invitation asks.
    drawn: BTreeSet<&'a QuestionId>,
    /// The conditions of each, in the same order.
    logic: Vec<Logic>,
}

impl<'a> Asked<'a> {
    /// NPS first and always (B10), then all others, or `count` of them drawn by the invitation's id, so that a reload
    /// and a reminder ask the same ones (B7), in campaign order. Statements and questions with conditions are extra:
    /// they go with the questions that they look at. What comes twice, and a second NPS, is left out.
    #[must_use]
    pub fn of(questions: &'a [Question], count: usize, invitation: &str) -> Self {
        Self::led_by(SurveyType::Nps, questions, count, invitation)
    }

    /// The same of a campaign that measures something else first (C7): its leading question follows NPS, or is the first
    /// where there is no NPS, and is always asked too.
    #[must_use]
    pub fn led_by(lead: SurveyType, questions: &'a [Question], count: usize, invitation: &str) -> Self {
        let mut seen = BTreeSet::new();
        let once = questions.iter().filter(|question| seen.insert(&question.id));
        let (nps, others): (Vec<_>, Vec<_>) = once.partition(|question| question.kind == QuestionKind::Nps);
        let lead = lead.leading(others.iter().copied()).map(|question| &question.id);
        let (lead, others): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|question| Some(&question.id) == lead);
        let always: Vec<_> = nps.into_iter().take(1).chain(lead).collect();
        let mut free: Vec<_> = others.iter().copied().filter(|question| is_free(question)).collect();
        let order: Vec<_> = always.iter().copied().chain(others).collect();
        let leading: BTreeSet<_> = always.iter().map(|question| &question.id).collect();
        let logic = order.iter().map(|question| Logic::of(question, &order)).collect();
        if count == 0 || count >= free.len() {
            let drawn = order.iter().map(|question| &question.id).collect();
            return Self { order, leading, drawn, logic };
        }
        free.sort_by_key(|question| Digest::of(&["sample", invitation, question.id.as_str()]));
        free.truncate(count);
        let mut drawn: BTreeSet<_> = always.into_iter().chain(free).map(|question| &question.id).collect();
        for question in &order {
            if !is_free(question) && question.looks_at().all(|id| drawn.contains(&id)) {
                drawn.insert(&question.id);
            }
        }
        Self { order, leading, drawn, logic }
    }

    /// The questions, whether or not the answers lead to them.
    pub fn questions(&self) -> impl Iterator<Item = &'a Question> {
        self.order.iter().copied().filter(|question| self.drawn.contains(&question.id))
    }

    /// The questions of the first screen: those that lead and the comment to them, which is the first free text, or each of
    /// them where the answer decides which it is. Nothing when that is all that is asked, or when nothing leads: then
    /// everything is one screen.
    #[must_use]
    pub fn opening(&self) -> Vec<&'a QuestionId> {
        let of_lead = |question: &Question| question.looks_at().all(|id| self.leading.contains(&id));
        let texts = || self.questions().filter(|question| question.kind == QuestionKind::Text);
        let comments: Vec<_> = match texts().next() {
            Some(first) if first.options.show_if.is_none() => vec![&first.id],
            Some(first) if of_lead(first) => {
                let follows = |one: &&Question| one.options.show_if.is_some() && of_lead(one);
                texts().filter(follows).map(|one| &one.id).collect()
            }
            _ => Vec::new(),
        };
        let is_opening = |one: &Question| self.leading.contains(&one.id) || comments.contains(&&one.id);
        let rest = self.questions().any(|one| one.kind.is_asked() && !is_opening(one));
        if self.leading.is_empty() || !rest {
            return Vec::new();
        }
        self.questions().filter(|one| is_opening(one)).map(|one| &one.id).collect()
    }

    /// Every question that the campaign could ask: what jumps lead along.
    #[must_use]
    pub fn order(&self) -> &[&'a Question] {
        &self.order
    }

    /// True when answers decide which questions are shown.
    #[must_use]
    pub fn has_logic(&self) -> bool {
        let rules =
            |question: &&Question| question.options.show_if.is_some() || !question.options.jump_if.is_empty();
        self.order.iter().any(rules)
    }

    /// The questions that these answers lead to.
    #[must_use]
    pub fn shown(&self, values: &Values) -> Vec<&'a Question> {
        let mut walk = self.walk();
        let (mut shown, mut given) = (Vec::new(), Values::new());
        while let Some(question) = walk.next(&given) {
            given.extend(values.get(&question.id).map(|value| (question.id.clone(), value.clone())));
            shown.push(question);
        }
        shown
    }

    /// Begins at the first question.
    pub(crate) fn walk(&self) -> Walk<'_, 'a> {
        Walk { asked: self, next: 0, resume: 0 }
    }
}

/// Counted in a sample: neither a statement nor somebody's follow-up.
fn is_free(question: &Question) -> bool {
    let counted = question.kind.is_asked();
    counted && question.options.show_if.is_none()
}

/// A way through the questions, one by one, along the answers so far.
pub(crate) struct Walk<'w, 'a> {
    asked: &'w Asked<'a>,
    /// Position of the next candidate.
    next: usize,
    /// Where the latest jump led.
    resume: usize,
}

impl<'a> Walk<'_, 'a> {
    /// The next question that is shown, when these are the answers to the ones before.
    pub(crate) fn next(&mut self, values: &Values) -> Option<&'a Question> {
        self.jump(values);
        loop {
            let question = self.asked.order.get(self.next).copied()?;
            let logic = self.asked.logic.get(self.next);
            self.next += 1;
            let reached = self.next > self.resume && self.asked.drawn.contains(&question.id);
            if reached && logic.is_none_or(|logic| logic.shows(values)) {
                return Some(question);
            }
        }
    }

    /// Leaves the question that was shown last by its first jump that holds.
    fn jump(&mut self, values: &Values) {
        let left = self.next.checked_sub(1).and_then(|at| self.asked.logic.get(at));
        let Some(to) = left.and_then(|left| left.jump(values)) else { return };
        let order = &self.asked.order;
        self.resume = match to {
            JumpTarget::End => order.len(),
            // A target that is gone leads nowhere; one behind us cannot be saved.
            JumpTarget::Question(id) => {
                order.iter().position(|question| question.id == *id).unwrap_or(self.next)
            }
        };
    }
}

/// The questions that one invitation asks: see [`Asked::of`].
#[must_use]
pub fn questions_asked<'a>(questions: &'a [Question], count: usize, invitation: &str) -> Vec<&'a Question> {
    Asked::of(questions, count, invitation).questions().collect()
}
