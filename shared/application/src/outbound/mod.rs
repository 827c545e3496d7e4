//! Calls to endpoints of others: who is told, what is owed, one call made.
//! What happened is said by the subject to which it happened.

mod owe_calls;
mod run_action;
mod webhooks;

pub use owe_calls::MOST_WEBHOOKS;
pub(crate) use owe_calls::{Happening, calls_about, owe};
pub use run_action::{CallEndpoint, RunAction, SignedCall};
pub use webhooks::Webhooks;
