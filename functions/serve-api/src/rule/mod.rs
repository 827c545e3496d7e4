//! `/rules`: what follows from an answer.

mod rules;

use crate::ApiRoutes;
use rules::RuleShown;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new().writable::<RuleShown>().removable::<RuleShown>()
}
