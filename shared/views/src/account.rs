//! What somebody reads who is not signed in, and what the console says when it cannot show a page.
//! Which of them it is, and its status code, is decided by `serve-console`.

use crate::frame::console::{ConsoleFrame, HOME};
use crate::text::{Catalogue, Language};
use maud::{Markup, html};
use relance_domain::account::Organization;

/// Asks whether to sign in: only the button uses the link up (P2). `action` is the link itself.
#[must_use]
pub fn sign_in(organization: &Organization, action: &str) -> String {
    let language = Language::of(&organization.language);
    let words = Catalogue::of(language);
    let title = words.fill("sign-in-title", &[("company", organization.name.as_str().into())]);
    let main = html! {
        h1 { (title) }
        p { (words.say("sign-in-text")) }
        form method="post" action=(action) {
            button.primary type="submit" { (words.say("sign-in-button")) }
        }
    };
    outside(language).document(&title, &main)
}

/// There is no session (401).
#[must_use]
pub fn signed_out(language: Language) -> String {
    let words = Catalogue::of(language);
    told(language, "signed-out-title", &html! { p { (words.say("sign-in-again")) } })
}

/// The link was used, is too old, or never existed (401).
#[must_use]
pub fn link_dead(language: Language) -> String {
    let words = Catalogue::of(language);
    let main = html! { p { (words.say("link-dead-text")) } p { (words.say("sign-in-again")) } };
    told(language, "link-dead-title", &main)
}

/// A form that another site sent (403).
#[must_use]
pub fn foreign(language: Language) -> String {
    let words = Catalogue::of(language);
    told(language, "foreign-title", &html! { p { (words.say("foreign-text")) } })
}

/// No such page in this organization (404).
#[must_use]
pub fn nothing_here(language: Language) -> String {
    let words = Catalogue::of(language);
    let main = html! {
        p { (words.say("nothing-here-text")) }
        p { a href=(HOME) { (words.say("overview-back")) } }
    };
    told(language, "nothing-here-title", &main)
}

/// Our fault (503).
#[must_use]
pub fn problem(language: Language) -> String {
    let words = Catalogue::of(language);
    told(language, "problem-title", &html! { p { (words.say("console-problem-text")) } })
}

fn outside(language: Language) -> ConsoleFrame<'static> {
    ConsoleFrame { language, company: None, user: None }
}

fn told(language: Language, title: &str, main: &Markup) -> String {
    let title = Catalogue::of(language).say(title);
    outside(language).document(&title, &html! { h1 { (title) } (main) })
}
