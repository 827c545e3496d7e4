//! `/decisions`, `/invitations`, sends by hand, previews and tests: who is asked, and what became of it.

mod by_hand;
mod decisions;
mod invitations;
mod trials;

use crate::ApiRoutes;
use relance_wire::routes;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .routes(routes!(trials::preview))
        .routes(routes!(trials::test))
        .routes(routes!(decisions::list))
        .resource::<invitations::InvitationWithHistory>()
        .routes(routes!(invitations::cancel))
        .routes(routes!(invitations::resend))
        .merge(by_hand::routes())
}
