//! The survey itself: every question on one page, one submit button, corrections beside the fields.
//! What a valid answer is lives in the domain; this file only shows what it is told.

use jiff::Zoned;
use maud::{Markup, html};

use super::{
    control::{self, Field},
    frame::{self, Frame},
};
use crate::{
    Picture, date, link,
    text::{self, Catalogue},
};

/// One survey page. Texts are plain text and are escaped; blank optional texts are left out.
#[derive(Debug, Clone)]
pub struct Survey<'a> {
    /// BCP 47 tag; `fr*` reads French, anything else English.
    pub language: &'a str,
    pub company: &'a str,
    pub title: &'a str,
    pub intro: Option<&'a str>,
    pub picture: Option<Picture<'a>>,
    /// Path the form is posted to (`/s/{token}`).
    pub action: &'a str,
    /// In the order shown.
    pub questions: Vec<Question<'a>>,
    /// What is wrong with the form as a whole, in words.
    pub form_error: Option<&'a str>,
    /// How the answers are used (C8, C9); bare links in it become links.
    pub information: &'a str,
    pub privacy_url: Option<&'a str>,
    /// Set when an earlier answer is being changed: until when, in the organization's time zone.
    pub editing_until: Option<Zoned>,
    pub unsubscribe_url: Option<&'a str>,
    /// Path of the style sheet, normally [`super::stylesheet_path`].
    pub stylesheet: &'a str,
}

/// One question, shown as one named control.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// Name of the control in the form.
    pub id: &'a str,
    pub text: &'a str,
    pub help: Option<&'a str>,
    /// An optional question says so; an optional scale or single choice also offers "no answer", which
    /// posts the empty string.
    pub required: bool,
    pub control: Control<'a>,
    /// What to correct, in words: see [`crate::text::correction`].
    pub error: Option<&'a str>,
    /// What is selected or written already.
    pub value: Value<'a>,
}

/// How a question is answered. What the form posts is named on each line.
#[derive(Debug, Clone)]
pub enum Control<'a> {
    /// Radio buttons 0 to 10 with the usual end labels: posts the number.
    Nps,
    /// Radio buttons `min..=max`: posts the number.
    Scale { min: u8, max: u8, low_label: &'a str, high_label: &'a str },
    /// Radio buttons: posts the id of the choice.
    Single { choices: Vec<Choice<'a>> },
    /// Check boxes: posts the control once per chosen id.
    Multiple { choices: Vec<Choice<'a>> },
    /// A text area of at most so many characters: posts the text.
    Text { max_chars: u32 },
}

/// One choice of a single or multiple choice question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice<'a> {
    pub id: &'a str,
    pub label: &'a str,
}

/// What is answered so far. A value that does not fit its control selects nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value<'a> {
    #[default]
    None,
    Number(u8),
    /// Ids of choices; one for [`Control::Single`].
    Choices(Vec<&'a str>),
    Text(&'a str),
}

/// Renders the survey, also with errors after a refused submission and to change an earlier answer.
#[must_use]
pub fn survey(page: &Survey<'_>) -> String {
    let words = Catalogue::of(page.language);
    let frame = Frame { words, company: Some(page.company), stylesheet: page.stylesheet };
    let main = html! {
        (frame::picture(page.picture))
        h1 { (text::one_line(page.title)) }
        @for line in text::paragraphs(page.intro.unwrap_or_default()) { p { (link::linked(&line)) } }
        @if let Some(until) = &page.editing_until {
            p.note { (words.fill("editing", &[("moment", date::moment(page.language, until).into())])) }
        }
        (form(page, words))
    };

    frame.document(page.title, &main, &foot(page, words))
}

/// `novalidate`: corrections come from us, in the survey's language and not the browser's.
fn form(page: &Survey<'_>, words: Catalogue) -> Markup {
    let total = page.questions.len();
    let wrong = page.questions.iter().position(|question| question.error.is_some());
    html! {
        form method="post" action=(link::safe_or_path(page.action).unwrap_or_default()) accept-charset="utf-8" novalidate {
            (error_summary(page, words))
            @for (index, asked) in page.questions.iter().enumerate() {
                (Field { asked, words, number: index + 1, total, focused: wrong == Some(index) }.markup())
            }
            (honeypot(words))
            button.primary type="submit" {
                @if page.editing_until.is_some() { (words.say("save")) }
                @else { (words.fill("send", &[("count", total.into())])) }
            }
        }
    }
}

/// Names every field to correct and leads to it; the first of them already has the focus.
fn error_summary(page: &Survey<'_>, words: Catalogue) -> Markup {
    let numbered = page.questions.iter().enumerate();
    let wrong: Vec<_> = numbered.filter(|(_, question)| question.error.is_some()).collect();
    let form_error = text::filled(page.form_error);
    let only_the_form = wrong.is_empty();
    html! {
        @if !only_the_form || form_error.is_some() {
            div.errors role="alert" tabindex="-1" autofocus[only_the_form] {
                h2 { (words.fill("error-summary", &[("count", wrong.len().into())])) }
                @if let Some(error) = form_error { p { (error) } }
                @if !only_the_form {
                    ul {
                        @for (index, question) in wrong {
                            @let field = format!("#{}", control::first_id(index + 1));
                            li { a href=(field) { (text::one_line(question.text)) } }
                        }
                    }
                }
            }
        }
    }
}

/// M7.8: hidden from eyes and from screen readers alike, out of the tab order, ignored by form fillers.
fn honeypot(words: Catalogue) -> Markup {
    html! {
        div.trap aria-hidden="true" {
            label for=(super::HONEYPOT) { (words.say("honeypot")) }
            input type="text" id=(super::HONEYPOT) name=(super::HONEYPOT) tabindex="-1" autocomplete="off";
        }
    }
}

fn foot(page: &Survey<'_>, words: Catalogue) -> Markup {
    html! {
        @for line in text::paragraphs(page.information) { p { (link::linked(&line)) } }
        (frame::anchor("", &words.say("privacy-link"), page.privacy_url))
        (frame::anchor("", &words.say("unsubscribe-link"), page.unsubscribe_url))
    }
}
