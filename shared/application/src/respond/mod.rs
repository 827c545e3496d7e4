//! What a respondent can do by a link, their own or a public one: see the survey, answer it, change the answer, unsubscribe and return,
//! and the pictures of mails and pages.
//! Pages live in `views`; decoding of forms in `submit-answer`.

mod change_subscription;
mod links;
mod open_survey;
mod questions;
mod show_image;
mod submit_answer;
mod tally;

pub use change_subscription::{ChangeSubscription, Wish};
pub use links::{PublicForm, SurveyLink, UnsubscribeLink, public_path};
pub use open_survey::{
    OpenPublicSurvey, OpenSurvey, Opened, PublicCall, Respondent, Standstill, Survey, Visitor,
};
pub(crate) use questions::{AsOf, answered_as, asking};
pub use show_image::show_image;
pub use submit_answer::{FollowReview, SubmitAnswer, Submitted};
pub(crate) use tally::empty_tally;
