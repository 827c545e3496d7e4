//! Calls that are owed to endpoints of others: whom to call, what to say, how often to try.
//! The call itself is made by adapters.

mod action;
mod webhook;

pub use action::{Action, ActionState, CallFacts, CallOutcome, Verdict};
pub use webhook::{BadTarget, CallReach, Disabled, Webhook, WebhookEvent, target};
