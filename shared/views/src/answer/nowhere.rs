//! The pages behind a link that leads to no form.
//! An answer that can no longer change has a page of its own, in `thanks`.

use crate::frame::page::Frame;
use crate::text::{Catalogue, Language};
use maud::html;
use relance_domain::account::Organization;

/// M7.5: the pages behind a link that does not work have one size, whatever they say.
const DEAD_END_BYTES: usize = 4096;

/// Why a link leads to no form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nowhere {
    /// The link is too old (410).
    Expired,
    /// The campaign is paused or over, or a newer link replaced this one (410).
    Closed,
    /// No such link (404).
    Unknown,
    /// A public link behind which nothing can be answered now, or ever could (404).
    NotOpen,
    /// Too many forms come from one place (429).
    Crowded,
    /// Something failed on our side (503).
    Problem,
}

impl Nowhere {
    /// Keys of its title and its text.
    fn keys(self) -> [&'static str; 2] {
        match self {
            Self::Expired => ["expired-title", "expired-text"],
            Self::Closed => ["closed-title", "closed-text"],
            Self::Unknown => ["not-found-title", "not-found-text"],
            Self::NotOpen => ["not-open-title", "not-open-text"],
            Self::Crowded => ["crowded-title", "crowded-text"],
            Self::Problem => ["problem-title", "problem-text"],
        }
    }

    /// Whether a guesser of links could learn something from the page's length.
    fn is_dead_end(self) -> bool {
        !matches!(self, Self::Crowded | Self::Problem)
    }
}

/// The page; whose survey it was is unknown when the link could not be read.
#[must_use]
pub fn nowhere(why: Nowhere, language: Language, organization: Option<&Organization>) -> String {
    let words = Catalogue::of(language);
    let [title, text] = why.keys().map(|key| words.say(key));
    let frame = Frame::of(language, organization.map(|found| found.name.as_str()));
    let document = frame.document(&title, &html! { h1 { (title) } p { (text) } }, &html! {});
    if why.is_dead_end() { padded(document) } else { document }
}

/// Line breaks after the document: a parser skips them, a guesser of links learns nothing from the length.
fn padded(mut document: String) -> String {
    let missing = DEAD_END_BYTES.saturating_sub(document.len());
    document.extend(std::iter::repeat_n('\n', missing));
    document
}
