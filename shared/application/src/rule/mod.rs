//! Rules on answers: writing them down, evaluating one answer once.
//! The alert that follows is handled in `alert`.

mod evaluate_answer;
mod routed;
mod rules;
mod surroundings;

pub use evaluate_answer::EvaluateAnswer;
pub(crate) use evaluate_answer::{following, wait_s};
pub(crate) use routed::{Raised, Routed};
pub use rules::{Ruled, Rules};
pub(crate) use surroundings::Surroundings;
