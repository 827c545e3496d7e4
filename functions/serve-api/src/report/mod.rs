//! `/stats` and a campaign's waves: figures over many answers.

mod agents;
mod ratings;
mod stats;
mod waves;

use crate::ApiRoutes;
use relance_wire::routes;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .routes(routes!(stats::nps))
        .routes(routes!(ratings::csat))
        .routes(routes!(ratings::ces))
        .routes(routes!(ratings::rates))
        .routes(routes!(agents::list))
        .routes(routes!(waves::list))
}
