//! `/settings`: what holds for the whole organization.

mod settings;

use crate::ApiRoutes;
use relance_wire::routes;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new().routes(routes!(settings::get, settings::change))
}
