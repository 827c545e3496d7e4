//! The bank of questions and its categories.
//! A campaign's own questions are part of it, in `campaign`.

mod bank;
mod categories;
mod questions;

pub(crate) use bank::Bank;
pub use categories::Categories;
pub use questions::{NewQuestion, QuestionPlace, Questions};
