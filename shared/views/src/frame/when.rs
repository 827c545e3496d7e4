//! Instants as people say them: how long ago, with the exact moment on hover and for screen readers; and spans.
//! Dates alone are in `crate::date`.

use crate::date;
use crate::text::Catalogue;
use jiff::{SignedDuration, Zoned};
use maud::{Markup, html};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// From here on a date says more than a number of days.
const LONG_AGO: i64 = 30 * DAY;

/// How long ago something was, exact within.
pub(crate) fn when(words: Catalogue, at: &Zoned, now: &Zoned) -> Markup {
    let exact = date::full_moment(words.language, at);
    html! {
        time datetime=(at.timestamp()) title=(exact) {
            (ago(words, at, now)) span.unseen { ", " (exact) }
        }
    }
}

fn ago(words: Catalogue, at: &Zoned, now: &Zoned) -> String {
    let counted = |seconds: i64, unit: i64| [("count", (seconds / unit).into())];
    match now.timestamp().duration_since(at.timestamp()).as_secs() {
        // Clocks of two machines may disagree by a little: nothing was decided in the future.
        ..MINUTE => words.say("just-now"),
        s @ MINUTE..HOUR => words.fill("ago-minutes", &counted(s, MINUTE)),
        s @ HOUR..DAY => words.fill("ago-hours", &counted(s, HOUR)),
        s @ DAY..LONG_AGO => words.fill("ago-days", &counted(s, DAY)),
        _ => date::full_day(words.language, at.date()),
    }
}

/// "7 days", "1 day 12 hours"; `none` when there is nothing to wait for.
pub(crate) fn span(words: Catalogue, span: SignedDuration, none: String) -> String {
    let minutes = span.as_mins();
    let parts = [
        (minutes / (24 * 60), words.fill("span-days", &[("count", (minutes / (24 * 60)).into())])),
        (minutes / 60 % 24, words.fill("span-hours", &[("count", (minutes / 60 % 24).into())])),
        (minutes % 60, words.fill("span-minutes", &[("count", (minutes % 60).into())])),
    ];
    let said: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    if said.is_empty() { none } else { said.join(" ") }
}
