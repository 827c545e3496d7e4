//! What is asked, how it is answered, when it is shown; the bank; the values of an answer.
//! Checking what somebody submitted lives in `answer`.

mod asked;
mod bank;
mod check;
mod definition;
mod display;
mod fields;
mod form;
mod kind;
mod missing;
mod reach;
mod survey_type;
mod value;

pub use asked::{Asked, questions_asked};
pub use bank::{BankPick, BankQuestion, Category};
pub use check::{Placed, wrong_logic, wrong_questions};
pub use definition::{Choice, NOT_APPLICABLE, Question, QuestionOptions, Texts};
pub use display::{Jump, JumpTarget, Operand};
pub use fields::AnswerSlot;
pub use form::InvalidQuestion;
pub use kind::{Columns, QuestionKind};
pub use missing::Missing;
pub use survey_type::SurveyType;
pub use value::{AnswerValue, NpsType, Values};

#[cfg(test)]
mod tests;
