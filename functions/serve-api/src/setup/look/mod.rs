//! `/templates`, `/template-variables` and `/themes`: what mails are made of, and how a rating looks.

mod templates;
mod themes;

use crate::Deps;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this folder.
pub fn routes() -> OpenApiRouter<Deps> {
    OpenApiRouter::new()
        .routes(routes!(templates::list, templates::create))
        .routes(routes!(templates::get, templates::change, templates::remove))
        .routes(routes!(templates::variables))
        .routes(routes!(themes::list, themes::create))
        .routes(routes!(themes::get, themes::change, themes::remove))
}
