//! `/settings`: what holds for the whole organization; `/api-keys`: who may come in; `/audit`: what they did.

mod api_keys;
mod audit;
mod settings;

use crate::ApiRoutes;
pub use audit::exported;
use relance_wire::routes;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .routes(routes!(settings::get, settings::change))
        .resource::<api_keys::ApiKeyShown>()
        .removable::<api_keys::ApiKeyShown>()
        .routes(routes!(api_keys::create))
        .routes(routes!(audit::list))
}
