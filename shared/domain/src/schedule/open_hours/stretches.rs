//! Working hours as stretches of real time, in order, through changes of clocks.
//! What is counted in them is said in the parent.

use super::{Hours, OpenHours};
use crate::schedule::{ClockTime, Day};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// Days that are looked at for one deadline: eleven years, more than all closed days in a row.
const HORIZON_DAYS: usize = 4_000;

/// A stretch of real time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OpenStretch {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
}

/// A part of a local day without a change of clocks.
struct DayPiece {
    whole: OpenStretch,
    offset: Offset,
}

impl OpenHours {
    /// Open stretches that are not over at `at`, in order; the first one begins no earlier.
    pub(super) fn stretches_from(&self, at: Timestamp) -> impl Iterator<Item = OpenStretch> + '_ {
        let first = at.to_zoned(self.zone.clone()).date();
        let days = std::iter::successors(Some(first), |day| day.tomorrow().ok()).take(HORIZON_DAYS);
        let all = days.flat_map(|day| self.stretches_of(day));
        all.filter(move |stretch| at < stretch.to)
            .map(move |stretch| OpenStretch { from: stretch.from.max(at), ..stretch })
    }

    /// Open stretches of one local day. Between two changes of clocks a wall clock runs as time does; so the day is taken in
    /// pieces of one offset, in each of which hours are an interval of instants.
    pub(super) fn stretches_of(&self, day: Date) -> impl Iterator<Item = OpenStretch> + '_ {
        let hours = if self.closed.contains(&day) { &[] } else { self.hours_of(day) };
        let pieces = if hours.is_empty() { Vec::new() } else { self.pieces_of(day) };
        pieces.into_iter().flat_map(move |piece| {
            hours.iter().filter_map(move |hours| {
                let at = |time: ClockTime| piece.offset.to_timestamp(time.on(day)).ok();
                let from = at(hours.from)?.max(piece.whole.from);
                let to = at(hours.to)?.min(piece.whole.to);
                (from < to).then_some(OpenStretch { from, to })
            })
        })
    }

    /// The hours of a day of the week, closed or not.
    pub(super) fn hours_of(&self, day: Date) -> &[Hours] {
        self.days.get(&Day::of(day)).map(Vec::as_slice).unwrap_or_default()
    }

    fn pieces_of(&self, day: Date) -> Vec<DayPiece> {
        let begins = |day: Date| day.to_zoned(self.zone.clone()).ok().map(|zoned| zoned.timestamp());
        let (Some(mut from), Some(end)) = (begins(day), day.tomorrow().ok().and_then(begins)) else {
            return Vec::new();
        };
        let mut pieces = Vec::new();
        while from < end {
            let change = self.zone.following(from).next().map(|change| change.timestamp());
            let to = change.map_or(end, |change| change.min(end));
            pieces.push(DayPiece { whole: OpenStretch { from, to }, offset: self.zone.to_offset(from) });
            from = to;
        }
        pieces
    }
}
