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
    pub(super) stylesheet: &'a str,
}

impl Frame<'_> {
    /// A whole document. The title names the page first: that is what tabs and screen readers keep.
    pub(super) fn document(&self, title: &str, main: &Markup, foot: &Markup) -> String {
        let company = filled(self.company);
        let markup = html! {
            (DOCTYPE)
            html lang=(self.words.language.tag()) dir="ltr" {
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

/// A picture above the column (B6).
pub(super) fn picture(picture: Option<Picture<'_>>) -> Markup {
    let shown = picture.and_then(|picture| Some((link::safe_or_path(picture.url)?, picture.alt)));
    html! {
        @if let Some((url, alt)) = shown { img.picture src=(url) alt=(one_line(alt)); }
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
