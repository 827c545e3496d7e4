//! `/campaigns`, `/connections`, `/rules`, `/settings`, `/webhooks`, in `bank` the question bank, in `look` what mails are
//! made of: what an organization sets up.

mod bank;
mod campaigns;
mod connections;
mod look;
mod rules;
mod settings;
mod webhooks;

use crate::openapi::{Routes, routes};

/// The routes of this folder.
pub fn routes() -> Routes {
    look::routes()
        .merge(bank::routes())
        .routes(routes!(campaigns::list, campaigns::create))
        .routes(routes!(campaigns::get, campaigns::change))
        .routes(routes!(campaigns::publish))
        .routes(routes!(campaigns::pause))
        .routes(routes!(campaigns::versions::list))
        .routes(routes!(campaigns::versions::get))
        .routes(routes!(campaigns::public_link::get))
        .routes(routes!(campaigns::public_link::svg))
        .routes(routes!(campaigns::public_link::png))
        .routes(routes!(connections::list, connections::create))
        .routes(routes!(connections::get, connections::change))
        .routes(routes!(rules::list, rules::create))
        .routes(routes!(rules::get, rules::change))
        .routes(routes!(settings::get, settings::change))
        .routes(routes!(webhooks::list, webhooks::create))
        .routes(routes!(webhooks::get, webhooks::change, webhooks::remove))
}
