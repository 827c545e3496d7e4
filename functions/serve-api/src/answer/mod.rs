//! `/answers` and `/answers.csv`: what people said.

pub mod answers;
mod export;

use crate::ApiRoutes;
use relance_wire::routes;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .routes(routes!(answers::list))
        .routes(routes!(answers::get))
        .routes(routes!(answers::ignore))
        .routes(routes!(answers::restore))
        .routes(routes!(export::export))
}
