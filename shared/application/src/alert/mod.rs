//! Alerts: listing them, reading one with its story, handling it.
//! What raises one lives in `rule`.

mod alerts;
mod read_alert;

pub(crate) use alerts::open_alerts;
pub use alerts::{Alerts, Handling};
pub use read_alert::{AlertStory, ReadAlert};
