//! The survey itself: every question on one page, one submit button, corrections beside the fields.
//! What a valid answer is lives in the domain; this file only shows what it is told.

use jiff::Zoned;
use maud::{Markup, html};

use super::{
    control::Field,
    frame::{self, Frame},
};
use crate::{
    Picture, date, link,
    text::{self, Catalogue},
    theme::Look,
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
    /// How the 0-10 scale and what is chosen look (C19-C21).
    pub look: Look<'a>,
    /// Path the form is posted to (`/s/{token}`).
    pub action: &'a str,
    /// In the order shown.
    pub questions: Vec<Question<'a>>,
    /// Set when questions depend on answers.
    pub logic: Option<Logic<'a>>,
    /// What is wrong with the form as a whole, in words.
    pub form_error: Option<&'a str>,
    /// How the answers are used (C8, C9); bare links in it become links.
    pub information: &'a str,
    pub privacy_url: Option<&'a str>,
    /// Set when an earlier answer is being changed: until when, in the organization's time zone.
    pub editing_until: Option<Zoned>,
    pub unsubscribe_url: Option<&'a str>,
    /// Nothing leads from the answers to who gives them, and nobody can change them afterwards (R5.4).
    pub anonymous: bool,
    /// Set where anybody may answer.
    pub public: Option<Public<'a>>,
    /// Path of the style sheet, normally [`super::stylesheet_path`].
    pub stylesheet: &'a str,
}

/// What the page of a public survey has beside its questions.
#[derive(Debug, Clone)]
pub struct Public<'a> {
    /// Tells this form from every other: posted under [`super::FORM`].
    pub form: &'a str,
    /// The survey's languages, its own among them, with the path of each: tag and path.
    pub languages: Vec<(&'a str, String)>,
}

/// Display logic: which questions the answers lead to. Without its script the page still works: the form is then
/// asked again with what came to light.
#[derive(Debug, Clone, Copy)]
pub struct Logic<'a> {
    /// JSON list of `{id, show_if?, jump_if?}` in the order of asking, as the API writes them.
    pub rules: &'a str,
    /// Path of the script, normally [`super::script_path`].
    pub script: &'a str,
    /// Ids of the hidden questions, with a space between: posted under [`super::NOT_OFFERED`] when no script runs.
    pub hidden: &'a str,
}

/// One question, shown as one named control; a matrix has one per row, a statement none.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// Name of the control in the form.
    pub id: &'a str,
    pub text: &'a str,
    pub help: Option<&'a str>,
    /// An optional question says so; an optional scale or single choice also offers "no answer", which
    /// posts the empty string.
    pub required: bool,
    /// Also offers "does not apply", which posts [`super::NOT_APPLICABLE`] (E20).
    pub not_applicable: bool,
    pub sight: Sight,
    pub control: Control<'a>,
    /// What to correct, in words: see [`crate::text::correction`].
    pub error: Option<&'a str>,
    /// What is selected or written already.
    pub value: Value<'a>,
}

/// Whether the answers so far lead to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sight {
    /// They do.
    #[default]
    Shown,
    /// They do since they were sent just now: it takes the focus.
    Fresh,
    /// They do not: it is on the page for the script, out of sight and out of the form.
    Hidden,
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
    /// A named control per row.
    Matrix { rows: Vec<Row<'a>>, columns: Columns<'a> },
    /// Words only; bare links in them become links.
    Statement,
}

/// One row of a matrix.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// Name of its control in the form.
    pub name: &'a str,
    pub label: &'a str,
    /// What to correct, in words.
    pub error: Option<&'a str>,
    pub value: Value<'a>,
}

/// How each row of a matrix is answered.
#[derive(Debug, Clone)]
pub enum Columns<'a> {
    /// Radio buttons `min..=max`.
    Scale { min: u8, max: u8, low_label: &'a str, high_label: &'a str },
    /// Radio buttons with the id of the choice.
    Choices { choices: Vec<Choice<'a>> },
}

impl Question<'_> {
    pub(super) fn is_hidden(&self) -> bool {
        self.sight == Sight::Hidden
    }

    fn is_fresh(&self) -> bool {
        self.sight == Sight::Fresh
    }

    /// True when something of it is to be corrected.
    pub(super) fn is_wrong(&self) -> bool {
        let row = match &self.control {
            Control::Matrix { rows, .. } => rows.iter().any(|row| row.error.is_some()),
            _ => false,
        };
        row || self.error.is_some()
    }

    fn is_numbered(&self) -> bool {
        !self.is_hidden() && !matches!(self.control, Control::Statement)
    }
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
    NotApplicable,
}

/// Renders the survey, also with errors after a refused submission and to change an earlier answer.
#[must_use]
pub fn survey(page: &Survey<'_>) -> String {
    let words = Catalogue::of(page.language);
    let script = page.logic.as_ref().map(|logic| logic.script);
    let frame = Frame {
        script,
        look_sheet: page.look.stylesheet_path(),
        author: Some(page.language),
        ..Frame::of(page.language, Some(page.company), page.stylesheet)
    };
    let main = html! {
        (frame::picture(page.picture))
        (languages(page, words))
        h1 { (text::one_line(page.title)) }
        @for line in text::paragraphs(page.intro.unwrap_or_default()) { p { (link::linked(&line)) } }
        @if let Some(until) = &page.editing_until {
            p.note { (words.fill("editing", &[("moment", date::moment(page.language, until).into())])) }
        }
        @if page.anonymous { p.note { (words.say("anonymous-before")) } }
        (form(page, words))
    };

    frame.document(page.title, &main, &foot(page, words))
}

/// `novalidate`: corrections come from us, in the survey's language and not the browser's.
fn form(page: &Survey<'_>, words: Catalogue) -> Markup {
    let fields = fields(page, words);
    let total = page.questions.iter().filter(|question| question.is_numbered()).count();
    // The script counts again whenever questions come or go.
    let template = words.fill("progress", &[("number", "{n}".into()), ("total", "{t}".into())]);
    let logic = page.logic.as_ref();
    html! {
        form class=[page.look.class()] method="post" action=(link::safe_or_path(page.action).unwrap_or_default()) accept-charset="utf-8"
            novalidate data-logic=[logic.map(|logic| logic.rules)] data-progress=[logic.map(|_| &template)] {
            (error_summary(page, &fields, words))
            (more(page, words))
            @if let Some(public) = &page.public { input type="hidden" name=(super::FORM) value=(public.form); }
            @for field in &fields { (field.markup()) }
            (honeypot(words))
            button.primary type="submit" name=[hidden(logic).map(|_| super::NOT_OFFERED)] value=[hidden(logic)] {
                @if page.editing_until.is_some() { (words.say("save")) }
                @else { (words.fill("send", &[("count", total.into())])) }
            }
        }
    }
}

/// The way to the same survey in another language, named in that language; nothing where there is only one.
fn languages(page: &Survey<'_>, words: Catalogue) -> Markup {
    let known = page.public.as_ref().map(|public| public.languages.as_slice()).unwrap_or_default();
    html! {
        @if known.len() > 1 {
            nav.languages aria-label=(words.say("languages")) {
                @for (tag, path) in known {
                    @if *tag == page.language {
                        span lang=(tag) aria-current="true" { (text::language_name(tag)) }
                    } @else if let Some(path) = link::safe_or_path(path) {
                        a href=(path) lang=(tag) hreflang=(tag) { (text::language_name(tag)) }
                    }
                }
            }
        }
    }
}

fn hidden<'a>(logic: Option<&Logic<'a>>) -> Option<&'a str> {
    logic.map(|logic| logic.hidden).filter(|hidden| !hidden.is_empty())
}

fn fields<'a>(page: &'a Survey<'a>, words: Catalogue) -> Vec<Field<'a>> {
    let questions = &page.questions;
    let total = questions.iter().filter(|question| question.is_numbered()).count();
    let wrong = questions.iter().position(Question::is_wrong);
    let focused = wrong.or_else(|| questions.iter().position(Question::is_fresh));
    let mut number = 0;
    let field = |(index, asked): (usize, &'a Question<'a>)| {
        number += usize::from(asked.is_numbered());
        let progress = (!matches!(asked.control, Control::Statement)).then_some((number, total));
        let counted = page.logic.is_some();
        let icon = page.look.icon;
        Field { asked, words, position: index + 1, progress, counted, focused: focused == Some(index), icon }
    };
    questions.iter().enumerate().map(field).collect()
}

/// Says that nothing was sent yet, because the answers led to more questions.
fn more(page: &Survey<'_>, words: Catalogue) -> Markup {
    let fresh = page.questions.iter().filter(|question| question.is_fresh()).count();
    html! {
        @if fresh > 0 && !page.questions.iter().any(Question::is_wrong) {
            p.note role="status" { (words.fill("more-questions", &[("count", fresh.into())])) }
        }
    }
}

/// Names every field to correct and leads to it; the first of them already has the focus.
fn error_summary(page: &Survey<'_>, fields: &[Field<'_>], words: Catalogue) -> Markup {
    let wrong: Vec<_> = fields.iter().filter(|field| field.asked.is_wrong()).collect();
    let form_error = text::filled(page.form_error);
    let only_the_form = wrong.is_empty();
    html! {
        @if !only_the_form || form_error.is_some() {
            div.errors role="alert" tabindex="-1" autofocus[only_the_form] {
                h2 { (words.fill("error-summary", &[("count", wrong.len().into())])) }
                @if let Some(error) = form_error { p { (error) } }
                @if !only_the_form {
                    ul {
                        @for field in wrong {
                            li { a href=(format!("#{}", field.target())) { (text::one_line(field.asked.text)) } }
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
