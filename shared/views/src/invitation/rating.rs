//! The rating inside a mail: the question and a link for each of its values, or one button to the survey where there is none.
//! Plain HTML, so that it fits the built-in mail and any template (C12); following a link records nothing (R3.1).

use super::words::InvitationWords;
use crate::frame::mail as layout;
use crate::frame::plain::Plain;
use crate::link;
use crate::question::scale_ends;
use crate::text::{self, Catalogue};
use crate::theme::{LIGHT, RatingLook};
use maud::{Markup, html};
use relance_domain::question::QuestionKind;
use std::ops::RangeInclusive;

/// What is asked in a mail, and where the answers lead.
pub(super) struct Rating<'a> {
    words: Catalogue,
    question: Option<String>,
    kind: QuestionKind,
    /// The first and the best number of its scale.
    scale: RangeInclusive<u8>,
    links: Vec<(u8, String)>,
    survey_url: &'a str,
    look: RatingLook<'a>,
    icon: Option<String>,
}

impl<'a> Rating<'a> {
    /// Score links are `{survey_url}?q={question_id}&v={score}`.
    pub(super) fn of(said: &InvitationWords<'a>) -> Self {
        let survey_url = said.facts.survey_url;
        let lead = said.facts.campaign.leading_question();
        let id = lead.map_or("", |question| question.id.as_str());
        let kind = said.facts.campaign.survey_type.kind();
        // Every kind that can lead has a scale.
        let scale = kind.scale().unwrap_or(0..=10);
        let address = |score| format!("{survey_url}?q={id}&v={score}");
        Self {
            words: said.words,
            question: lead.map(|question| said.telling.question(question)),
            links: scale.clone().map(|score| (score, address(score))).collect(),
            kind,
            scale,
            survey_url,
            look: said.look,
            icon: said.look.icon(),
        }
    }

    pub(super) fn markup(&self) -> Markup {
        html! {
            @if let Some(question) = &self.question {
                p style="margin:0 0 16px;font-size:24px;line-height:1.3;font-weight:700" { (text::one_line(question)) }
                (self.scores())
                (self.ends())
                p.faint style=(format!("margin:0 0 8px;font-size:13px;color:{}", LIGHT.soft)) {
                    (self.words.say("score-hint"))
                }
            } @else {
                (layout::plain_button(&self.words.say("answer-button"), self.survey_url, &self.look.light()))
            }
        }
    }

    /// A table of cells that flow: one row at 600 px, two even ones on a phone where eleven or seven do not fit, with or
    /// without media queries, and a plain row in Outlook, which ignores `display` on a cell.
    fn scores(&self) -> Markup {
        html! {
            table.scores.seven[self.kind == QuestionKind::Ces] role="presentation" cellpadding="0" cellspacing="0" border="0" {
                tr {
                    @for (score, address) in &self.links {
                        td style="display:inline-block;padding:0 4px 6px 0" { (self.score(*score, address)) }
                    }
                }
            }
        }
    }

    /// All look the same, unless the organization chose a gradient: a coloured scale suggests an answer. The
    /// numeral is always written (C19), and stays when pictures and styles do not load.
    fn score(&self, score: u8, address: &str) -> Markup {
        let (first, best) = (*self.scale.start(), *self.scale.end());
        // Shorter scales take their colours from the same gradient, from end to end.
        let place = usize::from(score.saturating_sub(first)) * 10 / usize::from(best - first);
        let tint = self.look.tints().and_then(|tints| tints.get(place).copied());
        let (class, ground, ink) = match tint {
            Some(tint) => ("score tint", tint.ground.to_string(), tint.ink.to_string()),
            None => ("score plain", LIGHT.paper.to_owned(), self.look.light().accent),
        };
        let starred = self.look.stars();
        let icon = self.icon.as_deref().and_then(link::safe);
        let lines =
            if starred || icon.is_some() { "line-height:20px;padding:2px 0" } else { "line-height:44px" };
        let style = format!(
            "display:block;width:44px;{lines};text-align:center;font-size:17px;font-weight:600;\
             text-decoration:none;color:{ink};background-color:{ground};border:1px solid {};border-radius:6px",
            LIGHT.edge
        );
        let said = self.words.fill("rating", &[("score", score.into()), ("best", best.into())]);
        html! {
            @if let Some(address) = link::safe(address) {
                a class=(class) href=(address) aria-label=(said) style=(style) {
                    @if starred {
                        span.star aria-hidden="true" style=(format!("font-size:15px;color:{}", LIGHT.passive)) { "★" }
                        br;
                    }
                    @if let Some(icon) = icon {
                        img src=(icon) alt="" width="20" height="20" style="display:inline-block;border:0";
                        br;
                    }
                    (score)
                }
            }
        }
    }

    fn ends(&self) -> Markup {
        let [low, high] = self.meanings();
        // No wider than its row of cells, so that each label stands below its end.
        let width = format!("max-width:{}px", 50 * self.links.len());
        let style = format!("font-size:13px;padding:0 0 8px;color:{}", LIGHT.soft);
        html! {
            table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style=(width) {
                tr {
                    td.faint align="left" style=(style) { (low) }
                    td.faint align="right" style=(style) { (high) }
                }
            }
        }
    }

    /// What the first and the last number mean.
    fn meanings(&self) -> [String; 2] {
        let (first, best) = (*self.scale.start(), *self.scale.end());
        let [low, high] = scale_ends(self.words, &self.kind);
        let end = |number: u8, label: String| {
            self.words.fill("scale-end", &[("number", number.into()), ("label", label.into())])
        };
        [end(first, low), end(best, high)]
    }

    pub(super) fn plain(&self, text: &mut Plain) {
        if let Some(question) = &self.question {
            text.paragraph(&text::one_line(question));
            let [low, high] = self.meanings();
            text.paragraph(&low);
            text.numbered(&self.links);
            text.paragraph(&high);
            text.paragraph(&self.words.say("score-hint"));
        } else {
            text.link(&self.words.say("answer-button"), self.survey_url);
        }
    }
}
