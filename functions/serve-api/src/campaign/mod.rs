//! `/campaigns`, their versions and public links, `/images`, `/templates`, `/template-variables` and `/themes`: what is
//! asked, and how it looks.

mod campaigns;
mod images;
mod templates;
mod themes;

use crate::ApiRoutes;
use crate::MAX_PICTURE;
use axum::extract::DefaultBodyLimit;
use relance_wire::routes;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .writable::<campaigns::CampaignShown>()
        .routes(routes!(campaigns::publish))
        .routes(routes!(campaigns::pause))
        .routes(routes!(campaigns::versions::list))
        .routes(routes!(campaigns::versions::get))
        .routes(routes!(campaigns::public_link::get))
        .routes(routes!(campaigns::public_link::svg))
        .routes(routes!(campaigns::public_link::png))
        .writable::<templates::TemplateShown>()
        .removable::<templates::TemplateShown>()
        .routes(routes!(templates::variables))
        .merge(
            ApiRoutes::new()
                .routes(routes!(images::keep))
                .within(|keep| keep.layer(DefaultBodyLimit::max(MAX_PICTURE))),
        )
        .routes(routes!(images::get, images::remove))
        .writable::<themes::ThemeShown>()
        .removable::<themes::ThemeShown>()
}
