//! What somebody reads who is not signed in, and what the console says when it cannot show a page.
//! Which of them it is, and its status code, is decided by `serve-console`.

use super::frame::{HOME, Place};
use maud::{Markup, html};

/// Asks whether to sign in: only the button uses the link up (P2). `action` is the link itself.
#[must_use]
pub fn sign_in(place: &Place<'_>, action: &str) -> String {
    let words = place.words();
    let title = words.fill("sign-in-title", &[("company", place.company.unwrap_or("relance").into())]);
    let main = html! {
        h1 { (title) }
        p { (words.say("sign-in-text")) }
        form method="post" action=(action) {
            button.primary type="submit" { (words.say("sign-in-button")) }
        }
    };
    Place { company: None, ..*place }.document(&title, &main)
}

/// There is no session (401).
#[must_use]
pub fn signed_out(place: &Place<'_>) -> String {
    let words = place.words();
    told(place, &words.say("signed-out-title"), &html! { p { (words.say("sign-in-again")) } })
}

/// The link was used, is too old, or never existed (401).
#[must_use]
pub fn link_dead(place: &Place<'_>) -> String {
    let words = place.words();
    let main = html! { p { (words.say("link-dead-text")) } p { (words.say("sign-in-again")) } };
    told(place, &words.say("link-dead-title"), &main)
}

/// A form that another site sent (403).
#[must_use]
pub fn foreign(place: &Place<'_>) -> String {
    let words = place.words();
    told(place, &words.say("foreign-title"), &html! { p { (words.say("foreign-text")) } })
}

/// No such page in this organization (404).
#[must_use]
pub fn nothing_here(place: &Place<'_>) -> String {
    let words = place.words();
    let main = html! {
        p { (words.say("nothing-here-text")) }
        p { a href=(HOME) { (words.say("overview-back")) } }
    };
    told(place, &words.say("nothing-here-title"), &main)
}

/// Our fault (503).
#[must_use]
pub fn problem(place: &Place<'_>) -> String {
    let words = place.words();
    told(place, &words.say("problem-title"), &html! { p { (words.say("console-problem-text")) } })
}

fn told(place: &Place<'_>, title: &str, main: &Markup) -> String {
    place.document(title, &html! { h1 { (title) } (main) })
}
