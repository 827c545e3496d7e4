//! What follows from answers: rules on each one, figures over all of them.
//! Recording an answer lives in `respond`.

mod evaluate_answer;
mod read_nps;

pub use evaluate_answer::EvaluateAnswer;
pub use read_nps::{NpsReading, ReadNps};
