//! `/connections` and `/triggers`: where events come from, and what was received.

mod connections;
mod triggers;

pub use triggers::AcceptedShown;

use crate::ApiRoutes;
use relance_wire::routes;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .writable::<connections::ConnectionShown>()
        .resource::<triggers::TriggerWithBody>()
        .routes(routes!(triggers::accept))
}
