//! Calls that are owed to endpoints of others: whom to call, what to say, how often to try.
//! The call itself is made by adapters.

mod action;
mod webhook;

pub use action::{Action, ActionState, CallOutcome, Facts, Verdict};
pub use webhook::{BadTarget, Disabled, Reach, Webhook, WebhookEvent, target};
