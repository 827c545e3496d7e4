//! A condition on answers and what follows from it.
//! The alert it raises lives in `alert`.

mod definition;

pub use definition::{Rule, RuleAction, RuleCondition};
