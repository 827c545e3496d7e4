//! When, and how often: delays, windows, working hours, the hours of text messages, frequency rules. Pure values of time.
//! What is done at those times lives with the subject that is timed.

mod delay;
mod frequency;
mod open_hours;
mod text_hours;
mod window;

pub use delay::{Delay, InvalidDelay};
pub use frequency::{
    Bound, FirstFree, FrequencyRule, FrequencyScope, InvalidFrequency, Limit, Per, SendTrace, SetBy,
    first_free,
};
pub use open_hours::{DayRun, Deadline, Hours, InvalidOpenHours, OpenHours, OpenHoursForm};
pub use text_hours::{InvalidSmsHours, SmsHours};
pub use window::{ClockTime, Day, InvalidWindow, Opening, SendWindow, ZoneOf};
