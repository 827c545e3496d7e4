//! `/campaigns`, their versions and public links, `/images`, `/templates`, `/template-variables` and `/themes`: what is
//! asked, and how it looks.

mod campaigns;
mod images;
mod templates;
mod themes;

use crate::MAX_PICTURE;
use crate::openapi::{Routes, routes};
use axum::extract::DefaultBodyLimit;

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(campaigns::list, campaigns::create))
        .routes(routes!(campaigns::get, campaigns::change))
        .routes(routes!(campaigns::publish))
        .routes(routes!(campaigns::pause))
        .routes(routes!(campaigns::versions::list))
        .routes(routes!(campaigns::versions::get))
        .routes(routes!(campaigns::public_link::get))
        .routes(routes!(campaigns::public_link::svg))
        .routes(routes!(campaigns::public_link::png))
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
