//! The mail that asks a customer how it went, with the first question inside (B12-B17, C8-C10).
//! Whether and when it may be sent is the domain's decision.

use jiff::civil::Date;
use maud::{Markup, html};

use super::{
    Rendered,
    layout::{self, Sheet},
    plain::Plain,
};
use crate::{
    Picture, date, link,
    text::{self, Catalogue},
    theme::LIGHT,
};

/// Everything an invitation says. Texts are plain text and are escaped; blank optional texts are left out.
#[derive(Debug, Clone)]
pub struct Invitation<'a> {
    /// BCP 47 tag; `fr*` reads French, anything else English.
    pub language: &'a str,
    /// The organization's name.
    pub company: &'a str,
    /// The name the mail is signed with (B12).
    pub sender_name: &'a str,
    pub from_address: &'a str,
    pub subject: &'a str,
    /// Shown first in the mailbox's list; a default names the visit.
    pub preheader: Option<&'a str>,
    pub title: &'a str,
    /// Above the first question (B15).
    pub description: Option<&'a str>,
    pub picture: Option<Picture<'a>>,
    /// Who did the job, and the day it ended: the reason for this mail.
    pub agent_name: Option<&'a str>,
    pub occurred_on: Date,
    /// The 0-10 question; without one the mail shows a single button to the survey.
    pub question: Option<&'a str>,
    /// Goes into the score links as `q`; unused without a question.
    pub question_id: &'a str,
    /// `https://.../s/{token}`, without a query.
    pub survey_url: &'a str,
    pub unsubscribe_url: &'a str,
    /// How the answers are used (C8, C9); bare links in it become links.
    pub information: &'a str,
    /// The long privacy policy (C10).
    pub privacy_url: Option<&'a str>,
}

/// Renders the invitation. Score links are `{survey_url}?q={question_id}&v={0..10}`; following one only
/// opens the page (R3.1).
#[must_use]
pub fn invitation(mail: &Invitation<'_>) -> Rendered {
    let words = Catalogue::of(mail.language);
    let text = plain(mail, words);
    let reason = reason(mail, words);
    let preheader = text::filled(mail.preheader).unwrap_or_else(|| match mail.question {
        Some(question) => format!("{reason}. {question}"),
        None => format!("{reason}."),
    });
    let sheet = Sheet {
        language: words.language,
        title: mail.title,
        preheader: &preheader,
        company: mail.company,
        picture: mail.picture,
        content: content(mail, words, &reason),
        footer: footer(mail, words),
    };

    Rendered { subject: text::one_line(mail.subject), html: sheet.html(&text), text }
}

fn content(mail: &Invitation<'_>, words: Catalogue, reason: &str) -> Markup {
    html! {
        (layout::heading(mail.title))
        mj-text css-class="soft" color=(LIGHT.soft) { (reason) "." }
        (layout::prose(mail.description.unwrap_or_default()))
        @if let Some(question) = mail.question {
            (scores(mail, words, question))
        } @else {
            (layout::button(&words.say("answer-button"), mail.survey_url))
        }
        (layout::rule())
        @for line in text::paragraphs(mail.information) {
            (layout::small(&link::linked(&line)))
        }
        @if let Some(url) = mail.privacy_url.and_then(link::safe) {
            (layout::small(&layout::anchor(&words.say("privacy-link"), url)))
        }
    }
}

/// A table of eleven cells that flow: one row at 600 px, six and five on a phone, with or without media
/// queries, and a plain row in Outlook, which ignores `display` on a cell.
fn scores(mail: &Invitation<'_>, words: Catalogue, question: &str) -> Markup {
    let end = |number: u8, label: &str| scale_end(words, number, label);
    html! {
        mj-text css-class="ink" font-size="17px" font-weight="600" padding="12px 24px 12px" {
            (text::one_line(question))
        }
        mj-text css-class="ink" padding="0 24px 4px" {
            table.scores role="presentation" cellpadding="0" cellspacing="0" border="0" align="left" {
                tr {
                    @for (score, address) in score_links(mail) {
                        td style="display:inline-block;padding:0 4px 6px 0" { (score_link(words, score, &address)) }
                    }
                }
            }
        }
        mj-text css-class="soft" font-size="13px" color=(LIGHT.soft) padding="0 24px 8px" {
            table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" {
                tr {
                    td align="left" { (end(0, "nps-low")) }
                    td align="right" { (end(10, "nps-high")) }
                }
            }
        }
        (layout::small(&html! { (words.say("score-hint")) }))
    }
}

/// All eleven look the same: a coloured scale would suggest an answer.
fn score_link(words: Catalogue, score: u8, address: &str) -> Markup {
    let style = format!(
        "display:block;width:44px;line-height:44px;text-align:center;font-size:17px;font-weight:600;\
         text-decoration:none;color:{};background-color:{};border:1px solid {};border-radius:6px",
        LIGHT.accent, LIGHT.paper, LIGHT.edge
    );
    html! {
        @if let Some(address) = link::safe(address) {
            a.score href=(address) aria-label=(words.fill("score", &[("score", score.into())])) style=(style) {
                (score)
            }
        }
    }
}

fn footer(mail: &Invitation<'_>, words: Catalogue) -> Markup {
    html! {
        (layout::small(&html! { (sent_by(mail, words)) }))
        (layout::small(&layout::anchor(&words.say("unsubscribe-link"), mail.unsubscribe_url)))
    }
}

fn plain(mail: &Invitation<'_>, words: Catalogue) -> String {
    let mut text = Plain::new(words);
    text.paragraph(mail.company);
    text.paragraph(mail.title);
    text.paragraph(&format!("{}.", reason(mail, words)));
    text.paragraph(mail.description.unwrap_or_default());
    if let Some(question) = mail.question {
        text.paragraph(&text::one_line(question));
        text.paragraph(&scale_end(words, 0, "nps-low"));
        text.numbered(&score_links(mail));
        text.paragraph(&scale_end(words, 10, "nps-high"));
        text.paragraph(&words.say("score-hint"));
    } else {
        text.link(&words.say("answer-button"), mail.survey_url);
    }
    text.paragraph(mail.information);
    if let Some(url) = mail.privacy_url {
        text.link(&words.say("privacy-link"), url);
    }
    text.paragraph(&sent_by(mail, words));
    text.link(&words.say("unsubscribe-link"), mail.unsubscribe_url);
    text.finish()
}

fn score_links(mail: &Invitation<'_>) -> Vec<(u8, String)> {
    (0..=10).map(|score| (score, format!("{}?q={}&v={score}", mail.survey_url, mail.question_id))).collect()
}

fn scale_end(words: Catalogue, number: u8, label: &str) -> String {
    words.fill("scale-end", &[("number", number.into()), ("label", words.say(label).into())])
}

/// Why this mail comes: "Following Sam's visit on November 20", without a full stop.
fn reason(mail: &Invitation<'_>, words: Catalogue) -> String {
    let date = date::day(mail.language, mail.occurred_on);
    match text::filled(mail.agent_name) {
        Some(agent) => words.fill("reason-agent", &[("agent", agent.into()), ("date", date.into())]),
        None => words.fill("reason", &[("date", date.into())]),
    }
}

/// Who sends it: the name it is signed with, the company when that is another name, the address.
fn sent_by(mail: &Invitation<'_>, words: Catalogue) -> String {
    let (name, company) = (text::one_line(mail.sender_name), text::one_line(mail.company));
    let sender = if name.is_empty() || name == company {
        company
    } else {
        words.fill("sender-of", &[("sender", name.into()), ("company", company.into())])
    };
    let date = date::day(mail.language, mail.occurred_on);
    let address = text::one_line(mail.from_address);
    words.fill("sent-by", &[("sender", sender.into()), ("address", address.into()), ("date", date.into())])
}
