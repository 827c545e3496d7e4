//! Whether a condition holds: a checked condition as slots and ready-made comparisons, evaluated from left to right until it
//! is decided. What may be compared is decided in `check`; absent values are explained at the top of the room.

mod fold;
mod probe;
mod trace;

use super::tree::{Aggregate, Decimal};
pub(super) use fold::Folded;
use jiff::Timestamp;
pub(super) use probe::{End, Probe, Stretch};
pub use trace::{Found, Step, Trace};
pub(super) use trace::{Recorder, Seen};

/// Where the values of one evaluation come from: an event, an answer, a contact, a run.
pub trait Source<S> {
    /// What stands in a slot.
    fn value<'s>(&'s self, slot: &'s S) -> Value<'s>;

    /// What the transactions of the person come to; nothing where there are none.
    fn aggregate<'s>(&'s self, aggregate: &'s Aggregate) -> Value<'s> {
        let _ = aggregate;
        Value::Absent
    }

    /// The moment from which `within_last` counts back.
    fn now(&self) -> Timestamp;
}

/// The value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'s> {
    /// None; blank text is none either.
    Absent,
    /// Somebody said that it does not concern them (E20).
    NotApplicable,
    /// Text, or an id.
    Text(&'s str),
    /// Several texts or ids.
    Texts(&'s [String]),
    Number(Decimal),
    /// Yes or no.
    Boolean(bool),
    /// A moment.
    Instant(Timestamp),
}

impl<'s> From<Option<&'s str>> for Value<'s> {
    fn from(text: Option<&'s str>) -> Self {
        text.map_or(Self::Absent, Self::Text)
    }
}

impl<'s> From<&'s Option<String>> for Value<'s> {
    fn from(text: &'s Option<String>) -> Self {
        Self::from(text.as_deref())
    }
}

/// A part of a checked condition.
#[derive(Debug, Clone)]
pub(super) enum Node<S> {
    All(Box<[Node<S>]>),
    Any(Box<[Node<S>]>),
    Not(Box<Node<S>>),
    Leaf(Compared<S>),
}

/// A leaf of a checked condition.
#[derive(Debug, Clone)]
pub(super) struct Compared<S> {
    /// Its place among all leaves, in the order written.
    pub(super) index: usize,
    pub(super) of: Of<S>,
    /// What is looked for.
    pub(super) probe: Probe,
    /// Whether it must be found, or must not.
    pub(super) wanted: bool,
}

/// Where a leaf finds its value.
#[derive(Debug, Clone)]
pub(super) enum Of<S> {
    Slot(S),
    Aggregate(Aggregate),
}

impl<S> Node<S> {
    /// Whether it holds; every leaf that was looked at is recorded.
    pub(super) fn holds<'s, R: Recorder<'s>>(&'s self, source: &'s impl Source<S>, record: &mut R) -> bool {
        match self {
            Self::Leaf(leaf) => leaf.holds(source, record),
            Self::Not(inner) => !inner.holds(source, record),
            Self::All(parts) => !decided(parts, false, source, record),
            Self::Any(parts) => decided(parts, true, source, record),
        }
    }
}

/// Whether one of the parts turns out as `by`, which decides the group; the parts before it then did not.
fn decided<'s, S, R: Recorder<'s>>(
    parts: &'s [Node<S>],
    by: bool,
    source: &'s impl Source<S>,
    record: &mut R,
) -> bool {
    let group = record.mark();
    for part in parts {
        let before = record.mark();
        if part.holds(source, record) == by {
            record.undecide(group, before);
            return true;
        }
    }
    false
}

impl<S> Compared<S> {
    fn holds<'s, R: Recorder<'s>>(&'s self, source: &'s impl Source<S>, record: &mut R) -> bool {
        let value = match &self.of {
            Of::Slot(slot) => source.value(slot),
            Of::Aggregate(aggregate) => source.aggregate(aggregate),
        };
        let holds = self.probe.finds(&value, &|| source.now()) == self.wanted;
        record.saw(Seen { leaf: self.index, value, holds });
        holds
    }
}
