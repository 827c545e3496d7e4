//! A condition on answers and what follows from it.
//! The alert it raises lives in `alert`.

mod definition;
mod fields;

pub use definition::{Need, Rule, RuleAction};
pub use fields::{Answered, RuleFields, RuleSlot};
