//! `/alerts`: things that one person must handle.

mod alerts;

use crate::ApiRoutes;
use relance_wire::routes;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .resource::<alerts::AlertShown>()
        .routes(routes!(alerts::assign))
        .routes(routes!(alerts::contacted))
        .routes(routes!(alerts::done))
}
