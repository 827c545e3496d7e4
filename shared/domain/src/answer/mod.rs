//! A submitted form: its values, its validation, whether it bears marks of a program, whether it is a satisfied one.
//! Figures over many answers live in `report`; what follows from one, in `rule`.

mod definition;
mod satisfied;
mod signals;
mod validate;

pub use definition::{Answer, ReviewShown};
pub use satisfied::{is_satisfied, satisfied};
pub use signals::{Manner, Moments, Signal, signals};
pub use validate::{
    FieldError, FieldProblem, Form, Reading, controls, nps_score, read, validate, validate_opening,
};
