//! A person of the directory and what binds us about their addresses: wishes, and what providers told us.
//! Whether they may be asked is decided in `invitation`.

mod fields;
mod person;
mod reply;
mod standing;

pub use fields::{ContactFields, PersonNow};
pub use person::{Contact, PersonSeen};
pub use reply::SmsReply;
pub(crate) use reply::plain;
pub use standing::{OptOut, OptOutOrigin, Return, Scope, Standing, Stopped, SuppressedBy, Suppression};
