//! `/webhooks`: endpoints of others that are told what happens.

mod webhooks;

use crate::openapi::{Routes, routes};

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new().routes(routes!(webhooks::list, webhooks::create)).routes(routes!(
        webhooks::get,
        webhooks::change,
        webhooks::remove
    ))
}
