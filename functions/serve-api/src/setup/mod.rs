//! `/campaigns`, `/connections`, `/rules`, `/settings`: what an organization sets up.

mod campaigns;
mod connections;
mod rules;
mod settings;

use crate::Deps;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this folder.
pub fn routes() -> OpenApiRouter<Deps> {
    OpenApiRouter::new()
        .routes(routes!(campaigns::list, campaigns::create))
        .routes(routes!(campaigns::get, campaigns::change))
        .routes(routes!(campaigns::publish))
        .routes(routes!(campaigns::pause))
        .routes(routes!(connections::list, connections::create))
        .routes(routes!(connections::get, connections::change))
        .routes(routes!(rules::list, rules::create))
        .routes(routes!(rules::get, rules::change))
        .routes(routes!(settings::get, settings::change))
}
