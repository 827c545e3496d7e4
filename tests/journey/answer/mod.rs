//! What a respondent meets: the form, its questions, and the promises of public and anonymous surveys.
//! What follows from an answer is in `alert` and `rule`.

mod anonymous;
mod answering;
mod occasion;
mod public;
mod questions;
mod steps;
