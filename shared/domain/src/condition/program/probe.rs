//! What a leaf looks for in one value. Nothing is found in what is absent, and what rules something out is a probe that must
//! not find it; so the operators come in pairs, and only half of them are here.

use super::{Decimal, Folded, Value};
use jiff::{SignedDuration, Timestamp};

/// Something to be found in a value; in several texts, one of them is enough.
#[derive(Debug, Clone)]
pub(in crate::condition) enum Probe {
    /// Anything.
    Filled,
    /// Anything that answers a question.
    Answered,
    /// "Does not apply".
    NotApplicable,
    Text(Folded),
    /// A text that holds this one.
    Within(Folded),
    /// A text that begins with this one.
    Begins(Folded),
    Id(Box<str>),
    /// A number of this range, or a text that is one.
    Number(Stretch<Decimal>),
    Boolean(bool),
    /// A moment of this range.
    Instant(Stretch<Timestamp>),
    /// A moment not in the future, and less than so long ago.
    Since(SignedDuration),
    /// One of several.
    OneOf(Box<[Probe]>),
}

/// Everything between two ends that both belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::condition) struct Stretch<T> {
    pub(in crate::condition) low: Option<End<T>>,
    pub(in crate::condition) high: Option<End<T>>,
}

/// Where a span ends, and whether that belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::condition) struct End<T> {
    pub(in crate::condition) at: T,
    pub(in crate::condition) belongs: bool,
}

impl<T: PartialOrd + Copy> Stretch<T> {
    fn holds(&self, value: T) -> bool {
        let above = |end: End<T>| value > end.at || (end.belongs && value == end.at);
        let below = |end: End<T>| value < end.at || (end.belongs && value == end.at);
        self.low.is_none_or(above) && self.high.is_none_or(below)
    }
}

impl Probe {
    /// Whether it is found in this value; `now` is asked only where it matters.
    #[inline]
    pub(super) fn finds(&self, value: &Value<'_>, now: &impl Fn() -> Timestamp) -> bool {
        if let Self::OneOf(probes) = self {
            return probes.iter().any(|probe| probe.finds(value, now));
        }
        match value {
            Value::Absent => false,
            Value::NotApplicable => matches!(self, Self::NotApplicable | Self::Filled),
            Value::Text(text) => self.finds_in(text),
            Value::Texts(texts) => texts.iter().any(|text| self.finds_in(text)),
            Value::Number(number) => match self {
                Self::Number(span) => span.holds(*number),
                _ => self.asks_for_any(),
            },
            Value::Boolean(boolean) => match self {
                Self::Boolean(wanted) => boolean == wanted,
                _ => self.asks_for_any(),
            },
            Value::Instant(at) => match self {
                Self::Instant(span) => span.holds(*at),
                Self::Since(long) => is_within(*at, now(), *long),
                _ => self.asks_for_any(),
            },
        }
    }

    fn asks_for_any(&self) -> bool {
        matches!(self, Self::Filled | Self::Answered)
    }

    fn finds_in(&self, text: &str) -> bool {
        match self {
            Self::Text(wanted) => wanted.is(text),
            Self::Within(wanted) => wanted.is_within(text),
            Self::Begins(wanted) => wanted.begins(text),
            Self::Id(wanted) => **wanted == *text,
            Self::Number(span) => Decimal::parse(text).is_some_and(|number| span.holds(number)),
            Self::Filled | Self::Answered => !text.trim_start().is_empty(),
            Self::NotApplicable | Self::Boolean(_) | Self::Instant(_) | Self::Since(_) | Self::OneOf(_) => {
                false
            }
        }
    }
}

/// `now - long < at <= now` (D6).
fn is_within(at: Timestamp, now: Timestamp, long: SignedDuration) -> bool {
    at <= now && now.duration_since(at) < long
}
