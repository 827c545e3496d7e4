//! The frame of every page: head, the company's name, one main column, a quiet foot.
//! What stands in the column belongs to each page.

use maud::{DOCTYPE, Markup, html};

use crate::{
    Picture, link,
    text::{Catalogue, filled, one_line},
};

/// What all pages share.
pub(super) struct Frame<'a> {
    pub(super) words: Catalogue,
    pub(super) company: Option<&'a str>,
    /// The language that the page's author writes in, where most words are theirs.
    pub(super) author: Option<&'a str>,
    pub(super) stylesheet: &'a str,
    /// Path of the page's script, for pages that have one.
    pub(super) script: Option<&'a str>,
    /// Path of the style sheet of a look, for pages that have one.
    pub(super) look_sheet: Option<String>,
}

/// Base languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 8] = ["ar", "he", "fa", "ur", "yi", "ps", "sd", "ckb"];

impl<'a> Frame<'a> {
    /// A frame of our own words, without a script.
    pub(super) fn of(language: &'a str, company: Option<&'a str>, stylesheet: &'a str) -> Self {
        Self {
            words: Catalogue::of(language),
            company,
            author: None,
            stylesheet,
            script: None,
            look_sheet: None,
        }
    }

    /// For the `lang` attribute: the catalogue's variety, or the author's language where there is no catalogue of it.
    fn tag(&self) -> &str {
        let ours = |tag: &str| ["fr", "en"].iter().any(|base| base.eq_ignore_ascii_case(base_of(tag)));
        self.author.filter(|tag| !ours(tag)).unwrap_or(self.words.language.tag())
    }

    fn direction(&self) -> &'static str {
        let to_the_left = RIGHT_TO_LEFT.iter().any(|base| base.eq_ignore_ascii_case(base_of(self.tag())));
        if to_the_left { "rtl" } else { "ltr" }
    }

    /// A whole document. The title names the page first: that is what tabs and screen readers keep.
    pub(super) fn document(&self, title: &str, main: &Markup, foot: &Markup) -> String {
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
                    @if let Some(stylesheet) = link::safe_or_path(self.stylesheet) {
                        link rel="stylesheet" href=(stylesheet);
                    }
                    // Without one, browsers ask the site's root for a picture that nobody has drawn.
                    link rel="icon" href="data:,";
                    @if let Some(look_sheet) = &self.look_sheet { link rel="stylesheet" href=(look_sheet); }
                    @if let Some(script) = self.script.and_then(link::safe_or_path) {
                        script src=(script) defer {}
                    }
                }
                body {
                    main {
                        @if let Some(company) = &company { p.company { (company) } }
                        (main)
                    }
                    footer { (foot) }
                }
            }
        };
        markup.into_string()
    }
}

fn base_of(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or_default()
}

/// A picture above the column (B6).
pub(super) fn picture(picture: Option<Picture<'_>>) -> Markup {
    let size = picture.and_then(|picture| picture.shown_size());
    let shown = picture.and_then(|picture| Some((link::safe_or_path(picture.url)?, picture.alt)));
    html! {
        @if let Some((url, alt)) = shown { img.picture src=(url) alt=(one_line(alt)) width=[size.map(|size| size.0)] height=[size.map(|size| size.1)]; }
    }
}

/// A link in its own words; an address that the filter refuses shows nothing.
pub(super) fn anchor(class: &str, words: &str, address: Option<&str>) -> Markup {
    html! {
        @if let Some(address) = address.and_then(link::safe_or_path) {
            p { a class=(class) href=(address) { (words) } }
        }
    }
}
