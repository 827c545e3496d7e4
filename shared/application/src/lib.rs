//! The use cases: load -> decide (pure, in the domain) -> save with a condition -> announce.
//! Transports, tables and rendering live in other rooms, behind [`ports`].
//!
//! - [`invite`]: accept a raw event, plan invitations from it
//! - [`send`]: release what is due, send one mail under the protocol, learn from delivery reports
//! - [`respond`]: links, the survey, its answer, subscriptions
//! - [`follow_up`]: rules on an answer, statistics
//! - [`manage`]: what the API reads and changes
//! - [`stored`]: domain types as records, and the unit of work

pub mod follow_up;
pub mod invite;
pub mod manage;
pub mod ports;
pub mod respond;
pub mod send;
pub mod stored;
