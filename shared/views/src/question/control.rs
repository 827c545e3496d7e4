//! One question with its named control, or one per row: its words, its correction, and what can be answered.
//! The options themselves are drawn in `options`; the page around the questions in `answer`.

use super::options::Group;
use super::{Filled, said, scale_ends};
use crate::link;
use crate::text::{Catalogue, one_line, paragraphs};
use maud::{Markup, html};
use relance_domain::name::LanguageTag;
use relance_domain::question::{Columns, Question, QuestionKind};

/// Whether the answers so far lead to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// They do.
    Shown,
    /// They do since they were sent just now: it takes the focus.
    Fresh,
    /// They do not: it is on the page for the script, out of sight and out of the form.
    Hidden,
}

/// A question and where it stands on its page. Element ids come from the position, never from outside.
#[derive(Clone)]
pub(crate) struct QuestionField<'a> {
    pub(crate) question: &'a Question,
    /// As it is asked.
    pub(crate) text: String,
    pub(crate) language: &'a LanguageTag,
    pub(crate) words: Catalogue,
    pub(crate) filled: Filled<'a>,
    pub(crate) sight: Sight,
    /// Position on the page, from 1, shown or not.
    pub(crate) position: usize,
    /// Number among the shown questions, from 1, and how many they are; `None` for what is not numbered.
    pub(crate) progress: Option<Progress>,
    /// Whether the script counts again, so that it needs a place to write to.
    pub(crate) counted: bool,
    /// Whether its first control takes the focus when the page opens.
    pub(crate) focused: bool,
    /// Whether it is what the page is about: its words are the largest.
    pub(crate) leading: bool,
    /// Where a picture above each numeral of the 0-10 scale is shown (C20).
    pub(crate) icon: Option<&'a str>,
}

/// Where a question stands among those in view.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Progress {
    pub(crate) number: usize,
    pub(crate) total: usize,
}

impl<'a> QuestionField<'a> {
    pub(crate) fn markup(&self) -> Markup {
        let id = self.id();
        let hidden = self.is_hidden();
        let kind = if self.leading { "question lead" } else { "question" };
        let class = if self.is_wrong() { format!("{kind} wrong") } else { kind.to_owned() };
        html! {
            @match self.question.kind {
                QuestionKind::Statement => {
                    div.question.statement hidden[hidden] data-question=(id) {
                        @for line in paragraphs(&self.text) { p { (link::linked(&line)) } }
                    }
                }
                QuestionKind::Text => {
                    div class=(class) hidden[hidden] data-question=(id) {
                        label.ask for=(self.target()) { (self.wording()) }
                        (self.remarks())
                        (self.text_area())
                    }
                }
                _ => {
                    fieldset class=(class) hidden[hidden] disabled[hidden]
                        data-question=(id) aria-describedby=[self.described_by()] {
                        legend.ask { (self.wording()) }
                        (self.remarks())
                        (self.answers())
                    }
                }
            }
        }
    }

    pub(crate) fn id(&self) -> &'a str {
        self.question.id.as_str()
    }

    pub(crate) fn is_hidden(&self) -> bool {
        self.sight == Sight::Hidden
    }

    pub(crate) fn is_fresh(&self) -> bool {
        self.sight == Sight::Fresh
    }

    /// True when something of it is to be corrected.
    pub(crate) fn is_wrong(&self) -> bool {
        self.error().is_some() || self.wrong_row().is_some()
    }

    /// Id of what an error summary leads to: the first control, or that of the first wrong row.
    pub(crate) fn target(&self) -> String {
        if self.question.kind.rows().is_empty() {
            format!("q{}", self.position)
        } else {
            self.row_id(self.wrong_row().unwrap_or(0))
        }
    }

    fn error(&self) -> Option<String> {
        self.filled.wrong(self.id(), self.words)
    }

    fn wrong_row(&self) -> Option<usize> {
        let rows = self.question.kind.rows();
        rows.iter().position(|row| self.filled.wrong(&self.row_name(&row.id), self.words).is_some())
    }

    fn row_name(&self, row: &str) -> String {
        format!("{}.{row}", self.id())
    }

    fn row_id(&self, row: usize) -> String {
        format!("q{}-r{}", self.position, row + 1)
    }

    fn wording(&self) -> Markup {
        let progress = self.progress.filter(|at| at.total > 1).map(|Progress { number, total }| {
            self.words.fill("progress", &[("number", number.into()), ("total", total.into())])
        });
        let optional = (!self.question.required).then(|| self.words.say("optional"));
        let after = optional.as_ref().map_or("", |_| " · ");
        html! {
            @if progress.is_some() || optional.is_some() || self.counted {
                span.progress {
                    @if progress.is_some() || self.counted {
                        span.count data-after=(after) { @if let Some(progress) = progress { (progress) (after) } }
                    }
                    @if let Some(optional) = optional { (optional) }
                }
                " "
            }
            span.wording { (one_line(&self.text)) }
        }
    }

    /// Between the question and its answers: help first, the correction closest to the field.
    fn remarks(&self) -> Markup {
        html! {
            @if let Some(help) = self.help() { p.help id=(self.id_of("help")) { (help) } }
            @if let Some(error) = self.error() { p.error id=(self.id_of("error")) { (error) } }
        }
    }

    fn help(&self) -> Option<String> {
        let several = matches!(self.question.kind, QuestionKind::Multiple { .. });
        several.then(|| self.words.say("choose-several"))
    }

    fn described_by(&self) -> Option<String> {
        let help = self.help().map(|_| self.id_of("help"));
        let error = self.error().map(|_| self.id_of("error"));
        let ids: Vec<_> = [help, error].into_iter().flatten().collect();

        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn answers(&self) -> Markup {
        let group = self.group(self.id(), format!("q{}", self.position), self.focused);
        match &self.question.kind {
            QuestionKind::Single { choices } => group.single(choices),
            QuestionKind::Multiple { choices } => group.several(choices),
            QuestionKind::Matrix { columns, .. } => self.matrix(columns),
            kind => {
                let scale = kind.scale();
                let drawn = scale.map(|scale| group.scale(scale, &scale_ends(self.words, kind)));
                drawn.unwrap_or_default()
            }
        }
    }

    fn group<'g>(&'g self, name: &'g str, first_id: String, focused: bool) -> Group<'g> {
        Group {
            name,
            first_id,
            required: self.question.required,
            not_applicable: self.question.options.not_applicable,
            given: self.filled.given(name),
            focused,
            language: self.language,
            words: self.words,
            icon: self.icon.filter(|_| self.question.kind == QuestionKind::Nps),
        }
    }

    /// A group of its own per row: nothing to scroll sideways on a phone, nothing to look up for a screen reader; where there
    /// is room, the style sheet makes a table of them.
    fn matrix(&self, columns: &Columns) -> Markup {
        let focused = self.wrong_row().unwrap_or(0);
        html! {
            @for (index, row) in self.question.kind.rows().iter().enumerate() {
                @let name = self.row_name(&row.id);
                @let error = self.filled.wrong(&name, self.words);
                @let error_id = format!("{}-error", self.row_id(index));
                @let group = self.group(&name, self.row_id(index), self.focused && index == focused);
                fieldset.row aria-describedby=[error.as_ref().map(|_| error_id.as_str())] {
                    legend { (one_line(said(&row.texts, self.language).unwrap_or(&row.id))) }
                    div.cells {
                        @if let Some(error) = &error { p.error id=(error_id) { (error) } }
                        @match columns {
                            Columns::Scale { max } => {
                                (group.scale(1..=*max, &scale_ends(self.words, &self.question.kind)))
                            }
                            Columns::Choices { choices } => { (group.single(choices)) }
                        }
                    }
                }
            }
        }
    }

    /// The limit is told by the script, once it is near.
    fn text_area(&self) -> Markup {
        let written = self.filled.given(self.id()).first().map_or("", String::as_str);
        let limit = QuestionKind::MAX_TEXT;
        html! {
            textarea id=(self.target()) name=(self.id()) rows="3" maxlength=(limit)
                required[self.question.required] disabled[self.is_hidden()] autofocus[self.focused]
                aria-describedby=[self.described_by()]
                aria-invalid=[self.is_wrong().then_some("true")] {
                // A parser drops one line break right after the tag: this one, not the writer's.
                "\n" (written)
            }
            p.help.limit hidden aria-live="polite" data-left=(self.words.fill("text-left", &[("left", "{n}".into())])) {}
        }
    }

    fn id_of(&self, part: &str) -> String {
        format!("q{}-{part}", self.position)
    }
}
