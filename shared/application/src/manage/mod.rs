//! What the API and the console read and change: load, decide, save with a condition. Decisions about sending and
//! answering live in the other modules; decoding and encoding in `serve-api` and `serve-console`.
//!
//! - [`call`]: what every call shares: refusals, pages, keys, repeated requests
//! - [`setup`]: campaigns, connections, rules, settings
//! - [`sending`]: triggers, decisions, invitations and their resends
//! - [`people`]: contacts, and what binds us about addresses
//! - [`results`]: answers, alerts, figures
//! - [`console`]: who is signed in, and what the console's pages show

pub mod call;
pub mod console;
pub mod people;
pub mod results;
mod route;
pub mod sending;
pub mod setup;

pub use route::{find_route, keep_route, keep_sms_route, sms_routes};
