//! `/contacts`, `/opt-outs`, `/suppressions`: people, and what binds us about their addresses.

mod contacts;
mod opt_outs;
mod suppressions;

use crate::openapi::{Routes, routes};

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(contacts::list))
        .routes(routes!(contacts::get))
        .routes(routes!(opt_outs::list, opt_outs::enter))
        .routes(routes!(opt_outs::take_back))
        .routes(routes!(suppressions::list))
        .routes(routes!(suppressions::lift))
}
