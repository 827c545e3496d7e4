//! The frame of every console page: head, the left rail with its words, one main column.
//! What stands in the column belongs to each page.

use super::console_stylesheet_path;
use crate::text::{Catalogue, Language, filled, one_line};
use maud::{DOCTYPE, Markup, html};

/// Who looks, in which language.
#[derive(Clone, Copy)]
pub(crate) struct ConsoleFrame<'a> {
    pub(crate) language: Language,
    /// Unknown while nobody is signed in and no link tells.
    pub(crate) company: Option<&'a str>,
    /// Who is signed in, as the rail shows them; without one there is no rail.
    pub(crate) user: Option<&'a str>,
}

/// Where the overview is; its sections are anchors on it.
pub(crate) const HOME: &str = "/console/";

impl ConsoleFrame<'_> {
    pub(crate) fn words(&self) -> Catalogue {
        Catalogue::of(self.language)
    }

    /// A whole document. The title names the page first: that is what tabs and screen readers keep.
    pub(crate) fn document(&self, title: &str, main: &Markup) -> String {
        let words = self.words();
        let company = filled(self.company);
        let markup = html! {
            (DOCTYPE)
            html lang=(words.language.tag()) dir="ltr" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    title {
                        (one_line(title))
                        @if let Some(company) = &company { " · " (company) }
                    }
                    link rel="stylesheet" href=(console_stylesheet_path());
                    // Without one, browsers ask the site's root for a picture that nobody has drawn.
                    link rel="icon" href="data:,";
                }
                @if let Some(user) = self.user {
                    body.inside {
                        a.skip href="#content" { (words.say("skip")) }
                        (rail(words, company.as_deref(), user))
                        main #content tabindex="-1" { (main) }
                    }
                } @else {
                    body.outside {
                        main {
                            @if let Some(company) = &company { p.company { (company) } }
                            (main)
                        }
                    }
                }
            }
        };
        markup.into_string()
    }
}

fn rail(words: Catalogue, company: Option<&str>, user: &str) -> Markup {
    let sections = [
        ("", words.say("overview")),
        ("#to-handle", words.say("to-handle")),
        ("#decisions", words.say("decisions")),
        ("#campaigns", words.say("campaigns")),
    ];
    html! {
        header.rail {
            @if let Some(company) = company { p.company { (company) } }
            nav aria-label=(words.say("sections")) {
                ul { @for (anchor, name) in &sections { li { a href={ (HOME) (anchor) } { (name) } } } }
            }
            form.me method="post" action="/console/sign-out" {
                p { (words.fill("signed-in-as", &[("user", one_line(user).into())])) }
                button.quiet type="submit" { (words.say("sign-out")) }
            }
        }
    }
}
