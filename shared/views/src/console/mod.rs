//! The pages a manager sees, each a whole HTML document that needs no script and no inline style.
//! Who may see them, status codes and headers live in `serve-console`.

mod alert;
mod frame;
mod nps;
mod outside;
mod overview;
mod table;
mod when;

#[cfg(test)]
mod tests;

pub use alert::{Alert, AnswerLine, Step, alert};
pub use frame::Place;
pub use nps::Score;
pub use outside::{foreign, link_dead, nothing_here, problem, sign_in, signed_out};
pub use overview::{AlertLine, CampaignLine, DecisionLine, Overview, overview};
use std::sync::LazyLock;

/// The one style sheet of these pages; serve it as `text/css` under [`stylesheet_path`], for ever.
pub const STYLESHEET: &str = concat!(include_str!("../tokens.css"), include_str!("style.css"));

/// Where the style sheet is served: `/console/assets/console-{hash of its content}.css`.
#[must_use]
pub fn stylesheet_path() -> &'static str {
    static PATH: LazyLock<String> =
        LazyLock::new(|| format!("/console/assets/console-{}.css", crate::page::content_hash(STYLESHEET)));
    &PATH
}
