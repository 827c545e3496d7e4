//! Which questions nobody can ever reach: every way through the questions is walked, as far as answers make a
//! difference. What refers to what is checked in `check`, before this.

use crate::name::QuestionId;
use crate::question::{AnswerValue, Values};
use crate::question::{Asked, Expectation, NOT_APPLICABLE, Operand, Question, Test};
use std::collections::{BTreeMap, BTreeSet};

/// Steps walked at most. A survey that is still not understood then is taken as it is: nothing good is refused.
const MOST_STEPS: usize = 50_000;
/// Choices of a multiple question, and rows of a matrix, whose combinations are walked; where conditions look at more,
/// all is taken as it is.
const MOST_MENTIONED: usize = 8;

/// The questions of this order of asking that no answers lead to.
pub(super) fn unreachable(order: &[&Question]) -> BTreeSet<QuestionId> {
    let questions: Vec<Question> = order.iter().map(|question| (*question).clone()).collect();
    let asked = Asked::of(&questions, 0, "");
    let Some(ways) = ways(&questions) else { return BTreeSet::new() };
    let mut search = Search { ways, asked: &asked, unseen: BTreeSet::new(), steps: 0 };
    search.unseen = questions.iter().map(|question| question.id.clone()).collect();
    search.follow(&mut Vec::new());
    if search.steps < MOST_STEPS { search.unseen } else { BTreeSet::new() }
}

struct Search<'a> {
    asked: &'a Asked<'a>,
    /// Answers that make a difference, per question that somebody looks at.
    ways: BTreeMap<QuestionId, Vec<Option<AnswerValue>>>,
    unseen: BTreeSet<QuestionId>,
    steps: usize,
}

impl Search<'_> {
    /// Walks on from the answers so far, one per question shown, and turns where an answer makes a difference.
    fn follow(&mut self, path: &mut Vec<Option<AnswerValue>>) {
        if self.unseen.is_empty() || self.steps >= MOST_STEPS {
            return;
        }
        let (mut walk, mut values, mut depth) = (self.asked.walk(), Values::new(), 0);
        let length = path.len();
        while let Some(question) = walk.next(&values) {
            self.steps += 1;
            self.unseen.remove(&question.id);
            if depth == path.len() {
                let ways = self.ways.get(&question.id).cloned().unwrap_or_else(|| vec![None]);
                let mut ways = ways.into_iter();
                path.push(ways.next().flatten());
                for way in ways {
                    let mut other: Vec<_> = path.get(..depth).map(<[_]>::to_vec).unwrap_or_default();
                    other.push(way);
                    self.follow(&mut other);
                }
            }
            if let Some(Some(value)) = path.get(depth) {
                values.insert(question.id.clone(), value.clone());
            }
            depth += 1;
        }
        path.truncate(length);
    }
}

/// For each question that somebody looks at: one answer of each group of answers that all tests judge alike; nothing
/// when there are too many combinations.
fn ways(questions: &[Question]) -> Option<BTreeMap<QuestionId, Vec<Option<AnswerValue>>>> {
    let mut tests: BTreeMap<&QuestionId, Vec<&Test>> = BTreeMap::new();
    for question in questions {
        let jumps = question.options.jump_if.iter().map(|jump| &jump.when);
        for test in question.options.show_if.iter().chain(jumps).flat_map(super::Condition::tests) {
            tests.entry(&test.question).or_default().push(test);
        }
    }
    let asked = questions.iter().filter_map(|question| Some((question, tests.get(&question.id)?)));
    asked.map(|(question, tests)| Some((question.id.clone(), different(question, tests)?))).collect()
}

fn different(question: &Question, tests: &[&Test]) -> Option<Vec<Option<AnswerValue>>> {
    let mut seen = BTreeSet::new();
    let judged = |answer: &Option<AnswerValue>| -> Vec<bool> {
        let of_row = |test: &Test| match (answer, &test.row) {
            (Some(AnswerValue::Rows(rows)), Some(row)) => test.holds(rows.get(row)),
            (answer, _) => test.holds(answer.as_ref()),
        };
        tests.iter().map(|test| of_row(test)).collect()
    };
    Some(possible(question, tests)?.into_iter().filter(|answer| seen.insert(judged(answer))).collect())
}

fn possible(question: &Question, tests: &[&Test]) -> Option<Vec<Option<AnswerValue>>> {
    let mut answers: Vec<Option<AnswerValue>> = if question.required { Vec::new() } else { vec![None] };
    if question.kind.rows().is_empty() {
        answers.extend(single(question, tests)?.into_iter().map(Some));
        return Some(answers);
    }
    let mentioned: BTreeSet<_> = tests.iter().filter_map(|test| test.row.as_ref()).collect();
    let mut matrices = vec![BTreeMap::new()];
    for row in mentioned {
        let about: Vec<_> = tests.iter().copied().filter(|test| test.row.as_ref() == Some(row)).collect();
        let cells = distinct(single(question, &about)?, &about, question.required);
        let grown =
            matrices.iter().flat_map(|before| cells.iter().map(move |cell| with(before, row, cell.clone())));
        matrices = grown.collect();
        if matrices.len() > 1 << MOST_MENTIONED {
            return None;
        }
    }
    answers.extend(matrices.into_iter().map(|rows| Some(AnswerValue::Rows(rows))));
    Some(answers)
}

fn with(
    rows: &BTreeMap<String, AnswerValue>,
    row: &str,
    cell: Option<AnswerValue>,
) -> BTreeMap<String, AnswerValue> {
    let mut rows = rows.clone();
    rows.extend(cell.map(|cell| (row.to_owned(), cell)));
    rows
}

fn distinct(cells: Vec<AnswerValue>, tests: &[&Test], required: bool) -> Vec<Option<AnswerValue>> {
    let mut seen = BTreeSet::new();
    let none = (!required).then_some(None);
    let cells = none.into_iter().chain(cells.into_iter().map(Some));
    cells
        .filter(|cell| seen.insert(tests.iter().map(|test| test.holds(cell.as_ref())).collect::<Vec<_>>()))
        .collect()
}

/// Every answer, or one of each kind, to a question or to one row.
fn single(question: &Question, tests: &[&Test]) -> Option<Vec<AnswerValue>> {
    let kind = &question.kind;
    let mut answers: Vec<_> = match (kind.scale(), kind.choices()) {
        (Some((min, max)), _) => (min..=max).map(AnswerValue::Number).collect(),
        (None, []) => vec![AnswerValue::Text(String::from("words"))],
        (None, choices) if matches!(kind, super::QuestionKind::Multiple { .. }) => {
            let mentioned: BTreeSet<String> = tests.iter().flat_map(|test| operands(&test.is)).collect();
            if mentioned.len() > MOST_MENTIONED {
                return None;
            }
            let other = choices.iter().map(|choice| choice.id.clone()).find(|id| !mentioned.contains(id));
            combinations(&mentioned.into_iter().chain(other).collect::<Vec<_>>())
        }
        (None, choices) => choices.iter().map(|choice| AnswerValue::Text(choice.id.clone())).collect(),
    };
    if question.options.not_applicable {
        answers.push(AnswerValue::NotApplicable);
    }
    Some(answers)
}

fn operands(is: &Expectation) -> Vec<String> {
    let text = |operand: &Operand| match operand {
        Operand::Text(id) if id != NOT_APPLICABLE => Some(id.clone()),
        _ => None,
    };
    match is {
        Expectation::Equals(wanted) => text(wanted).into_iter().collect(),
        Expectation::OneOf(wanted) => wanted.iter().filter_map(text).collect(),
        _ => Vec::new(),
    }
}

/// Every non-empty set of these.
fn combinations(ids: &[String]) -> Vec<AnswerValue> {
    let mut sets: Vec<Vec<String>> = vec![Vec::new()];
    for id in ids {
        let with: Vec<_> = sets.iter().map(|set| [set.clone(), vec![id.clone()]].concat()).collect();
        sets.extend(with);
    }
    sets.into_iter().filter(|set| !set.is_empty()).map(AnswerValue::Choices).collect()
}
