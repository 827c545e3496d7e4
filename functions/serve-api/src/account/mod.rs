//! `/settings`: what holds for the whole organization.

mod settings;

use crate::openapi::{Routes, routes};

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new().routes(routes!(settings::get, settings::change))
}
