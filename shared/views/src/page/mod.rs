//! The pages a respondent sees, each a whole HTML document that works without a script and has no inline style.
//! Status codes, headers and what a form field means to the system live with the HTTP functions.

mod control;
mod frame;
mod options;
mod outcome;
mod survey;
mod unsubscribe;

use std::sync::LazyLock;

pub use outcome::{
    Answered, Place, already_answered, closed, crowded, expired, not_found, not_open, problem, thanks,
};
use sha2::{Digest, Sha256};
pub use survey::{Choice, Columns, Control, Logic, Public, Question, Row, Sight, Survey, Value, survey};
pub use unsubscribe::{
    Subscription, kind_unsubscribed, resubscribed, unsubscribe_choice, unsubscribe_confirm, unsubscribed,
};

/// The one style sheet of these pages; serve it as `text/css` under [`stylesheet_path`], for ever.
pub const STYLESHEET: &str = concat!(include_str!("../tokens.css"), include_str!("style.css"));

/// Name of the honeypot field: people never see it, so a filled one was filled by a program (M7.8).
pub const HONEYPOT: &str = "website";

/// Name of the hidden field that tells one form of a public survey from every other.
pub const FORM: &str = "form";

/// Shows and hides questions along the answers; serve it as `text/javascript` under [`script_path`], for ever.
pub const SCRIPT: &str = include_str!("logic.js");

/// Name under which the submit button posts the hidden questions, when no script watches over them.
pub const NOT_OFFERED: &str = "not_offered";
/// What a control posts that does not concern the respondent (E20).
pub const NOT_APPLICABLE: &str = "not_applicable";

/// Name of the button of the unsubscribe pages; its value is [`UNSUBSCRIBE`] or [`RESUBSCRIBE`].
pub const INTENT: &str = "intent";
/// What the button of [`unsubscribe_confirm`] posts.
pub const UNSUBSCRIBE: &str = "unsubscribe";
/// What the button of [`unsubscribed`] posts.
pub const RESUBSCRIBE: &str = "resubscribe";
/// Stops one kind of survey.
pub const UNSUBSCRIBE_KIND: &str = "unsubscribe_kind";

/// Where the style sheet is served: `/assets/page-{hash of its content}.css`.
#[must_use]
pub fn stylesheet_path() -> String {
    static PATH: LazyLock<String> =
        LazyLock::new(|| format!("/assets/page-{}.css", content_hash(STYLESHEET)));
    PATH.clone()
}

/// Where the script is served: `/assets/page-{hash of its content}.js`.
#[must_use]
pub fn script_path() -> String {
    static PATH: LazyLock<String> = LazyLock::new(|| format!("/assets/page-{}.js", content_hash(SCRIPT)));
    PATH.clone()
}

/// Tells one version of a file from every other, so that browsers may keep each for ever.
pub(crate) fn content_hash(content: &str) -> String {
    hex::encode(Sha256::digest(content)).get(..12).unwrap_or_default().to_owned()
}
