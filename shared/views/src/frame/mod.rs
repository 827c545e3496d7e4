//! What is around every page, every mail and every page of the console, and what is served beside them.
//! What stands inside belongs to the subjects.

pub(crate) mod console;
pub(crate) mod mail;
pub mod page;
pub(crate) mod plain;
pub(crate) mod table;
pub(crate) mod when;

use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// The one style sheet of the console; serve it as `text/css` under [`console_stylesheet_path`], for ever.
pub const CONSOLE_STYLESHEET: &str = concat!(include_str!("../tokens.css"), include_str!("console.css"));

/// Where the console's style sheet is served: `/console/assets/console-{hash of its content}.css`.
#[must_use]
pub fn console_stylesheet_path() -> &'static str {
    static PATH: LazyLock<String> =
        LazyLock::new(|| format!("/console/assets/console-{}.css", content_hash(CONSOLE_STYLESHEET)));
    &PATH
}

/// Tells one version of a file from every other, so that browsers may keep each for ever.
fn content_hash(content: &str) -> String {
    hex::encode(Sha256::digest(content)).get(..12).unwrap_or_default().to_owned()
}
