//! One question as one named control: radio buttons, check boxes or a text area, with its correction.
//! The page around the questions belongs to `survey`.

use maud::{Markup, html};

use super::{Choice, Control, Question, Value};
use crate::text::{Catalogue, filled, one_line};

/// A question and where it stands on its page. Element ids come from the number, never from outside.
pub(super) struct Field<'a> {
    pub(super) asked: &'a Question<'a>,
    pub(super) words: Catalogue,
    /// From 1.
    pub(super) number: usize,
    pub(super) total: usize,
    /// Whether its first control takes the focus when the page opens.
    pub(super) focused: bool,
}

/// Id of what an error summary leads to: the first radio button, check box, or the text area.
pub(super) fn first_id(number: usize) -> String {
    format!("q{number}")
}

impl Field<'_> {
    pub(super) fn markup(&self) -> Markup {
        let class = if self.asked.error.is_some() { "question wrong" } else { "question" };
        html! {
            @if let Control::Text { max_chars } = self.asked.control {
                div class=(class) {
                    label.ask for=(first_id(self.number)) { (self.wording()) }
                    (self.remarks())
                    (self.text_area(max_chars))
                }
            } @else {
                fieldset class=(class) aria-describedby=[self.described_by()] {
                    legend.ask { (self.wording()) }
                    (self.remarks())
                    (self.options())
                }
            }
        }
    }

    fn wording(&self) -> Markup {
        let place = [("number", self.number.into()), ("total", self.total.into())];
        let progress = (self.total > 1).then(|| self.words.fill("progress", &place));
        let optional = (!self.asked.required).then(|| self.words.say("optional"));
        let above: Vec<_> = [progress, optional].into_iter().flatten().collect();
        html! {
            @if !above.is_empty() { span.progress { (above.join(" · ")) } " " }
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
            Control::Nps | Control::Scale { .. } | Control::Single { .. } => None,
        })
    }

    fn described_by(&self) -> Option<String> {
        let help = self.help().map(|_| self.id_of("help"));
        let error = filled(self.asked.error).map(|_| self.id_of("error"));
        let ids: Vec<_> = [help, error].into_iter().flatten().collect();

        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn options(&self) -> Markup {
        match &self.asked.control {
            Control::Nps => {
                let (low, high) = (self.words.say("nps-low"), self.words.say("nps-high"));
                self.scale(0, 10, [&low, &high])
            }
            Control::Scale { min, max, low_label, high_label } => {
                self.scale(*min, *max, [low_label, high_label])
            }
            Control::Single { choices } => html! {
                @for (index, choice) in choices.iter().enumerate() { (self.choice("radio", index, choice)) }
                (self.no_answer())
            },
            Control::Multiple { choices } => html! {
                @for (index, choice) in choices.iter().enumerate() { (self.choice("checkbox", index, choice)) }
            },
            Control::Text { .. } => html! {},
        }
    }

    /// C19: every number is written out; the meaning of both ends is read with their numbers.
    fn scale(&self, min: u8, max: u8, ends: [&str; 2]) -> Markup {
        let [low, high] = ends.map(|label| filled(Some(label)));
        let shown_end = |number: u8, label: &str| {
            self.words.fill("scale-end", &[("number", number.into()), ("label", label.into())])
        };
        let meaning = |number: u8| match number {
            _ if number == min => low.as_deref(),
            _ if number == max => high.as_deref(),
            _ => None,
        };
        html! {
            div class=(format!("scale of-{}", (min..=max).count())) {
                @for number in min..=max { (self.tick(number, number == min, meaning(number))) }
            }
            @if low.is_some() || high.is_some() {
                div.ends aria-hidden="true" {
                    span { @if let Some(label) = &low { (shown_end(min, label)) } }
                    span { @if let Some(label) = &high { (shown_end(max, label)) } }
                }
            }
            (self.no_answer())
        }
    }

    fn tick(&self, number: u8, first: bool, meaning: Option<&str>) -> Markup {
        let checked = self.asked.value == Value::Number(number);
        html! {
            label.tick {
                input type="radio" id=[first.then(|| first_id(self.number))] name=(self.asked.id)
                    value=(number) required[self.asked.required] checked[checked]
                    autofocus[first && self.focused];
                span { (number) @if let Some(meaning) = meaning { span.unseen { " = " (meaning) } } }
            }
        }
    }

    fn choice(&self, kind: &str, index: usize, choice: &Choice<'_>) -> Markup {
        let checked = matches!(&self.asked.value, Value::Choices(chosen) if chosen.contains(&choice.id));
        let first = index == 0;
        html! {
            label.choice {
                input type=(kind) id=[first.then(|| first_id(self.number))] name=(self.asked.id)
                    value=(choice.id) required[self.asked.required && kind == "radio"] checked[checked]
                    autofocus[first && self.focused];
                span { (one_line(choice.label)) }
            }
        }
    }

    /// A radio button cannot be taken back without a script, so an optional one offers a way out.
    fn no_answer(&self) -> Markup {
        html! {
            @if !self.asked.required {
                label.choice.quiet {
                    input type="radio" name=(self.asked.id) value="";
                    span { (self.words.say("no-answer")) }
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
            textarea id=(first_id(self.number)) name=(self.asked.id) rows="4" maxlength=(max_chars)
                required[self.asked.required] autofocus[self.focused]
                aria-describedby=[self.described_by()]
                aria-invalid=[self.asked.error.map(|_| "true")] {
                // A parser drops one line break right after the tag: this one, not the writer's.
                "\n" (written)
            }
        }
    }

    fn id_of(&self, part: &str) -> String {
        format!("{}-{part}", first_id(self.number))
    }
}
