//! The question bank: `/categories` and `/questions`. Which campaigns ask from it is said by the campaigns.

mod categories;
mod questions;

use crate::ApiRoutes;
use categories::CategoryShown;
use questions::BankQuestionShown;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .writable::<CategoryShown>()
        .removable::<CategoryShown>()
        .writable::<BankQuestionShown>()
        .removable::<BankQuestionShown>()
}
