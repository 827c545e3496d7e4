//! Text messages (R3.10): what they say and how long they are, at which hours and how many may go, what a reply means.
//! To whom they go is the policy's affair; their built-in words live in `views`.

mod hours;
mod length;
mod policy;
mod reply;
mod wording;

pub use hours::{InvalidSmsHours, SmsHours};
pub use length::{Encoding, SmsLength, thrifty};
pub use policy::{SmsMonth, SmsPolicy};
pub use reply::SmsReply;
pub use wording::{SMS_VARIABLES, fill_sms, says_how_to_stop, wrong_sms};
