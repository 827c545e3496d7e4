//! `/contacts`, `/opt-outs`, `/suppressions`: people, and what binds us about their addresses.

mod contacts;
mod opt_outs;
mod suppressions;

use crate::ApiRoutes;
use relance_wire::routes;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .resource::<contacts::PersonShown>()
        .routes(routes!(opt_outs::list, opt_outs::enter))
        .routes(routes!(opt_outs::take_back))
        .routes(routes!(suppressions::list))
        .routes(routes!(suppressions::lift))
}
