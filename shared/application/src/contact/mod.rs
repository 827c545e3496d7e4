//! People of the directory and what binds us about their addresses: wishes by link, by text and by hand, suppressions.
//! Whether somebody is asked is decided in `invitation`.

mod change_subscription;
mod contacts;
mod opt_outs;
mod record_reply;
mod suppressions;

pub use change_subscription::{ChangeSubscription, Subscription, Wish};
pub use contacts::{Contacts, Person};
pub use opt_outs::{OptOutEntry, OptOuts};
pub use record_reply::{InboundText, RecordReply};
pub use suppressions::Suppressions;
