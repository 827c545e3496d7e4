//! `/alerts`: things that one person must handle.

mod alerts;

use crate::openapi::{Routes, routes};

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(alerts::list))
        .routes(routes!(alerts::get))
        .routes(routes!(alerts::assign))
        .routes(routes!(alerts::contacted))
        .routes(routes!(alerts::done))
}
