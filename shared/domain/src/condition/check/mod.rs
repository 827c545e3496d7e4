//! Whether a condition can be meant: its fields exist, what it compares can be compared, and no part of it is one that can
//! never hold (A10, D17). What it leaves possible is reckoned in `facts`, single leaves are read in `leaf`.

mod facts;
mod find;
mod leaf;
mod looked;

use super::program::{Compared, Node, Of, Source, Trace};
use super::tree::{Aggregate, Condition, Function, Leaf, Subject};
use super::vocabulary::{FieldKind, Known, Scale, Vocabulary};
use super::wrong::{Why, Wrong};
use facts::Facts;
use looked::Looked;

/// A condition that can be meant, ready to be evaluated.
#[derive(Debug, Clone)]
pub struct Checked<S> {
    written: Condition,
    leaves: usize,
    root: Node<S>,
}

impl<S> Checked<S> {
    /// As it is written.
    #[must_use]
    pub fn written(&self) -> &Condition {
        &self.written
    }

    /// Whether it holds of what the source tells.
    #[must_use]
    pub fn holds(&self, source: &impl Source<S>) -> bool {
        self.root.holds(source, &mut ())
    }

    /// The same, and what was looked at on the way.
    #[must_use]
    pub fn trace<'s>(&'s self, source: &'s impl Source<S>) -> Trace<'s> {
        let mut trace = Trace::with_room(self.leaves);
        trace.holds = self.root.holds(source, &mut trace);
        trace
    }
}

impl Condition {
    /// The condition with its fields found in this place.
    ///
    /// # Errors
    /// Everything that is wrong with what it means.
    pub fn check<V: Vocabulary>(self, vocabulary: &V) -> Result<Checked<V::Slot>, Vec<Wrong>> {
        let mut check = Check { vocabulary, wrong: Vec::new(), leaves: 0 };
        let root = check.part("", &self);
        match root {
            Some(Part { node, .. }) if check.wrong.is_empty() => {
                Ok(Checked { leaves: check.leaves, root: node, written: self })
            }
            _ => Err(check.wrong),
        }
    }
}

struct Check<'v, V> {
    vocabulary: &'v V,
    wrong: Vec<Wrong>,
    leaves: usize,
}

/// A part as it is evaluated, and what is possible while it holds and while it does not; nothing where that cannot be.
struct Part<'c, S> {
    node: Node<S>,
    held: Option<Facts<'c>>,
    missed: Option<Facts<'c>>,
}

/// Parts of one group, with where they stand.
type Parts<'c, S> = Vec<(String, Part<'c, S>)>;

impl<V: Vocabulary> Check<'_, V> {
    /// Nothing when something is wrong with it.
    fn part<'c>(&mut self, at: &str, condition: &'c Condition) -> Option<Part<'c, V::Slot>> {
        let part = match condition {
            Condition::All(parts) => {
                let parts = self.parts(at, "all", parts)?;
                self.all_hold(&parts)?;
                let missed = Facts::any(parts.iter().map(|(_, part)| part.missed.clone()));
                let held = together(parts.iter().map(|(_, part)| &part.held));
                Part { node: Node::All(nodes(parts)), held, missed }
            }
            Condition::Any(parts) => {
                let parts = self.parts(at, "any", parts)?;
                let held = Facts::any(parts.iter().map(|(_, part)| part.held.clone()));
                let missed = together(parts.iter().map(|(_, part)| &part.missed));
                Part { node: Node::Any(nodes(parts)), held, missed }
            }
            Condition::Not(inner) => {
                let Part { node, held, missed } = self.part(&format!("{at}/not"), inner)?;
                Part { node: Node::Not(Box::new(node)), held: missed, missed: held }
            }
            Condition::Leaf(leaf) => self.leaf(at, leaf)?,
        };
        if part.held.is_none() {
            self.wrong.push(Wrong::new(at, never(self.vocabulary, condition)));
            return None;
        }
        Some(part)
    }

    fn parts<'c>(&mut self, at: &str, name: &str, parts: &'c [Condition]) -> Option<Parts<'c, V::Slot>> {
        let places = parts.iter().enumerate().map(|(index, part)| (format!("{at}/{name}/{index}"), part));
        let read: Vec<_> = places
            .map(|(at, part)| {
                let read = self.part(&at, part)?;
                Some((at, read))
            })
            .collect();
        read.into_iter().collect()
    }

    /// Names the first part that excludes what stands before it.
    fn all_hold(&mut self, parts: &Parts<'_, V::Slot>) -> Option<()> {
        let mut before = Facts::default();
        for (index, (at, part)) in parts.iter().enumerate() {
            let Some(held) = &part.held else { continue };
            let Some(both) = before.both(held) else {
                let mut earlier = parts.iter().take(index);
                let other = earlier.find(|(_, other)| together([&other.held, &part.held]).is_none());
                let why =
                    other.map_or(Why::ContradictsAll, |(other, _)| Why::Contradicts { other: other.clone() });
                self.wrong.push(Wrong::new(at, why));
                return None;
            };
            before = both;
        }
        Some(())
    }

    fn leaf<'c>(&mut self, at: &str, leaf: &'c Leaf) -> Option<Part<'c, V::Slot>> {
        let index = self.leaves;
        self.leaves += 1;
        let (of, looked) = match &leaf.subject {
            Subject::Field(field) => match self.vocabulary.find(field) {
                Ok(known) => field_of(known),
                Err(missing) => {
                    let why = Why::UnknownField { field: field.clone(), missing };
                    self.wrong.push(Wrong::in_member(at, "field", why));
                    return None;
                }
            },
            Subject::Aggregate(aggregate) if self.vocabulary.has_transactions() => {
                (Of::Aggregate(aggregate.clone()), aggregated(aggregate))
            }
            Subject::Aggregate(aggregate) => {
                let member = aggregate.function.as_str();
                self.wrong.push(Wrong::in_member(at, member, Why::NoTransactions));
                return None;
            }
        };
        match looked.seek(&leaf.test) {
            Ok(sought) => {
                let [held, missed] = looked.facts(&leaf.subject, &sought);
                let compared = Compared { index, of, probe: sought.probe, wanted: sought.wanted };
                Some(Part { node: Node::Leaf(compared), held, missed })
            }
            Err(refused) => {
                self.wrong.push(Wrong::in_member(at, refused.member, refused.why));
                None
            }
        }
    }
}

fn field_of<S>(known: Known<'_, S>) -> (Of<S>, Looked<'_>) {
    let Known { slot, kind, answer, not_applicable, name: _ } = known;
    (Of::Slot(slot), Looked { kind, answer, not_applicable, always: false })
}

fn aggregated(aggregate: &Aggregate) -> Looked<'static> {
    let (kind, always) = match aggregate.function {
        Function::Count => (FieldKind::Number(Scale::COUNT), true),
        Function::Sum(_) | Function::Max(_) | Function::Min(_) => {
            (FieldKind::Number(Scale::default()), false)
        }
        Function::Latest(_) => (FieldKind::Amount, false),
    };
    Looked { kind, answer: false, not_applicable: false, always }
}

fn nodes<S>(parts: Parts<'_, S>) -> Box<[Node<S>]> {
    parts.into_iter().map(|(_, part)| part.node).collect()
}

/// What is possible while each of them is so.
fn together<'f, 'c: 'f>(parts: impl IntoIterator<Item = &'f Option<Facts<'c>>>) -> Option<Facts<'c>> {
    parts.into_iter().try_fold(Facts::default(), |before, part| before.both(part.as_ref()?))
}

/// Why a part can never hold.
fn never<V: Vocabulary>(vocabulary: &V, condition: &Condition) -> Why {
    let Condition::Leaf(Leaf { subject, .. }) = condition else { return Why::Never };
    let scale = match subject {
        Subject::Field(field) => match vocabulary.find(field).map(|known| known.kind) {
            Ok(FieldKind::Number(scale)) => Some(scale),
            _ => None,
        },
        Subject::Aggregate(Aggregate { function: Function::Count, .. }) => Some(Scale::COUNT),
        Subject::Aggregate(_) => None,
    };
    scale.map_or(Why::Never, |scale| Why::NeverOnScale { scale })
}
