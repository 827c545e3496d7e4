//! The use cases: load -> decide (pure, in the domain) -> save with a condition -> announce.
//! Transports, tables and rendering live in other rooms, behind [`ports`].
//!
//! Each room sees only those above it in this list:
//! - [`kind`]: the table of kinds of records
//! - [`ports`]: what the use cases need of the world
//! - [`stored`]: domain types as records, and the unit of work
//! - [`call`]: one call from outside: refusals, pages, repeats, edits
//! - [`links`]: links that only we can make
//! - [`due`]: the sweep of the due index
//! - [`account`]: the organization, its keys, sign-in, settings; export and import
//! - [`source`]: events from tools and their connections
//! - [`outbound`]: calls to endpoints of others
//! - [`contact`]: people and their wishes
//! - [`question`]: the bank of questions
//! - [`campaign`]: campaigns, versions, look; what is asked
//! - [`invitation`]: planning, sending, evidence, asking by hand
//! - [`rule`]: rules on answers and their evaluation
//! - [`alert`]: handling alerts
//! - [`answer`]: the respondent's side, and reading answers back
//! - [`report`]: figures over many answers

pub mod account;
pub mod alert;
pub mod answer;
pub mod call;
pub mod campaign;
pub mod contact;
pub mod due;
pub mod invitation;
pub mod kind;
pub mod links;
pub mod outbound;
pub mod ports;
pub mod question;
pub mod report;
pub mod rule;
pub mod source;
pub mod stored;
