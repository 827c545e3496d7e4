//! Figures derived from answers, never incremented: NPS, CSAT, CES with their intervals, periods, folded days.
//! Reading answers and keeping folded days lives in `application::report`.

mod anytime;
mod nps;
mod period;
mod rating;
mod tally;

pub use anytime::Bounds;
pub use nps::{Interval, Nps, NpsChange, Scores};
pub use period::{InvalidPeriod, Period, Span};
pub use rating::{Mean, Measure, Share, easy_share, satisfied_share};
pub use tally::{Counts, DayTally};
