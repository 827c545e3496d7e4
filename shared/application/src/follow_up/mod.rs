//! What follows from answers: rules on each one, calls to those who want to be told, figures over all of them.
//! Recording an answer lives in `respond`.

mod evaluate_answer;
mod owe_calls;
mod read_counts;
mod run_action;

pub use evaluate_answer::EvaluateAnswer;
pub(crate) use evaluate_answer::nothing_follows;
pub use owe_calls::MOST_WEBHOOKS;
pub(crate) use owe_calls::{Happening, owe};
pub use read_counts::{ReadCounts, Reading};
pub use run_action::{CallEndpoint, RunAction, SignedCall};
