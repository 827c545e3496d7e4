//! The question bank: `/categories` and `/questions`. Which campaigns ask from it is said by the campaigns.

mod categories;
mod questions;

use crate::openapi::{Routes, routes};

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(categories::list, categories::create))
        .routes(routes!(categories::get, categories::change, categories::remove))
        .routes(routes!(questions::list, questions::create))
        .routes(routes!(questions::get, questions::change, questions::retire))
}
