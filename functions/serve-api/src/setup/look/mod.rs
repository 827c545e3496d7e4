//! `/images`, `/templates`, `/template-variables` and `/themes`: what mails are made of, and how a rating looks.

mod images;
mod templates;
mod themes;

use crate::MAX_PICTURE;
use crate::openapi::{Routes, routes};
use axum::extract::DefaultBodyLimit;

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(templates::list, templates::create))
        .routes(routes!(templates::get, templates::change, templates::remove))
        .routes(routes!(templates::variables))
        .merge(
            Routes::new()
                .routes(routes!(images::keep))
                .within(|keep| keep.layer(DefaultBodyLimit::max(MAX_PICTURE))),
        )
        .routes(routes!(images::get, images::remove))
        .routes(routes!(themes::list, themes::create))
        .routes(routes!(themes::get, themes::change, themes::remove))
}
