//! What a leaf looks at, and the ends of the ranges that are looked for in it.

use crate::condition::program::End;
use crate::condition::tree::Decimal;
use crate::condition::vocabulary::FieldKind;
use jiff::Timestamp;
use std::ops::RangeInclusive;

/// What a leaf looks at, as far as comparing goes.
pub(super) struct Looked<'v> {
    pub(super) kind: FieldKind<'v>,
    pub(super) answer: bool,
    pub(super) not_applicable: bool,
    /// A count is always there.
    pub(super) always: bool,
}

impl Looked<'_> {
    /// The first and the last of what can be counted between two ends.
    pub(super) fn counted(&self, low: Option<End<Point>>, high: Option<End<Point>>) -> RangeInclusive<i128> {
        let unit = match &self.kind {
            FieldKind::Number(scale) if scale.whole => Decimal::ONE,
            _ => 1,
        };
        let floor = |point: Point| point.parts().div_euclid(unit);
        let is_whole = |point: Point| point.parts().rem_euclid(unit) == 0;
        let low =
            low.map_or(i128::MIN, |End { at, belongs }| floor(at) + i128::from(!(belongs && is_whole(at))));
        let high =
            high.map_or(i128::MAX, |End { at, belongs }| floor(at) - i128::from(!belongs && is_whole(at)));
        low..=high
    }
}

/// Where a range ends.
#[derive(Clone, Copy)]
pub(super) enum Point {
    Number(Decimal),
    Instant(Timestamp),
}

impl Point {
    pub(super) fn parts(self) -> i128 {
        match self {
            Self::Number(number) => number.parts(),
            Self::Instant(at) => at.as_nanosecond(),
        }
    }

    pub(super) fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(number),
            Self::Instant(_) => None,
        }
    }

    pub(super) fn instant(self) -> Option<Timestamp> {
        match self {
            Self::Instant(at) => Some(at),
            Self::Number(_) => None,
        }
    }
}

/// An end that belongs to what it ends.
pub(super) fn with(at: Point) -> End<Point> {
    End { at, belongs: true }
}

/// An end just beyond what it ends.
pub(super) fn without(at: Point) -> End<Point> {
    End { at, belongs: false }
}
