//! `/answers`, `/alerts`, `/stats`, waves: what came of asking.

mod agents;
mod alerts;
mod answers;
mod export;
mod ratings;
mod stats;
mod waves;

use crate::openapi::{Routes, routes};

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(answers::list))
        .routes(routes!(answers::get))
        .routes(routes!(answers::ignore))
        .routes(routes!(answers::restore))
        .routes(routes!(export::export))
        .routes(routes!(alerts::list))
        .routes(routes!(alerts::get))
        .routes(routes!(alerts::assign))
        .routes(routes!(alerts::contacted))
        .routes(routes!(alerts::done))
        .routes(routes!(stats::nps))
        .routes(routes!(ratings::csat))
        .routes(routes!(ratings::ces))
        .routes(routes!(ratings::rates))
        .routes(routes!(agents::list))
        .routes(routes!(waves::list))
}
