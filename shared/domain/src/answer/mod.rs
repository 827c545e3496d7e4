//! A submitted form: its values, its validation, the alert that it may raise.
//! Which rules apply to it lives in `organization::Rule`; figures over many answers in `score`.

mod alert;
mod submitted;
mod validate;

pub use alert::{Alert, AlertIsDone, AlertKind, AlertStatus, AlertStep};
pub use submitted::{Answer, AnswerValue, NpsType, Values};
pub use validate::{FieldError, Problem, nps_score, validate};
