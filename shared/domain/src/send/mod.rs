//! The send protocol: one state machine for everything that is mailed, and the things that are mailed.
//! Transports live in adapters; the use case around the machine in `application::send`.

mod health;
mod invitation;
mod outcome;
mod protocol;
mod reminder;
mod staff_mail;
mod state;

pub use health::{HourOfSends, MailFate, SendHealth, TooMany};
pub use invitation::{Invitation, Origin};
pub use outcome::SendOutcome;
pub use protocol::{Command, Effect, Ruling, step};
pub use reminder::{Reminder, needs_no_reminder};
pub use staff_mail::StaffMail;
pub use state::{CancelReason, OnUncertain, SendProgress, SendRules, SendState};
