//! What can be chosen for one named control: numbers of a scale, one of several choices, or several of them.
//! The question around them belongs to `control`.

use super::said;
use crate::link;
use crate::text::{Catalogue, filled, one_line};
use maud::{Markup, html};
use relance_domain::name::LanguageTag;
use relance_domain::question::{Choice, NOT_APPLICABLE};
use std::ops::RangeInclusive;

/// The options of one named control.
pub(super) struct Group<'a> {
    pub(super) name: &'a str,
    /// Element id of its first option.
    pub(super) first_id: String,
    pub(super) required: bool,
    /// Whether "does not apply" is offered (E20).
    pub(super) not_applicable: bool,
    /// What is chosen so far. A value that does not fit selects nothing.
    pub(super) given: &'a [String],
    /// Whether its first option takes the focus when the page opens.
    pub(super) focused: bool,
    pub(super) language: &'a LanguageTag,
    pub(super) words: Catalogue,
    /// Where a picture above each numeral is shown (C20).
    pub(super) icon: Option<&'a str>,
}

impl Group<'_> {
    /// C19: every number is written out; the meaning of both ends is read with their numbers.
    pub(super) fn scale(&self, scale: RangeInclusive<u8>, ends: &[String; 2]) -> Markup {
        let ([low, high], (min, max)) = (ends, scale.into_inner());
        let shown_end = |number: u8, label: &str| {
            self.words.fill("scale-end", &[("number", number.into()), ("label", label.into())])
        };
        let meaning = |number: u8| match number {
            _ if number == min => filled(Some(low)),
            _ if number == max => filled(Some(high)),
            _ => None,
        };
        html! {
            div class=(format!("scale of-{}", (min..=max).count())) {
                @for number in min..=max { (self.tick(number, number == min, meaning(number))) }
            }
            div.ends aria-hidden="true" { span { (shown_end(min, low)) } span { (shown_end(max, high)) } }
            (self.ways_out())
        }
    }

    /// Radio buttons.
    pub(super) fn single(&self, choices: &[Choice]) -> Markup {
        html! {
            @for (index, choice) in choices.iter().enumerate() { (self.choice("radio", index, choice)) }
            (self.ways_out())
        }
    }

    /// Check boxes.
    pub(super) fn several(&self, choices: &[Choice]) -> Markup {
        html! {
            @for (index, choice) in choices.iter().enumerate() { (self.choice("checkbox", index, choice)) }
            @if self.not_applicable { (self.way_out("checkbox", NOT_APPLICABLE, "not-applicable")) }
        }
    }

    fn is_none(&self) -> bool {
        self.not_applicable && self.given == [NOT_APPLICABLE]
    }

    fn tick(&self, number: u8, first: bool, meaning: Option<String>) -> Markup {
        let checked = self.given.first().and_then(|text| text.parse().ok()) == Some(number);
        html! {
            label.tick {
                input type="radio" id=[first.then_some(&self.first_id)] name=(self.name)
                    value=(number) required[self.required] checked[checked]
                    autofocus[first && self.focused];
                span { (self.drawn()) (number) @if let Some(meaning) = meaning { span.unseen { " = " (meaning) } } }
            }
        }
    }

    /// Decoration: the numeral below it says everything.
    fn drawn(&self) -> Markup {
        html! {
            @if let Some(icon) = self.icon.and_then(link::safe_or_path) {
                img.icon src=(icon) alt="" width="20" height="20";
            }
        }
    }

    fn choice(&self, kind: &str, index: usize, choice: &Choice) -> Markup {
        let checked = !self.is_none() && self.given.contains(&choice.id);
        let first = index == 0;
        html! {
            label.choice {
                input type=(kind) id=[first.then_some(&self.first_id)] name=(self.name)
                    value=(choice.id) required[self.required && kind == "radio"] checked[checked]
                    autofocus[first && self.focused];
                span { (one_line(said(&choice.texts, self.language).unwrap_or(&choice.id))) }
            }
        }
    }

    /// A radio button cannot be taken back without a script, so an optional one offers a way out, as soon as something is
    /// chosen.
    fn ways_out(&self) -> Markup {
        html! {
            @if self.not_applicable { (self.way_out("radio", NOT_APPLICABLE, "not-applicable")) }
            @if !self.required { div.way-back { (self.way_out("radio", "", "no-answer")) } }
        }
    }

    fn way_out(&self, kind: &str, value: &str, key: &str) -> Markup {
        let checked = !value.is_empty() && self.is_none();
        html! {
            label.choice.quiet {
                input type=(kind) name=(self.name) value=(value) checked[checked];
                span { (self.words.say(key)) }
            }
        }
    }
}
