//! `/rules`: what follows from an answer.

mod rules;

use crate::Routes;
use rules::RuleShown;

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new().writable::<RuleShown>()
}
