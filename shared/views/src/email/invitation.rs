//! The mail that asks a customer how it went, with the first question inside (B12-B17, C8-C10).
//! Whether and when it may be sent is the domain's decision.

use jiff::civil::Date;
use maud::{Markup, html};

use super::{
    Rendered,
    layout::{self, Sheet},
    plain::Plain,
    rating::Rating,
};
use crate::{
    Picture, date, link,
    text::{self, Catalogue, Measure},
    theme::{LIGHT, Look},
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
    /// Said again to somebody who has not answered (P5): the first line says so, see also [`text::reminder_subject`].
    pub reminder: bool,
    /// Sent by hand and not after a job: the reason for this mail is another, and no day is named (C26).
    pub by_hand: bool,
    pub title: &'a str,
    /// Above the first question (B15).
    pub description: Option<&'a str>,
    pub picture: Option<Picture<'a>>,
    /// How the rating looks (C19-C21).
    pub look: Look<'a>,
    /// Who did the job, and the day it ended: the reason for this mail.
    pub agent_name: Option<&'a str>,
    pub occurred_on: Date,
    /// The question with a scale; without one the mail shows a single button to the survey.
    pub question: Option<&'a str>,
    /// Goes into the score links as `q`; unused without a question.
    pub question_id: &'a str,
    /// What the question measures: 0 to 10, 1 to 5 or 1 to 7 (C7).
    pub measure: Measure,
    /// `https://.../s/{token}`, without a query.
    pub survey_url: &'a str,
    pub unsubscribe_url: &'a str,
    /// How the answers are used (C8, C9); bare links in it become links.
    pub information: &'a str,
    /// The long privacy policy (C10).
    pub privacy_url: Option<&'a str>,
    /// What only templates say.
    pub particulars: Particulars<'a>,
}

/// Facts about the customer and the job that the built-in mail does not name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Particulars<'a> {
    pub first_name: Option<&'a str>,
    pub last_name: Option<&'a str>,
    pub task_number: Option<&'a str>,
    pub task_type: Option<&'a str>,
}

/// Renders the invitation. Score links are `{survey_url}?q={question_id}&v={score}`; following one only
/// opens the page (R3.1).
#[must_use]
pub fn invitation(mail: &Invitation<'_>) -> Rendered {
    let words = Catalogue::of(mail.language);
    let rating = Rating::of(mail, words);
    let text = plain(mail, words, &rating);
    let html = sheet(mail, words, content(mail, words, &rating)).html(&text);

    Rendered { subject: text::one_line(mail.subject), html, text }
}

/// The frame of an invitation around its content.
pub(super) fn sheet<'a>(mail: &Invitation<'a>, words: Catalogue, content: Markup) -> Sheet<'a> {
    let reason = reason(mail, words);
    let preheader = text::filled(mail.preheader).unwrap_or_else(|| match mail.question {
        Some(question) => format!("{reason}. {question}"),
        None => format!("{reason}."),
    });
    Sheet {
        language: words.language,
        title: mail.title,
        preheader,
        company: mail.company,
        picture: mail.picture,
        look: mail.look,
        content,
        footer: footer(mail, words),
    }
}

fn content(mail: &Invitation<'_>, words: Catalogue, rating: &Rating<'_>) -> Markup {
    html! {
        (layout::heading(mail.title))
        mj-text css-class="soft" color=(LIGHT.soft) { (reason(mail, words)) "." }
        @if mail.reminder {
            (layout::prose(&words.say("reminder-line")))
        }
        (layout::prose(mail.description.unwrap_or_default()))
        mj-text css-class="ink" padding="12px 24px 4px" { (rating.markup()) }
        (small_print(mail, words))
    }
}

/// How the answers are used, on the paper (C8-C10).
pub(super) fn small_print(mail: &Invitation<'_>, words: Catalogue) -> Markup {
    html! {
        (layout::rule())
        @for line in use_of_answers(mail, words) { (layout::small(&line)) }
    }
}

/// Everything that ends a survey mail with a layout of its own: use of the answers, sender, unsubscribe (R3.3).
pub(super) fn small_print_lines(mail: &Invitation<'_>, words: Catalogue) -> Vec<Markup> {
    let mut lines = use_of_answers(mail, words);
    lines.push(html! { (sent_by(mail, words)) });
    lines.push(layout::anchor(&words.say("unsubscribe-link"), mail.unsubscribe_url));
    lines
}

fn use_of_answers(mail: &Invitation<'_>, words: Catalogue) -> Vec<Markup> {
    let told = text::paragraphs(mail.information);
    let policy = mail.privacy_url.and_then(link::safe);
    let policy = policy.map(|url| layout::anchor(&words.say("privacy-link"), url));
    told.iter().map(|line| link::linked(line)).chain(policy).collect()
}

fn footer(mail: &Invitation<'_>, words: Catalogue) -> Markup {
    html! {
        (layout::small(&html! { (sent_by(mail, words)) }))
        (layout::small(&layout::anchor(&words.say("unsubscribe-link"), mail.unsubscribe_url)))
    }
}

fn plain(mail: &Invitation<'_>, words: Catalogue, rating: &Rating<'_>) -> String {
    let mut text = Plain::new(words);
    text.paragraph(mail.company);
    text.paragraph(mail.title);
    text.paragraph(&format!("{}.", reason(mail, words)));
    if mail.reminder {
        text.paragraph(&words.say("reminder-line"));
    }
    text.paragraph(mail.description.unwrap_or_default());
    rating.plain(&mut text);
    plain_small_print(mail, words, &mut text);
    text.finish()
}

/// The same small print in a plain part.
pub(super) fn plain_small_print(mail: &Invitation<'_>, words: Catalogue, text: &mut Plain) {
    text.paragraph(mail.information);
    if let Some(url) = mail.privacy_url {
        text.link(&words.say("privacy-link"), url);
    }
    text.paragraph(&sent_by(mail, words));
    text.link(&words.say("unsubscribe-link"), mail.unsubscribe_url);
}

/// Why this mail comes: "Following Sam's visit on November 20", without a full stop.
fn reason(mail: &Invitation<'_>, words: Catalogue) -> String {
    if mail.by_hand {
        return words.fill("reason-by-hand", &[("company", text::one_line(mail.company).into())]);
    }
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
    if mail.by_hand {
        return words.fill("sent-by-hand", &[("sender", sender.into()), ("address", address.into())]);
    }
    words.fill("sent-by", &[("sender", sender.into()), ("address", address.into()), ("date", date.into())])
}
