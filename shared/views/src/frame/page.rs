//! The frame of every page that a respondent sees: head, the company, one main column, a quiet foot; its style sheet, its
//! script and the names of what its forms post. Status codes and headers live with the HTTP functions.

use crate::link;
use crate::picture::ShownPicture;
use crate::text::{Catalogue, Language, filled, one_line};
use maud::{DOCTYPE, Markup, html};
use relance_domain::name::LanguageTag;
use std::sync::LazyLock;

/// The one style sheet of these pages; serve it as `text/css` under [`stylesheet_path`], for ever.
pub const STYLESHEET: &str = concat!(include_str!("../tokens.css"), include_str!("page.css"));

/// Shows and hides questions along the answers; serve it as `text/javascript` under [`script_path`], for ever.
pub const SCRIPT: &str = include_str!("page.js");

/// Name of the honeypot field: people never see it, so a filled one was filled by a program (M7.8).
pub const HONEYPOT: &str = "website";

/// Name of the hidden field that tells one form of a public survey from every other.
pub const FORM: &str = "form";

/// Name under which the submit button posts the hidden questions, when no script watches over them.
pub const NOT_OFFERED: &str = "not_offered";

/// Name of the button of the unsubscribe pages; its value is one of the three below.
pub const INTENT: &str = "intent";
/// Stops every survey of the organization.
pub const UNSUBSCRIBE: &str = "unsubscribe";
/// Stops one kind of survey.
pub const UNSUBSCRIBE_KIND: &str = "unsubscribe_kind";
/// Takes either back.
pub const RESUBSCRIBE: &str = "resubscribe";

/// Where the style sheet is served: `/assets/page-{hash of its content}.css`.
#[must_use]
pub fn stylesheet_path() -> &'static str {
    static PATH: LazyLock<String> =
        LazyLock::new(|| format!("/assets/page-{}.css", super::content_hash(STYLESHEET)));
    &PATH
}

/// Where the script is served: `/assets/page-{hash of its content}.js`.
#[must_use]
pub fn script_path() -> &'static str {
    static PATH: LazyLock<String> =
        LazyLock::new(|| format!("/assets/page-{}.js", super::content_hash(SCRIPT)));
    &PATH
}

/// What all pages share.
pub(crate) struct Frame<'a> {
    pub(crate) words: Catalogue,
    pub(crate) company: Option<&'a str>,
    /// The language that the page's author writes in, where most words are theirs.
    pub(crate) author: Option<&'a LanguageTag>,
    /// What stands beside the company's name.
    pub(crate) beside: Option<Markup>,
    /// Whether the page has a form that the script watches over.
    pub(crate) with_script: bool,
    /// Path of the style sheet of a look, for pages that have one.
    pub(crate) look_sheet: Option<String>,
}

/// Base languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 8] = ["ar", "he", "fa", "ur", "yi", "ps", "sd", "ckb"];

impl<'a> Frame<'a> {
    /// A frame of our own words, without a script.
    pub(crate) fn of(language: Language, company: Option<&'a str>) -> Self {
        let words = Catalogue::of(language);
        Self { words, company, author: None, beside: None, with_script: false, look_sheet: None }
    }

    /// For the `lang` attribute: the catalogue's variety, or the author's language where there is no catalogue of it.
    fn tag(&self) -> &str {
        let others = self.author.filter(|tag| !["fr", "en"].contains(&tag.base()));
        others.map_or(self.words.language.tag(), LanguageTag::as_str)
    }

    fn direction(&self) -> &'static str {
        let base = self.author.map_or("", LanguageTag::base);
        if RIGHT_TO_LEFT.contains(&base) { "rtl" } else { "ltr" }
    }

    /// A whole document. The title names the page first: that is what tabs and screen readers keep.
    pub(crate) fn document(&self, title: &str, main: &Markup, foot: &Markup) -> String {
        let company = filled(self.company);
        let markup = html! {
            (DOCTYPE)
            html lang=(self.tag()) dir=(self.direction()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    meta name="robots" content="noindex";
                    title {
                        (one_line(title))
                        @if let Some(company) = &company { " · " (company) }
                    }
                    link rel="stylesheet" href=(stylesheet_path());
                    // Without one, browsers ask the site's root for a picture that nobody has drawn.
                    link rel="icon" href="data:,";
                    @if let Some(look_sheet) = &self.look_sheet { link rel="stylesheet" href=(look_sheet); }
                    @if self.with_script { script src=(script_path()) defer {} }
                }
                body {
                    main {
                        div.top {
                            @if let Some(company) = &company { p.company { (company) } }
                            @if let Some(beside) = &self.beside { (beside) }
                        }
                        (main)
                    }
                    footer { (foot) }
                }
            }
        };
        markup.into_string()
    }
}

/// A picture above the column (B6).
pub(crate) fn picture(picture: Option<&ShownPicture>) -> Markup {
    let size = picture.and_then(ShownPicture::shown_size);
    let shown = picture.and_then(|picture| Some((link::safe_or_path(&picture.url)?, &picture.alt)));
    html! {
        @if let Some((url, alt)) = shown {
            img.picture src=(url) alt=(one_line(alt)) width=[size.map(|size| size.width)] height=[size.map(|size| size.height)];
        }
    }
}

/// A link in its own words; an address that the filter refuses shows nothing.
pub(crate) fn anchor(class: &str, words: &str, address: Option<&str>) -> Markup {
    html! {
        @if let Some(address) = address.and_then(link::safe_or_path) {
            p { a class=(class) href=(address) { (words) } }
        }
    }
}
