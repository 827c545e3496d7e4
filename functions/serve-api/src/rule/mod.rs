//! `/rules`: what follows from an answer.

mod rules;

use crate::openapi::{Routes, routes};

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new().routes(routes!(rules::list, rules::create)).routes(routes!(rules::get, rules::change))
}
