//! What was looked at, what was found there, and which of it decided: recorded only where somebody asks.
//! How a trace is said in words lives in `words`.

use super::Value;
use crate::condition::tree::{Condition, Decimal};
use jiff::Timestamp;
use serde::Serialize;

/// One leaf as it was looked at.
#[derive(Debug, Clone, Copy)]
pub(in crate::condition) struct Seen<'s> {
    pub(in crate::condition) leaf: usize,
    pub(in crate::condition) value: Value<'s>,
    pub(in crate::condition) holds: bool,
}

/// Takes down what an evaluation looks at.
pub(in crate::condition) trait Recorder<'s> {
    /// How far the record is.
    fn mark(&self) -> usize;
    /// A leaf was looked at.
    fn saw(&mut self, seen: Seen<'s>);
    /// What was looked at between these marks turned out not to matter.
    fn undecide(&mut self, from: usize, to: usize);
}

/// Nobody asks, and nothing is done.
impl<'s> Recorder<'s> for () {
    #[inline]
    fn mark(&self) -> usize {
        0
    }

    #[inline]
    fn saw(&mut self, _: Seen<'s>) {}

    #[inline]
    fn undecide(&mut self, _: usize, _: usize) {}
}

/// The leaves that were looked at, in order; those behind the one that decided a group were not.
#[derive(Debug, Clone, Default)]
pub struct Trace<'s> {
    /// Whether the condition holds.
    pub holds: bool,
    seen: Vec<(Seen<'s>, bool)>,
}

impl<'s> Recorder<'s> for Trace<'s> {
    fn mark(&self) -> usize {
        self.seen.len()
    }

    fn saw(&mut self, seen: Seen<'s>) {
        self.seen.push((seen, true));
    }

    fn undecide(&mut self, from: usize, to: usize) {
        for (_, decides) in self.seen.iter_mut().take(to).skip(from) {
            *decides = false;
        }
    }
}

/// One leaf of a trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// JSON pointer of the leaf.
    pub at: String,
    /// The leaf, as it is written.
    pub leaf: Condition,
    pub found: Found,
    pub holds: bool,
    /// Whether the outcome hangs on it: had it turned out otherwise, so could the condition have.
    pub decides: bool,
}

/// What was found, to be kept and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Found {
    /// Nothing.
    Absent(Option<()>),
    /// A text; of "does not apply", `not_applicable`.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    Number(Decimal),
    /// Yes or no.
    Boolean(bool),
    /// A moment.
    Instant(Timestamp),
}

impl From<Value<'_>> for Found {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Absent => Self::Absent(None),
            Value::NotApplicable => Self::Text("not_applicable".to_owned()),
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Texts(texts) => Self::Texts(texts.to_vec()),
            Value::Number(number) => Self::Number(number),
            Value::Boolean(boolean) => Self::Boolean(boolean),
            Value::Instant(at) => Self::Instant(at),
        }
    }
}

impl Trace<'_> {
    pub(in crate::condition) fn with_room(leaves: usize) -> Self {
        Self { holds: false, seen: Vec::with_capacity(leaves) }
    }

    /// Why the condition does not hold, in English: the comparisons that decided it, as they should have been.
    #[must_use]
    pub fn unmet(&self, condition: &Condition) -> String {
        let leaves = condition.leaves();
        let word = |seen: &Seen<'_>| {
            let leaf = leaves.get(seen.leaf)?;
            Some(if seen.holds { format!("not {leaf}") } else { leaf.to_string() })
        };
        let decisive = self.seen.iter().filter(|(_, decides)| *decides);
        decisive.filter_map(|(seen, _)| word(seen)).collect::<Vec<_>>().join(", nor ")
    }

    /// What was looked at, to be kept and shown beside the condition that it is of.
    #[must_use]
    pub fn steps(&self, condition: &Condition) -> Vec<Step> {
        let (leaves, pointers) = (condition.leaves(), condition.pointers());
        let step = |(seen, decides): &(Seen<'_>, bool)| {
            Some(Step {
                at: pointers.get(seen.leaf)?.clone(),
                leaf: Condition::Leaf((*leaves.get(seen.leaf)?).clone()),
                found: seen.value.into(),
                holds: seen.holds,
                decides: *decides,
            })
        };
        self.seen.iter().filter_map(step).collect()
    }
}
