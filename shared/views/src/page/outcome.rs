//! What a respondent reads when there is nothing to fill in: thanks, too late, not found, our fault.
//! Which outcome it is, and its status code, is decided by the HTTP function.

use jiff::Zoned;
use maud::{Markup, html};

use super::frame::{self, Frame};
use crate::{
    date, link,
    text::{Catalogue, one_line, paragraphs},
};

/// M7.5: the pages behind a link that does not work have one size, whatever they say.
const DEAD_END_BYTES: usize = 4096;

/// A page shown without an answer at hand.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// BCP 47 tag; take the browser's when the link tells nothing.
    pub language: &'a str,
    /// Unknown when the link could not be read.
    pub company: Option<&'a str>,
    pub stylesheet: &'a str,
}

/// A page shown once an answer is stored.
#[derive(Debug, Clone)]
pub struct Answered<'a> {
    /// BCP 47 tag; `fr*` reads French, anything else English.
    pub language: &'a str,
    pub company: &'a str,
    /// Until when the answer may be changed, in the organization's time zone; `None` when it may not.
    pub editing_until: Option<Zoned>,
    /// Opens the survey with the answer filled in; shown only with `editing_until`.
    pub edit_url: Option<&'a str>,
    /// The campaign's own thanks, in the words for this band of scores where it has some; built-in words when absent.
    pub thanks: Option<&'a str>,
    /// Sites that take reviews, in the order shown (E7-E9): name and https address.
    pub reviews: Vec<(&'a str, &'a str)>,
    /// Nobody can tell whose answer it is, and so nobody can change it (R5.4).
    pub anonymous: bool,
    /// Where the name of a chosen site is sent, for who wants to know that people went; they go there directly when absent.
    pub review_action: Option<&'a str>,
    /// Where the campaign leads next (B11).
    pub next_url: Option<&'a str>,
    pub stylesheet: &'a str,
}

/// The answer was stored just now.
#[must_use]
pub fn thanks(page: &Answered<'_>) -> String {
    let words = Catalogue::of(page.language);
    let next = words.fill("thanks-next", &[("company", one_line(page.company).into())]);
    let own = paragraphs(page.thanks.unwrap_or_default());
    let main = html! {
        @for line in &own { p { (link::linked(line)) } }
        @if own.is_empty() { p { (next) } }
        @if page.anonymous { p { (words.say("anonymous-after")) } }
        (reviews(page, words))
        (change(page, words))
        (onward(page, words))
    };

    answered(page, "thanks-title", &main)
}

/// The link was used before.
#[must_use]
pub fn already_answered(page: &Answered<'_>) -> String {
    let words = Catalogue::of(page.language);
    let main = html! {
        @if page.anonymous { p { (words.say("anonymous-after")) } }
        @else if page.editing_until.is_some() { (change(page, words)) }
        @else { p { (words.say("already-final")) } }
    };

    answered(page, "already-title", &main)
}

/// The link is too old (410).
#[must_use]
pub fn expired(page: &Place<'_>) -> String {
    padded(told(page, "expired-title", "expired-text"))
}

/// The campaign is paused or over, or a newer link replaced this one (410).
#[must_use]
pub fn closed(page: &Place<'_>) -> String {
    padded(told(page, "closed-title", "closed-text"))
}

/// No such link (404).
#[must_use]
pub fn not_found(page: &Place<'_>) -> String {
    padded(told(page, "not-found-title", "not-found-text"))
}

/// A public link behind which nothing can be answered now, or ever could (404).
#[must_use]
pub fn not_open(page: &Place<'_>) -> String {
    padded(told(page, "not-open-title", "not-open-text"))
}

/// Too many forms come from one place (429).
#[must_use]
pub fn crowded(page: &Place<'_>) -> String {
    told(page, "crowded-title", "crowded-text")
}

/// Something failed on our side (500).
#[must_use]
pub fn problem(page: &Place<'_>) -> String {
    told(page, "problem-title", "problem-text")
}

/// Until when the answer may be changed, and where.
fn change(page: &Answered<'_>, words: Catalogue) -> Markup {
    html! {
        @if let Some(until) = &page.editing_until {
            p { (words.fill("edit-until", &[("moment", date::moment(page.language, until).into())])) }
            (frame::anchor("button", &words.say("edit-link"), page.edit_url))
        }
    }
}

/// E7, E9: an invitation to whoever may be asked, never a redirect; which sites these are is decided elsewhere.
fn reviews(page: &Answered<'_>, words: Catalogue) -> Markup {
    let safe = page.reviews.iter().filter_map(|(name, url)| Some((name, link::safe_or_path(url)?)));
    let safe: Vec<_> = safe.collect();
    html! {
        @if !safe.is_empty() {
            section.reviews {
                h2 { (words.say("review-title")) }
                p { (words.fill("review-text", &[("company", one_line(page.company).into())])) }
                @if let Some(action) = page.review_action.and_then(link::safe_or_path) {
                    form method="post" action=(action) {
                        @for (name, _) in safe {
                            p { button.button type="submit" name="site" value=(name) { (label(words, name)) } }
                        }
                    }
                } @else {
                    @for (name, url) in safe {
                        p { a.button href=(url) rel="noopener" { (label(words, name)) } }
                    }
                }
            }
        }
    }
}

fn label(words: Catalogue, site: &str) -> String {
    words.fill("review-link", &[("site", one_line(site).into())])
}

/// B11: a link with the host in its words, not a redirect, so nobody is moved without knowing where.
fn onward(page: &Answered<'_>, words: Catalogue) -> Markup {
    let next = page.next_url.and_then(|url| Some((url, link::host(url)?)));
    html! {
        @if let Some((url, host)) = next {
            (frame::anchor("button primary", &words.fill("next-link", &[("host", host.into())]), Some(url)))
        }
    }
}

fn answered(page: &Answered<'_>, title: &str, rest: &Markup) -> String {
    let words = Catalogue::of(page.language);
    let title = words.say(title);
    let frame = Frame::of(page.language, Some(page.company), page.stylesheet);

    frame.document(&title, &html! { h1 { (title) } (rest) }, &html! {})
}

fn told(page: &Place<'_>, title: &str, text: &str) -> String {
    let words = Catalogue::of(page.language);
    let title = words.say(title);
    let frame = Frame::of(page.language, page.company, page.stylesheet);

    frame.document(&title, &html! { h1 { (title) } p { (words.say(text)) } }, &html! {})
}

/// Line breaks after the document: a parser skips them, a guesser of links learns nothing from the length.
fn padded(mut document: String) -> String {
    let missing = DEAD_END_BYTES.saturating_sub(document.len());
    document.extend(std::iter::repeat_n('\n', missing));
    document
}
