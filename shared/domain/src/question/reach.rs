//! Which questions nobody can ever reach: every way through the questions is walked, as far as answers make a
//! difference. What refers to what is checked in `check`, before this.

use crate::condition::{Checked, Condition, Literal, Subject, Test};
use crate::name::QuestionId;
use crate::question::display::{Earlier, EarlierSlot, SoFar, looked_at};
use crate::question::{AnswerSlot, AnswerValue, Asked, NOT_APPLICABLE, Question, QuestionKind, Values};
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

/// One comparison of a condition, by itself.
struct Glance {
    question: QuestionId,
    row: Option<String>,
    leaf: Checked<EarlierSlot>,
    /// Ids of choices that it names.
    ids: Vec<String>,
    /// It compares free words: no list of answers shows every way in which it can turn out.
    of_words: bool,
}

impl Glance {
    /// The comparison by itself; nothing where it cannot be made, and so never holds.
    fn of(condition: &Condition, order: &[&Question]) -> Vec<Self> {
        let leaf = |leaf: &crate::condition::Leaf| {
            let Subject::Field(field) = &leaf.subject else { return None };
            let question = looked_at(order, field)?;
            let kind = order.iter().find(|known| known.id == question).map(|known| &known.kind);
            let is_text = matches!(kind, Some(QuestionKind::Text));
            Some(Self {
                row: AnswerSlot::named(field).and_then(|slot| slot.row),
                question,
                leaf: Condition::Leaf(leaf.clone()).check(&Earlier { order, before: order.len() }).ok()?,
                ids: ids(&leaf.test),
                of_words: is_text && !matches!(leaf.test, Test::Is(_)),
            })
        };
        condition.leaves().into_iter().filter_map(leaf).collect()
    }

    /// How it turns out when this is the answer to its question.
    fn holds(&self, answer: Option<&AnswerValue>) -> bool {
        let values: Values =
            answer.map(|answer| (self.question.clone(), answer.clone())).into_iter().collect();
        self.leaf.holds(&SoFar(&values))
    }

    /// How it turns out when this is the answer to its row.
    fn holds_in_row(&self, cell: Option<&AnswerValue>) -> bool {
        let Some(row) = &self.row else { return self.holds(cell) };
        let rows: BTreeMap<_, _> = cell.map(|cell| (row.clone(), cell.clone())).into_iter().collect();
        self.holds(Some(&AnswerValue::Rows(rows)))
    }
}

fn ids(test: &Test) -> Vec<String> {
    let id = |literal: &Literal| Some(literal.to_string()).filter(|id| id != NOT_APPLICABLE);
    match test {
        Test::Compared(_, literal) => id(literal).into_iter().collect(),
        Test::In(literals) | Test::NotIn(literals) => literals.iter().filter_map(id).collect(),
        Test::Between { .. } | Test::Is(_) | Test::WithinLast(_) => Vec::new(),
    }
}

/// For each question that somebody looks at: one answer of each group of answers that all comparisons judge alike;
/// nothing when there are too many combinations.
fn ways(questions: &[Question]) -> Option<BTreeMap<QuestionId, Vec<Option<AnswerValue>>>> {
    let order: Vec<&Question> = questions.iter().collect();
    let mut looks: BTreeMap<QuestionId, Vec<Glance>> = BTreeMap::new();
    for question in questions {
        let jumps = question.options.jump_if.iter().map(|jump| &jump.when);
        let conditions = question.options.show_if.iter().chain(jumps);
        for look in conditions.flat_map(|condition| Glance::of(condition, &order)) {
            looks.entry(look.question.clone()).or_default().push(look);
        }
    }
    let asked = questions.iter().filter_map(|question| Some((question, looks.get(&question.id)?)));
    asked.map(|(question, looks)| Some((question.id.clone(), different(question, looks)?))).collect()
}

fn different(question: &Question, looks: &[Glance]) -> Option<Vec<Option<AnswerValue>>> {
    let mut seen = BTreeSet::new();
    let judged = |answer: &Option<AnswerValue>| -> Vec<bool> {
        looks.iter().map(|look| look.holds(answer.as_ref())).collect()
    };
    Some(possible(question, looks)?.into_iter().filter(|answer| seen.insert(judged(answer))).collect())
}

fn possible(question: &Question, looks: &[Glance]) -> Option<Vec<Option<AnswerValue>>> {
    if looks.iter().any(|look| look.of_words) {
        return None;
    }
    let mut answers: Vec<Option<AnswerValue>> = if question.required { Vec::new() } else { vec![None] };
    if question.kind.rows().is_empty() {
        answers.extend(single(question, looks)?.into_iter().map(Some));
        return Some(answers);
    }
    let mentioned: BTreeSet<_> = looks.iter().filter_map(|look| look.row.as_ref()).collect();
    let mut matrices = vec![BTreeMap::new()];
    for row in mentioned {
        let about: Vec<_> = looks.iter().filter(|look| look.row.as_ref() == Some(row)).collect();
        let cells = distinct(single(question, looks)?, &about, question.required);
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

fn distinct(cells: Vec<AnswerValue>, looks: &[&Glance], required: bool) -> Vec<Option<AnswerValue>> {
    let mut seen = BTreeSet::new();
    let none = (!required).then_some(None);
    let cells = none.into_iter().chain(cells.into_iter().map(Some));
    let judged = |cell: &Option<AnswerValue>| -> Vec<bool> {
        looks.iter().map(|look| look.holds_in_row(cell.as_ref())).collect()
    };
    cells.filter(|cell| seen.insert(judged(cell))).collect()
}

/// Every answer, or one of each kind, to a question or to one row.
fn single(question: &Question, looks: &[Glance]) -> Option<Vec<AnswerValue>> {
    let kind = &question.kind;
    let mut answers: Vec<_> = match (kind.scale(), kind.choices()) {
        (Some(scale), _) => scale.map(AnswerValue::Number).collect(),
        (None, []) => vec![AnswerValue::Text(String::from("words"))],
        (None, choices) if matches!(kind, QuestionKind::Multiple { .. }) => {
            let mentioned: BTreeSet<String> = looks.iter().flat_map(|look| look.ids.clone()).collect();
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

/// Every non-empty set of these.
fn combinations(ids: &[String]) -> Vec<AnswerValue> {
    let mut sets: Vec<Vec<String>> = vec![Vec::new()];
    for id in ids {
        let with: Vec<_> = sets.iter().map(|set| [set.clone(), vec![id.clone()]].concat()).collect();
        sets.extend(with);
    }
    sets.into_iter().filter(|set| !set.is_empty()).map(AnswerValue::Choices).collect()
}
