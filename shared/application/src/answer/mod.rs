//! The respondent's side: opening a survey, submitting it, following a review link; and reading answers back.
//! Figures over answers live in `report`.

mod answers;
mod empty_tally;
mod open_survey;
mod submit_answer;

pub use answers::{AnswerFilter, Answers, AnswersFound, hidden_because};
pub(crate) use empty_tally::empty_tally;
pub use open_survey::{OpenPublicSurvey, PublicCall};
pub use open_survey::{OpenSurvey, Opened, Standstill, Survey};
pub use open_survey::{Respondent, Visitor};
pub use submit_answer::FollowReview;
pub use submit_answer::{Shown, SubmitAnswer, Submitted};
