//! What a respondent sees: the survey, the thanks, and the pages behind links that lead nowhere. Each is a whole document
//! that works without a script. Which of them it is, and its status code, is decided by the HTTP function.

mod nowhere;
mod survey;
mod thanks;

pub use nowhere::{Nowhere, nowhere};
pub use survey::{CARRIED, OPENING, SurveyPage, SurveyStep, survey};
pub use thanks::{AnsweredPage, already_answered, thanks};
