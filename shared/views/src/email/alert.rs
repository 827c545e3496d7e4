//! The internal mail to the person in charge of an unhappy answer (E6): what happened, what to do next.
//! Who is in charge, and which answers raise an alert, is the domain's decision.

use jiff::{Zoned, civil::Date};
use maud::{Markup, html};

use super::{
    Rendered,
    layout::{self, Sheet},
    plain::Plain,
};
use crate::{
    date,
    text::{self, Catalogue},
    theme::{LIGHT, Look},
};

/// Everything the alert says. Texts are plain text and are escaped; blank optional texts are left out.
#[derive(Debug, Clone)]
pub struct UnhappyAnswer<'a> {
    /// BCP 47 tag of the person in charge.
    pub language: &'a str,
    pub company: &'a str,
    pub campaign_name: &'a str,
    /// 0 to 10; `None` when another question raised the alert.
    pub score: Option<u8>,
    /// `Detractor`, `Passive` or `Promoter` in any case; shown in the reader's language.
    pub nps_type: Option<&'a str>,
    pub comment: Option<&'a str>,
    /// Questions and answers that are not satisfied ones (E5), beside the score.
    pub unsatisfied: Vec<(String, String)>,
    pub customer_name: Option<&'a str>,
    pub customer_email: &'a str,
    pub customer_phone: Option<&'a str>,
    pub agent_name: Option<&'a str>,
    /// The day of the visit; `None` when nobody was visited.
    pub occurred_on: Option<Date>,
    /// In the organization's time zone.
    pub answered_at: Zoned,
    /// Opens the alert in the console.
    pub console_url: &'a str,
}

/// Renders the alert.
#[must_use]
pub fn unhappy_answer(alert: &UnhappyAnswer<'_>) -> Rendered {
    let reading = Reading::of(alert);
    let text = reading.plain();
    let sheet = Sheet {
        language: reading.words.language,
        title: &reading.title,
        preheader: text::filled(alert.comment).unwrap_or_else(|| reading.intro.clone()),
        company: alert.company,
        picture: None,
        look: Look::default(),
        content: reading.content(),
        footer: layout::small(&html! { (reading.why) }),
    };

    Rendered { subject: reading.title.clone(), html: sheet.html(&text), text }
}

/// The alert put into words once, for both parts.
struct Reading<'a> {
    alert: &'a UnhappyAnswer<'a>,
    words: Catalogue,
    title: String,
    intro: String,
    next: String,
    why: String,
}

impl<'a> Reading<'a> {
    fn of(alert: &'a UnhappyAnswer<'a>) -> Self {
        let words = Catalogue::of(alert.language);
        let customer = text::filled(alert.customer_name);
        let address = text::filled(Some(alert.customer_email));
        // Somebody who answered by a public link: nobody can be called or written to.
        let unknown = customer.is_none() && address.is_none();
        let customer = customer.or(address).unwrap_or_else(|| words.say("customer-unknown"));
        // A high score is not why somebody must be called back.
        let is_low = text::filled(alert.nps_type).is_some_and(|name| name.eq_ignore_ascii_case("detractor"));
        let title = match alert.score.filter(|_| is_low) {
            Some(score) => words.fill(
                "alert-subject-score",
                &[("customer", customer.as_str().into()), ("score", score.into())],
            ),
            None => words.fill("alert-subject", &[("customer", customer.as_str().into())]),
        };
        let moment = date::moment(alert.language, &alert.answered_at);
        let next = match text::filled(alert.customer_phone) {
            Some(phone) => {
                words.fill("alert-next-call", &[("customer", customer.into()), ("phone", phone.into())])
            }
            None if unknown => words.say("alert-next-unknown"),
            None => words.fill("alert-next-write", &[("customer", customer.into())]),
        };

        Self {
            alert,
            words,
            title,
            intro: words.fill("alert-intro", &[("moment", moment.into())]),
            next,
            why: words.fill("alert-why", &[("company", text::one_line(alert.company).into())]),
        }
    }

    fn content(&self) -> Markup {
        html! {
            (layout::heading(&self.title))
            (layout::prose(&self.intro))
            @if let Some(comment) = self.alert.comment.filter(|comment| !comment.trim().is_empty()) {
                (self.quote(comment))
            }
            @if !self.alert.unsatisfied.is_empty() { (self.unsatisfied()) }
            mj-text css-class="ink" padding="4px 24px 12px" {
                table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" {
                    @for fact in self.facts() { (fact.row()) }
                }
            }
            (layout::rule())
            mj-text css-class="ink" font-size="17px" font-weight="600" padding="0 24px 4px" {
                (self.words.say("alert-next"))
            }
            (layout::prose(&self.next))
            (layout::button(&self.words.say("alert-open"), self.alert.console_url))
        }
    }

    fn unsatisfied(&self) -> Markup {
        html! {
            mj-text css-class="ink" font-weight="600" padding="4px 24px 0" { (self.words.say("alert-unsatisfied")) }
            mj-text css-class="ink" padding="0 24px 12px" {
                @for (question, answer) in &self.alert.unsatisfied {
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
        let alert = self.alert;
        let score = alert.score.map(|score| self.words.fill("score", &[("score", score.into())]));
        let fact = |key: &str, value: Option<String>| {
            value.map(|value| Fact { label: self.words.say(key), value, band: None, href: None })
        };
        let address = text::filled(Some(alert.customer_email));
        let mail_to = address.as_ref().map(|address| format!("mailto:{address}"));
        [
            fact("alert-score", score).map(|fact| Fact { band: self.band(), ..fact }),
            fact("alert-customer", text::filled(alert.customer_name)),
            fact("alert-phone", text::filled(alert.customer_phone)),
            fact("alert-email", address).map(|fact| Fact { href: mail_to, ..fact }),
            fact("alert-visit", alert.occurred_on.map(|date| self.visit(date))),
            fact("alert-campaign", Some(text::one_line(alert.campaign_name))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The NPS type in the reader's language, and the colour that goes with the word.
    fn band(&self) -> Option<Band> {
        let name = text::filled(self.alert.nps_type)?.to_lowercase();
        let (class, colour) = match name.as_str() {
            "detractor" => ("detractor", LIGHT.detractor),
            "passive" => ("passive", LIGHT.passive),
            "promoter" => ("promoter", LIGHT.promoter),
            _ => ("ink", LIGHT.ink),
        };
        Some(Band { word: self.words.fill("nps-type", &[("type", name.into())]), class, colour })
    }

    fn visit(&self, occurred_on: Date) -> String {
        let date = date::day(self.alert.language, occurred_on);
        match text::filled(self.alert.agent_name) {
            Some(agent) => {
                self.words.fill("alert-visit-agent", &[("date", date.into()), ("agent", agent.into())])
            }
            None => date,
        }
    }

    fn line((question, answer): &(String, String)) -> String {
        format!("{} – {}", text::one_line(question), text::one_line(answer))
    }

    fn plain(&self) -> String {
        let mut text = Plain::new(self.words);
        text.paragraph(&self.title);
        text.paragraph(&self.intro);
        text.labelled(&self.words.say("alert-comment"), self.alert.comment.unwrap_or_default());
        let told: Vec<_> = self.alert.unsatisfied.iter().map(Self::line).collect();
        text.labelled(&self.words.say("alert-unsatisfied"), &told.join("\n"));
        text.facts(&self.facts().iter().map(Fact::line).collect::<Vec<_>>());
        text.labelled(&self.words.say("alert-next"), &self.next);
        text.link(&self.words.say("alert-open"), self.alert.console_url);
        text.paragraph(&self.why);
        text.finish()
    }
}

/// One line of what is known: "Score: 3 out of 10, detractor".
struct Fact {
    label: String,
    value: String,
    band: Option<Band>,
    href: Option<String>,
}

struct Band {
    word: String,
    class: &'static str,
    colour: &'static str,
}

impl Fact {
    fn row(&self) -> Markup {
        html! {
            tr {
                td.label valign="top" width="110" style="padding:4px 16px 4px 0;font-size:13px;line-height:1.7" {
                    (self.label)
                }
                td valign="top" style="padding:4px 0" {
                    @if let Some(href) = &self.href { (layout::anchor(&self.value, href)) }
                    @else { (self.value) }
                    @if let Some(band) = &self.band {
                        ", " span class=(band.class) style=(format!("font-weight:600;color:{}", band.colour)) {
                            (band.word)
                        }
                    }
                }
            }
        }
    }

    fn line(&self) -> (String, String) {
        let value = match &self.band {
            Some(band) => format!("{}, {}", self.value, band.word),
            None => self.value.clone(),
        };
        (self.label.clone(), value)
    }
}
