//! Figures derived from answers, never incremented: NPS and its interval, periods, folded days.
//! Reading answers and keeping folded days lives in `application::read_statistics`.

mod nps;
mod period;
mod tally;

pub use nps::{Interval, Nps, Scores};
pub use period::{InvalidPeriod, Period, Span};
pub use tally::DayTally;
