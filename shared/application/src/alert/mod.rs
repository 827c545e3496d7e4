//! Alerts: listing them, reading one with its story, handling it; the calendars of teams, and who gets which alert.
//! What raises one lives in `rule`.

mod alerts;
mod calendars;
mod read_alert;
mod routing;

pub(crate) use alerts::open_alerts;
pub use alerts::{Alerts, Handling, Which};
pub use calendars::{CalendarDraft, Calendars};
pub use read_alert::{AlertStory, ReadAlert};
pub use routing::Routing;
