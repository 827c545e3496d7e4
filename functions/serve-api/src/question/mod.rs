//! The question bank: `/categories` and `/questions`. Which campaigns ask from it is said by the campaigns.

mod categories;
mod questions;

use crate::Routes;
use categories::CategoryShown;
use questions::BankQuestionShown;

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new()
        .writable::<CategoryShown>()
        .removable::<CategoryShown>()
        .writable::<BankQuestionShown>()
        .removable::<BankQuestionShown>()
}
