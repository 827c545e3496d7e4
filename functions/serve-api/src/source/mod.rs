//! `/connections` and `/triggers`: where events come from, and what was received.

mod connections;
mod triggers;

use crate::openapi::{Routes, routes};

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(connections::list, connections::create))
        .routes(routes!(connections::get, connections::change))
        .routes(routes!(triggers::list, triggers::accept))
        .routes(routes!(triggers::get))
}
