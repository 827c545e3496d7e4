//! What relance decides, as pure functions of values: no clock, no I/O, no AWS. Time arrives as an argument.
//! Storage, transport and rendering live in the other rooms; see ARCHITECTURE.md for the walk.
//!
//! Each room sees only those above it in this list:
//! - [`name`]: ids, addresses, languages, derived identifiers
//! - [`schedule`]: when, and how often: delays, windows, frequency rules
//! - [`condition`]: the one language of conditions, whatever they are about
//! - [`source`]: where business events come from: connections, raw events, triggers, tasks
//! - [`contact`]: a person, their wishes, and what providers told us of their addresses
//! - [`question`]: what is asked and how it is answered; the bank; the values of an answer
//! - [`account`]: the organization, its keys and settings
//! - [`campaign`]: what is asked, to whom, when, in which words and with which look
//! - [`invitation`]: one ask to one address: policy, decision, send protocol
//! - [`answer`]: a submitted form, its validation, the marks of a program
//! - [`alert`]: a thing that one person must handle
//! - [`rule`]: a condition on answers and what follows
//! - [`outbound`]: calls that are owed to endpoints of others
//! - [`report`]: NPS, CSAT, CES and periods, derived from answers and never incremented

pub mod account;
pub mod alert;
pub mod answer;
pub mod campaign;
pub mod condition;
pub mod contact;
pub mod invitation;
pub mod name;
pub mod outbound;
pub mod question;
pub mod report;
pub mod rule;
pub mod schedule;
pub mod source;
