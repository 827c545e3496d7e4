//! `/alerts`, `/alert-routing`, `/calendars`: things that one person must handle, who that is, and by when.

mod alerts;
mod calendars;
mod closed_days;
mod routing;

use crate::ApiRoutes;
use relance_wire::routes;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .resource::<alerts::AlertShown>()
        .routes(routes!(alerts::assign))
        .routes(routes!(alerts::contacted))
        .routes(routes!(alerts::done))
        .routes(routes!(routing::get))
        .routes(routes!(routing::put))
        .writable::<calendars::CalendarShown>()
        .removable::<calendars::CalendarShown>()
        .routes(routes!(calendars::put))
        .routes(routes!(calendars::close))
}
