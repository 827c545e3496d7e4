//! A submitted form: its values, its validation, the alert that it may raise, the calls that are owed of it.
//! Which rules apply to it lives in `organization::Rule`; figures over many answers in `score`.

mod action;
mod alert;
mod satisfied;
mod signals;
mod submitted;
mod validate;

pub use action::{Action, ActionState, CallOutcome, Facts, Verdict};
pub use alert::{Alert, AlertIsDone, AlertKind, AlertStatus, AlertStep};
pub use satisfied::{is_satisfied, satisfied};
pub use signals::{Manner, Moments, Signal, signals};
pub use submitted::{Answer, AnswerValue, NpsType, ReviewShown, Values};
pub use validate::{FieldError, Form, Problem, Reading, controls, nps_score, read, validate};
