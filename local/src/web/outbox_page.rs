//! `GET /local/outbox`: the mails of this machine as a person reads them, and the clock's hands.
//! The mails themselves are made in `views`.

use crate::machine::Machine;
use crate::outbox::{Letter, Outbox, Sms};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use std::io;
use std::sync::Arc;

/// Newest mails shown on the page; all of them are in `/local/outbox.json`.
const SHOWN: usize = 50;

/// Steps of the clock's buttons, in seconds.
const STEPS: [(&str, u32); 4] =
    [("10 minutes", 600), ("1 hour", 3_600), ("12 hours", 43_200), ("1 day", 86_400)];

const STYLE: &str = "body{font:15px/1.5 ui-sans-serif,system-ui,sans-serif;margin:32px auto;max-width:720px;padding:0 16px;\
color:#1c1f23;background:#f6f7f9;overflow-wrap:anywhere}h1{font-size:28px;line-height:1.2}details,form{background:#fff;\
border:1px solid #e3e6ea;border-radius:12px;margin:12px 0;padding:12px 16px}summary{cursor:pointer}summary span,small\
{color:#5b636d}details details{border:0;padding:0}pre{white-space:pre-wrap;font:13px/1.5 ui-monospace,monospace}\
form div{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}button{font:inherit;min-height:44px;padding:0 16px;\
border:1px solid #1c1f23;border-radius:8px;background:#fff;color:inherit;cursor:pointer}iframe{border:1px solid #e3e6ea;\
border-radius:6px;width:100%;height:720px;margin-top:12px;background:#fff;box-sizing:border-box}\
@media(max-width:480px){body{padding:0 4px}details{padding:12px 4px}h1,p{padding:0 4px}}";

/// What is shown.
struct OutboxShown {
    count: usize,
    letters: Vec<Letter>,
    texts: Vec<Sms>,
}

impl OutboxShown {
    fn of(outbox: &Outbox) -> io::Result<Self> {
        Ok(Self { count: outbox.count(), letters: outbox.letters(SHOWN)?, texts: outbox.texts(SHOWN)? })
    }
}

pub async fn page(State((machine, outbox)): State<(Arc<Machine>, Arc<Outbox>)>) -> Response {
    let shown = match OutboxShown::of(&outbox) {
        Ok(shown) => shown,
        Err(error) => return (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    };
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-src 'self'; \
                  form-action 'self'; frame-ancestors 'none'";
    let page = whole(&shown, machine.now());
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(page.into_string())).into_response()
}

fn whole(shown: &OutboxShown, now: jiff::Timestamp) -> Markup {
    html! {
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
                p { (summary(shown.count)) " " a href="/console/" { "Console" } }
                (clock(now))
                @if !shown.texts.is_empty() {
                    h2 { "Texts" }
                    @for sms in &shown.texts { p { b { (sms.to) } " · " (shown_at(sms.sent_at)) br; (linked(&sms.text)) } }
                    h2 { "Mails" }
                }
                @for (index, letter) in shown.letters.iter().enumerate() { (one(letter, index == 0)) }
            }
        }
    }
}

fn summary(count: usize) -> String {
    match count {
        0 => "No mail yet. Finish a task, then move the clock: the README shows how.".to_owned(),
        1 => "1 mail was taken. Nothing here was really sent.".to_owned(),
        count if count > SHOWN => {
            format!("{count} mails were taken; the newest {SHOWN} are shown. Nothing here was really sent.")
        }
        count => format!("{count} mails were taken, newest first. Nothing here was really sent."),
    }
}

/// Time passes by a button: whatever is due on the way happens, as if one had waited.
fn clock(now: jiff::Timestamp) -> Markup {
    html! {
        form method="post" action="/local/outbox/later" {
            label { "It is " b { (shown_at(now)) } " for the program. Move its clock by" }
            div {
                @for (name, seconds) in STEPS { button name="advance_s" value=(seconds) { (name) } }
            }
        }
    }
}

fn shown_at(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

fn one(letter: &Letter, open: bool) -> Markup {
    html! {
        details open[open] {
            summary {
                b { (letter.subject) } br;
                span { "to " (letter.to) " · " (shown_at(letter.sent_at)) " · " a href={ "/local/outbox/" (letter.id) ".eml" } { "source" } }
            }
            iframe title=(letter.subject) sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc=(in_new_tabs(&letter.html)) {}
            details {
                summary { "As plain text" }
                pre { (linked(&letter.text)) }
            }
        }
    }
}

/// A link of a mail opens beside the outbox, as in a mail program.
fn in_new_tabs(html: &str) -> String {
    const BASE: &str = r#"<base target="_blank">"#;
    match html.split_once("<head>") {
        Some((before, rest)) => format!("{before}<head>{BASE}{rest}"),
        None => format!("{BASE}{html}"),
    }
}

/// Text with its addresses as links.
fn linked(text: &str) -> Markup {
    html! {
        @for word in text.split_inclusive([' ', '\n', '<', '>']) {
            @let (address, end) = word.split_at(word.trim_end_matches([' ', '\n', '<', '>']).len());
            @if address.starts_with("http://") || address.starts_with("https://") {
                a href=(address) target="_blank" rel="noopener" { (address) }
            } @else { (address) }
            (end)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_a_mail_open_beside_the_outbox() {
        let mail = "<!DOCTYPE html><html><head><title>x</title></head><body>…</body></html>";

        let shown = in_new_tabs(mail);

        assert!(shown.contains(r#"<head><base target="_blank"><title>"#), "{shown}");
    }

    #[test]
    fn the_plain_part_has_its_links_and_nothing_else_of_html() {
        let shown = linked("Répondre : <https://ask.example.com/s/x?a=1&b=2>\n<b>").into_string();

        assert_eq!(
            shown,
            "Répondre : &lt;<a href=\"https://ask.example.com/s/x?a=1&amp;b=2\" target=\"_blank\" \
             rel=\"noopener\">https://ask.example.com/s/x?a=1&amp;b=2</a>&gt;\n&lt;b&gt;"
        );
    }
}
