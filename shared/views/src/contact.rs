//! The pages behind the unsubscribe link: reading one changes nothing, its buttons do (R3.1, R3.3).
//! The one-click request of mail programs (RFC 8058) needs no page and is answered by the HTTP function.

use crate::frame::page::{Frame, INTENT, RESUBSCRIBE, UNSUBSCRIBE, UNSUBSCRIBE_KIND};
use crate::link;
use crate::text::{Catalogue, Language, one_line};
use maud::{Markup, html};
use relance_domain::account::Organization;
use relance_domain::contact::Stopped;

/// One reader's subscription to one organization's surveys.
#[derive(Clone, Copy)]
pub struct SubscriptionPage<'a> {
    /// In the mail's language.
    pub language: Language,
    /// Whose surveys.
    pub organization: &'a Organization,
    /// What is stopped now.
    pub stopped: Stopped,
    /// Whether it has just been changed.
    pub changed: bool,
    /// Path the buttons post to (`/u/{token}`), with [`INTENT`] saying which of them.
    pub action: &'a str,
}

/// Says what is stopped now, and offers whatever else there is to choose. A link scanner that opens it stops nothing
/// (F32).
#[must_use]
pub fn subscription(page: &SubscriptionPage<'_>) -> String {
    let stop_all = |key, class| button(page, class, UNSUBSCRIBE, key);
    let back = || button(page, "", RESUBSCRIBE, "resubscribe-button");
    match (page.stopped, page.changed) {
        (Stopped::Nothing, false) => {
            let kind = button(page, "", UNSUBSCRIBE_KIND, "unsubscribe-kind-button");
            let all = stop_all("unsubscribe-button", "primary");
            told(page, ["unsubscribe-title", "unsubscribe-text"], &html! { (all) (kind) })
        }
        (Stopped::Nothing, true) => told(page, ["resubscribed-title", "resubscribed-text"], &html! {}),
        (Stopped::Kind, _) => {
            let all = stop_all("unsubscribe-all-button", "");
            told(page, ["kind-unsubscribed-title", "kind-unsubscribed-text"], &html! { (all) (back()) })
        }
        (Stopped::Everything, _) => told(page, ["unsubscribed-title", "unsubscribed-text"], &back()),
    }
}

fn button(page: &SubscriptionPage<'_>, class: &str, intent: &str, label: &str) -> Markup {
    let words = Catalogue::of(page.language);
    html! {
        form method="post" action=(link::safe_or_path(page.action).unwrap_or_default()) {
            button class=(class) type="submit" name=(INTENT) value=(intent) { (words.say(label)) }
        }
    }
}

fn told(page: &SubscriptionPage<'_>, [title, text]: [&str; 2], rest: &Markup) -> String {
    let words = Catalogue::of(page.language);
    let company = one_line(&page.organization.name);
    let about = |key: &str| words.fill(key, &[("company", company.as_str().into())]);
    let title = about(title);
    let frame = Frame::of(page.language, Some(&page.organization.name));

    frame.document(&title, &html! { h1 { (title) } p { (about(text)) } (rest) }, &html! {})
}
