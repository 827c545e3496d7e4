//! A thing that one person must handle, and the mail that tells them.
//! What raises it is a `rule`.

mod definition;
mod facts;
mod staff_mail;

pub use definition::{Alert, AlertIsDone, AlertKind, AlertStatus, AlertStep};
pub use facts::AlertFacts;
pub use staff_mail::StaffMail;
