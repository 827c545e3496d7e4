//! The pages behind the unsubscribe link: reading one changes nothing, its button does (R3.1, R3.3).
//! The one-click request of mail programs (RFC 8058) needs no page and is answered by the HTTP function.

use maud::{Markup, html};

use super::{INTENT, RESUBSCRIBE, UNSUBSCRIBE, UNSUBSCRIBE_KIND, frame::Frame};
use crate::{
    link,
    text::{Catalogue, one_line},
};

/// One reader's subscription to one company's surveys.
#[derive(Debug, Clone, Copy)]
pub struct Subscription<'a> {
    /// BCP 47 tag; `fr*` reads French, anything else English.
    pub language: &'a str,
    pub company: &'a str,
    /// Path the button posts to (`/u/{token}`), with [`super::INTENT`] saying which button.
    pub action: &'a str,
    pub stylesheet: &'a str,
}

/// Asks before stopping: a link scanner that opens it stops nothing (F32).
#[must_use]
pub fn unsubscribe_confirm(page: &Subscription<'_>) -> String {
    let words = Catalogue::of(page.language);
    let button = button(page, "primary", UNSUBSCRIBE, &words.say("unsubscribe-button"));

    told(page, ["unsubscribe-title", "unsubscribe-text"], &button)
}

/// The same, and as a second button to stop only surveys of the kind that the mail was about.
#[must_use]
pub fn unsubscribe_choice(page: &Subscription<'_>) -> String {
    let words = Catalogue::of(page.language);
    let all = button(page, "primary", UNSUBSCRIBE, &words.say("unsubscribe-button"));
    let kind = button(page, "", UNSUBSCRIBE_KIND, &words.say("unsubscribe-kind-button"));

    told(page, ["unsubscribe-title", "unsubscribe-text"], &html! { (all) (kind) })
}

/// Says that one kind of survey is stopped, and offers to stop the others and the way back.
#[must_use]
pub fn kind_unsubscribed(page: &Subscription<'_>) -> String {
    let words = Catalogue::of(page.language);
    let back = button(page, "", RESUBSCRIBE, &words.say("resubscribe-button"));
    let all = button(page, "", UNSUBSCRIBE, &words.say("unsubscribe-all-button"));

    told(page, ["kind-unsubscribed-title", "kind-unsubscribed-text"], &html! { (all) (back) })
}

/// Says that it stopped, and offers the way back.
#[must_use]
pub fn unsubscribed(page: &Subscription<'_>) -> String {
    let words = Catalogue::of(page.language);
    let button = button(page, "", RESUBSCRIBE, &words.say("resubscribe-button"));

    told(page, ["unsubscribed-title", "unsubscribed-text"], &button)
}

/// Says that surveys may come again.
#[must_use]
pub fn resubscribed(page: &Subscription<'_>) -> String {
    told(page, ["resubscribed-title", "resubscribed-text"], &html! {})
}

fn button(page: &Subscription<'_>, class: &str, intent: &str, label: &str) -> Markup {
    html! {
        form method="post" action=(link::safe_or_path(page.action).unwrap_or_default()) {
            button class=(class) type="submit" name=(INTENT) value=(intent) { (label) }
        }
    }
}

fn told(page: &Subscription<'_>, [title, text]: [&str; 2], rest: &Markup) -> String {
    let words = Catalogue::of(page.language);
    let company = one_line(page.company);
    let about = |key: &str| words.fill(key, &[("company", company.as_str().into())]);
    let title = about(title);
    let frame = Frame::of(page.language, Some(page.company), page.stylesheet);

    frame.document(&title, &html! { h1 { (title) } p { (about(text)) } (rest) }, &html! {})
}
