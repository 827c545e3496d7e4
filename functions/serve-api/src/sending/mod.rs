//! `/triggers`, `/decisions`, `/invitations`, sends by hand: what starts an ask and what became of it.

mod by_hand;
mod decisions;
mod invitations;
mod trials;
mod triggers;

use crate::openapi::{Routes, routes};

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(trials::preview))
        .routes(routes!(trials::test))
        .routes(routes!(triggers::list, triggers::accept))
        .routes(routes!(triggers::get))
        .routes(routes!(decisions::list))
        .routes(routes!(invitations::list))
        .routes(routes!(invitations::get))
        .routes(routes!(invitations::cancel))
        .routes(routes!(invitations::resend))
        .merge(by_hand::routes())
}
