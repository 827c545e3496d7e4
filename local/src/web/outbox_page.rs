//! `GET /local/outbox`: the mails of this machine as a person reads them.
//! The mails themselves are made in `views`.

use crate::outbox::{Letter, Outbox};
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use std::sync::Arc;

/// Newest mails shown on the page; all of them are in `/local/outbox.json`.
const SHOWN: usize = 50;

const STYLE: &str = "body{font:15px/1.5 ui-sans-serif,system-ui,sans-serif;margin:32px auto;max-width:720px;padding:0 16px;\
color:#1c1f23;background:#f6f7f9}h1{font-size:28px;line-height:1.2}details{background:#fff;border:1px solid #e3e6ea;\
border-radius:12px;margin:12px 0;padding:12px 16px}summary{cursor:pointer}summary span{color:#5b636d}\
iframe{border:1px solid #e3e6ea;border-radius:6px;width:100%;height:720px;margin-top:12px;background:#fff}";

pub async fn page(State(outbox): State<Arc<Outbox>>) -> Response {
    let (letters, texts) = (outbox.letters(), outbox.texts());
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Outbox · relance" }
                style { (maud::PreEscaped(STYLE)) }
            }
            body {
                h1 { "Outbox" }
                p { (summary(letters.len())) }
                @if !texts.is_empty() {
                    h2 { "Texts" }
                    @for sms in texts.iter().take(SHOWN) { p { b { (sms.to) } " · " (sms.sent_at) br; (sms.text) } }
                    h2 { "Mails" }
                }
                @for (index, letter) in letters.iter().take(SHOWN).enumerate() { (one(letter, index == 0)) }
            }
        }
    };
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-src 'self'";
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(page.into_string())).into_response()
}

fn summary(count: usize) -> String {
    match count {
        0 => "No mail yet. Finish a task, then advance the clock: the README shows both commands.".to_owned(),
        1 => "1 mail was taken. Nothing here was really sent.".to_owned(),
        count => format!("{count} mails were taken, newest first. Nothing here was really sent."),
    }
}

fn one(letter: &Letter, open: bool) -> Markup {
    html! {
        details open[open] {
            summary {
                b { (letter.subject) } br;
                span { "to " (letter.to) " · " (letter.sent_at) " · " a href={ "/local/outbox/" (letter.id) ".eml" } { "source" } }
            }
            iframe title=(letter.subject) sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc=(letter.html) {}
        }
    }
}
