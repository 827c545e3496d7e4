//! The internal mail to the person in charge of an unhappy answer (E6): what happened, what to do next.
//! Who is in charge, and which answers raise an alert, is the domain's decision.

use super::who::{self, Who};
use crate::date;
use crate::frame::mail::{self as layout, Sheet};
use crate::frame::plain::Plain;
use crate::question::{comment, unsatisfied};
use crate::text::{self, Catalogue};
use crate::theme::{LIGHT, RatingLook};
use maud::{Markup, html};
use relance_domain::alert::{AlertFacts, AlertKind};
use relance_domain::invitation::Composed;
use relance_domain::question::NpsType;

/// The mail about an alert, in the language of the organization.
#[must_use]
pub fn mail(facts: &AlertFacts<'_>) -> Composed {
    let said = AlertWords::of(facts);
    let text = said.plain();
    let sheet = Sheet {
        language: said.words.language,
        title: &said.title,
        preheader: said.comment.map_or_else(|| said.intro.clone(), text::one_line),
        company: &facts.organization.name,
        picture: None,
        look: RatingLook::default(),
        content: said.content(),
        footer: layout::small(&html! { (said.why) }),
    };

    Composed { subject: text::one_line(&said.title), html: sheet.html(&text), text }
}

/// The alert put into words once, for both parts.
struct AlertWords<'a> {
    facts: &'a AlertFacts<'a>,
    who: Who<'a>,
    words: Catalogue,
    title: String,
    intro: String,
    comment: Option<&'a str>,
    /// Questions and answers that are not satisfied ones (E5), beside the score.
    unsatisfied: Vec<(String, String)>,
    next: String,
    why: String,
}

impl<'a> AlertWords<'a> {
    fn of(facts: &'a AlertFacts<'a>) -> Self {
        let AlertFacts { organization, alert, campaign, answer, invitation, contact, .. } = *facts;
        let words = Catalogue::read_in(&organization.language);
        let who = Who { contact, invitation, campaign: Some(campaign) };
        let customer = who.name().unwrap_or_else(|| words.say("customer-unknown"));
        let answered_at = answer.completed_at.to_zoned(organization.zone());
        let moment = date::moment(words.language, &answered_at);
        let company = ("company", text::one_line(&organization.name).into());
        Self {
            title: who::title(words, alert, Some(answer), &customer),
            intro: words.fill(intro(alert.kind), &[("moment", moment.into())]),
            comment: comment(answer, campaign).filter(|comment| !comment.trim().is_empty()),
            unsatisfied: unsatisfied(answer, campaign, &organization.language),
            next: next(alert.kind, who, words, customer),
            why: words.fill("alert-why", &[company]),
            facts,
            who,
            words,
        }
    }

    fn content(&self) -> Markup {
        html! {
            (layout::heading(&self.title))
            (layout::prose(&self.intro))
            @if let Some(comment) = self.comment {
                (self.quote(comment))
            }
            @if !self.unsatisfied.is_empty() { (self.unsatisfied()) }
            mj-text css-class="ink" padding="4px 24px 12px" {
                table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" {
                    @for fact in self.facts() { (fact.row(self.words)) }
                }
            }
            (layout::rule())
            mj-text css-class="ink" font-size="17px" font-weight="600" padding="0 24px 4px" {
                (self.words.say("alert-next"))
            }
            (layout::prose(&self.next))
            (layout::button(&self.words.say("alert-open"), self.facts.console_url))
        }
    }

    fn unsatisfied(&self) -> Markup {
        html! {
            mj-text css-class="ink" font-weight="600" padding="4px 24px 0" { (self.words.say("alert-unsatisfied")) }
            mj-text css-class="ink" padding="0 24px 12px" {
                @for (question, answer) in &self.unsatisfied {
                    div style="padding-top:4px" { (text::one_line(question)) br; strong { (text::one_line(answer)) } }
                }
            }
        }
    }

    fn quote(&self, comment: &str) -> Markup {
        let style = format!("margin:0;padding:4px 0 4px 16px;border-left:3px solid {}", LIGHT.edge);
        html! {
            mj-text css-class="ink" font-size="17px" {
                blockquote.quote style=(style) aria-label=(self.words.say("alert-comment")) {
                    @for line in text::paragraphs(comment) { div { (line) } }
                }
            }
        }
    }

    fn facts(&self) -> Vec<Fact> {
        let AlertFacts { organization, campaign, answer, contact, .. } = *self.facts;
        let score = answer.nps_score.map(|score| self.words.fill("score", &[("score", score.into())]));
        let fact = |key: &str, value: Option<String>| {
            value.map(|value| Fact { label: self.words.say(key), value, band: None, href: None })
        };
        let name = contact.and_then(relance_domain::contact::Contact::full_name);
        let email = self.who.email().map(str::to_owned);
        let mail_to = email.as_ref().map(|address| format!("mailto:{address}"));
        let occasion = self.who.occasion(self.words, &organization.zone(), false);
        [
            fact("alert-score", score).map(|fact| Fact { band: answer.nps_type(), ..fact }),
            fact("alert-customer", text::filled(name.as_deref())),
            fact("alert-phone", self.who.phone().map(str::to_owned)),
            fact("alert-email", email).map(|fact| Fact { href: mail_to, ..fact }),
            occasion.map(|about| Fact { label: about.label, value: about.value, band: None, href: None }),
            fact("alert-campaign", Some(text::one_line(&campaign.name))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn plain(&self) -> String {
        let mut text = Plain::new(self.words);
        text.paragraph(&self.title);
        text.paragraph(&self.intro);
        text.labelled(&self.words.say("alert-comment"), self.comment.unwrap_or_default());
        let told = self.unsatisfied.iter();
        let told = told.map(|(asked, said)| format!("{} – {}", text::one_line(asked), text::one_line(said)));
        text.labelled(&self.words.say("alert-unsatisfied"), &told.collect::<Vec<_>>().join("\n"));
        text.facts(&self.facts().iter().map(|fact| fact.line(self.words)).collect::<Vec<_>>());
        text.labelled(&self.words.say("alert-next"), &self.next);
        text.link(&self.words.say("alert-open"), self.facts.console_url);
        text.paragraph(&self.why);
        text.finish()
    }
}

/// Only who is unhappy waits for somebody to call.
fn intro(kind: AlertKind) -> &'static str {
    if kind.is_unhappy() { "alert-intro" } else { "alert-intro-noticed" }
}

/// What to do first: call, write, look what can be mended, or read what was looked for.
fn next(kind: AlertKind, who: Who<'_>, words: Catalogue, customer: String) -> String {
    match who.phone() {
        _ if !kind.is_unhappy() => words.say("alert-next-noticed"),
        Some(phone) => {
            words.fill("alert-next-call", &[("customer", customer.into()), ("phone", phone.into())])
        }
        // Somebody who answered by a public link: nobody can be called or written to.
        None if who.name().is_none() => words.say("alert-next-unknown"),
        None => words.fill("alert-next-write", &[("customer", customer.into())]),
    }
}

/// One line of what is known: "Score: 3 out of 10, detractor".
struct Fact {
    label: String,
    value: String,
    /// The band that is said behind the value, in the colour that goes with the word.
    band: Option<NpsType>,
    href: Option<String>,
}

/// Class and colour of a band.
fn colour(band: NpsType) -> (&'static str, &'static str) {
    match band {
        NpsType::Detractor => ("detractor", LIGHT.detractor),
        NpsType::Passive => ("passive", LIGHT.passive),
        NpsType::Promoter => ("promoter", LIGHT.promoter),
    }
}

impl Fact {
    fn row(&self, words: Catalogue) -> Markup {
        html! {
            tr {
                td.label valign="top" width="110" style="padding:4px 16px 4px 0;font-size:13px;line-height:1.7" {
                    (self.label)
                }
                td valign="top" style="padding:4px 0" {
                    @if let Some(href) = &self.href { (layout::anchor(&self.value, href)) }
                    @else { (self.value) }
                    @if let Some(band) = self.band {
                        @let (class, colour) = colour(band);
                        ", " span class=(class) style=(format!("font-weight:600;color:{colour}")) {
                            (who::band(words, band))
                        }
                    }
                }
            }
        }
    }

    fn line(&self, words: Catalogue) -> (String, String) {
        let value = match self.band {
            Some(band) => format!("{}, {}", self.value, who::band(words, band)),
            None => self.value.clone(),
        };
        (self.label.clone(), value)
    }
}
