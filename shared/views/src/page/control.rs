//! One question with its named control, or one per row: its words, its correction, and what can be answered.
//! The options themselves are drawn in `options`; the page around the questions in `survey`.

use maud::{Markup, html};

use super::{Columns, Control, Question, Value, options::Group};
use crate::link;
use crate::text::{Catalogue, filled, one_line, paragraphs};

/// A question and where it stands on its page. Element ids come from the position, never from outside.
pub(super) struct Field<'a> {
    pub(super) asked: &'a Question<'a>,
    pub(super) words: Catalogue,
    /// Position on the page, from 1, shown or not.
    pub(super) position: usize,
    /// Number among the shown questions, from 1, and how many they are; `None` for what is not numbered.
    pub(super) progress: Option<(usize, usize)>,
    /// Whether the script counts again, so that it needs a place to write to.
    pub(super) counted: bool,
    /// Whether its first control takes the focus when the page opens.
    pub(super) focused: bool,
    /// Where a picture above each numeral of the 0-10 scale is shown (C20).
    pub(super) icon: Option<&'a str>,
}

impl<'a> Field<'a> {
    pub(super) fn markup(&self) -> Markup {
        let asked = self.asked;
        let class = if asked.is_wrong() { "question wrong" } else { "question" };
        html! {
            @match asked.control {
                Control::Statement => {
                    div.question.statement hidden[asked.is_hidden()] data-question=(asked.id) {
                        @for line in paragraphs(asked.text) { p { (link::linked(&line)) } }
                    }
                }
                Control::Text { max_chars } => {
                    div class=(class) hidden[asked.is_hidden()] data-question=(asked.id) {
                        label.ask for=(self.first_id()) { (self.wording()) }
                        (self.remarks())
                        (self.text_area(max_chars))
                    }
                }
                _ => {
                    fieldset class=(class) hidden[asked.is_hidden()] disabled[asked.is_hidden()]
                        data-question=(asked.id) aria-describedby=[self.described_by()] {
                        legend.ask { (self.wording()) }
                        (self.remarks())
                        (self.answers())
                    }
                }
            }
        }
    }

    /// Id of what an error summary leads to: the first control, or that of the first wrong row.
    pub(super) fn target(&self) -> String {
        match &self.asked.control {
            Control::Matrix { rows, .. } => {
                self.row_id(rows.iter().position(|row| row.error.is_some()).unwrap_or(0))
            }
            _ => self.first_id(),
        }
    }

    fn first_id(&self) -> String {
        format!("q{}", self.position)
    }

    fn row_id(&self, row: usize) -> String {
        format!("q{}-r{}", self.position, row + 1)
    }

    fn wording(&self) -> Markup {
        let progress = self.progress.filter(|(_, total)| *total > 1).map(|(number, total)| {
            self.words.fill("progress", &[("number", number.into()), ("total", total.into())])
        });
        let optional = (!self.asked.required).then(|| self.words.say("optional"));
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
            span.wording { (one_line(self.asked.text)) }
        }
    }

    /// Between the question and its answers: help first, the correction closest to the field.
    fn remarks(&self) -> Markup {
        html! {
            @if let Some(help) = self.help() { p.help id=(self.id_of("help")) { (help) } }
            @if let Some(error) = filled(self.asked.error) {
                p.error id=(self.id_of("error")) { (error) }
            }
        }
    }

    fn help(&self) -> Option<String> {
        filled(self.asked.help).or_else(|| match self.asked.control {
            Control::Multiple { .. } => Some(self.words.say("choose-several")),
            Control::Text { max_chars } => Some(self.words.fill("text-limit", &[("max", max_chars.into())])),
            _ => None,
        })
    }

    fn described_by(&self) -> Option<String> {
        let help = self.help().map(|_| self.id_of("help"));
        let error = filled(self.asked.error).map(|_| self.id_of("error"));
        let ids: Vec<_> = [help, error].into_iter().flatten().collect();

        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn answers(&self) -> Markup {
        let group = self.group();
        match &self.asked.control {
            Control::Nps => {
                let (low, high) = (self.words.say("nps-low"), self.words.say("nps-high"));
                group.scale(0, 10, [&low, &high])
            }
            Control::Scale { min, max, low_label, high_label } => {
                group.scale(*min, *max, [low_label, high_label])
            }
            Control::Single { choices } => group.single(choices),
            Control::Multiple { choices } => group.several(choices),
            Control::Matrix { columns, .. } => self.matrix(columns),
            Control::Text { .. } | Control::Statement => html! {},
        }
    }

    fn group(&self) -> Group<'a> {
        Group {
            name: self.asked.id,
            first_id: self.first_id(),
            required: self.asked.required,
            not_applicable: self.asked.not_applicable,
            value: &self.asked.value,
            focused: self.focused,
            words: self.words,
            icon: if matches!(self.asked.control, Control::Nps) { self.icon } else { None },
        }
    }

    /// A group of its own per row: nothing to scroll sideways on a phone, nothing to look up for a screen reader.
    fn matrix(&self, columns: &Columns<'_>) -> Markup {
        let Control::Matrix { rows, .. } = &self.asked.control else { return html! {} };
        let wrong = rows.iter().position(|row| row.error.is_some()).unwrap_or(0);
        html! {
            @for (index, row) in rows.iter().enumerate() {
                @let error = filled(row.error);
                @let error_id = format!("{}-error", self.row_id(index));
                @let group = Group {
                    name: row.name,
                    first_id: self.row_id(index),
                    value: &row.value,
                    focused: self.focused && index == wrong,
                    ..self.group()
                };
                fieldset.row aria-describedby=[error.as_ref().map(|_| error_id.as_str())] {
                    legend { (one_line(row.label)) }
                    @if let Some(error) = &error { p.error id=(error_id) { (error) } }
                    @match columns {
                        Columns::Scale { min, max, low_label, high_label } => {
                            (group.scale(*min, *max, [low_label, high_label]))
                        }
                        Columns::Choices { choices } => { (group.single(choices)) }
                    }
                }
            }
        }
    }

    fn text_area(&self, max_chars: u32) -> Markup {
        let written = match self.asked.value {
            Value::Text(written) => written,
            _ => "",
        };
        html! {
            textarea id=(self.first_id()) name=(self.asked.id) rows="3" maxlength=(max_chars)
                required[self.asked.required] disabled[self.asked.is_hidden()] autofocus[self.focused]
                aria-describedby=[self.described_by()]
                aria-invalid=[self.asked.error.map(|_| "true")] {
                // A parser drops one line break right after the tag: this one, not the writer's.
                "\n" (written)
            }
        }
    }

    fn id_of(&self, part: &str) -> String {
        format!("{}-{part}", self.first_id())
    }
}
