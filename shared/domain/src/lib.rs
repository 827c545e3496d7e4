//! What relance decides, as pure functions of values: no clock, no I/O, no AWS. Time arrives as an argument.
//! Storage, transport and rendering live in the other rooms; see ARCHITECTURE.md for the walk.
//!
//! - [`name`]: ids, addresses, languages, derived identifiers
//! - [`organization`]: the account, its connections, rules and people's wishes (opt-outs, suppressions)
//! - [`campaign`]: what is asked, to whom, when
//! - [`trigger`]: business events, the policy that answers "may we invite?", the decision it leaves
//! - [`send`]: the send protocol (one state machine), invitations and staff mails
//! - [`answer`]: a submitted form, its validation, the alert it may raise
//! - [`score`]: NPS and periods, derived from answers and never incremented

pub mod answer;
pub mod campaign;
pub mod condition;
pub mod name;
pub mod organization;
pub mod score;
pub mod send;
pub mod trigger;
