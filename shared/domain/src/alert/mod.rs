//! A thing that one person must handle, who that is and by when, and the mail that tells them.
//! What raises it is a `rule`.

mod calendar;
mod definition;
mod facts;
mod routing;
mod staff_mail;

pub use calendar::Calendar;
pub use definition::{Alert, AlertIsDone, AlertKind, AlertStatus, AlertStep};
pub use facts::AlertFacts;
pub use routing::{AlertRouting, FirstContact, InvalidRouting, RoutingRow};
pub use staff_mail::StaffMail;
