//! `/images`, `/templates`, `/template-variables` and `/themes`: what mails are made of, and how a rating looks.

mod images;
mod templates;
mod themes;

use crate::{Deps, MAX_PICTURE};
use axum::extract::DefaultBodyLimit;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this folder.
pub fn routes() -> OpenApiRouter<Deps> {
    OpenApiRouter::new()
        .routes(routes!(templates::list, templates::create))
        .routes(routes!(templates::get, templates::change, templates::remove))
        .routes(routes!(templates::variables))
        .merge(OpenApiRouter::new().routes(routes!(images::keep)).layer(DefaultBodyLimit::max(MAX_PICTURE)))
        .routes(routes!(images::get, images::remove))
        .routes(routes!(themes::list, themes::create))
        .routes(routes!(themes::get, themes::change, themes::remove))
}
