//! One alert: what happened, who is in charge, how far they are, and the one next thing to do: get in touch.
//! The mail about it is in `email`.

use super::frame::{HOME, Place};
use super::when::when;
use crate::text::{Catalogue, filled, one_line, paragraphs};
use crate::{date, link};
use jiff::{Zoned, civil::Date};
use maud::{Markup, html};

/// What the page of an alert shows. Texts are plain and are escaped; instants are in the organization's time zone.
#[derive(Debug, Clone)]
pub struct Alert<'a> {
    /// Who looks.
    pub place: Place<'a>,
    /// What "ago" counts from.
    pub now: Zoned,
    /// Name or address.
    pub customer: Option<&'a str>,
    /// 0 to 10.
    pub score: Option<u8>,
    /// `Detractor`, `Passive` or `Promoter`.
    pub band: Option<&'a str>,
    /// In the customer's own words.
    pub comment: Option<&'a str>,
    /// `to_handle`, `assigned`, `contacted`, `done`.
    pub status: String,
    /// Who handles it.
    pub owner: &'a str,
    /// When it was raised.
    pub raised_at: Zoned,
    /// When the customer was first contacted.
    pub first_contact_at: Option<Zoned>,
    /// Where the customer can be written to.
    pub email: Option<&'a str>,
    /// Where the customer can be called.
    pub phone: Option<&'a str>,
    /// Who visited.
    pub agent: Option<&'a str>,
    /// When.
    pub visited_on: Option<Date>,
    /// What managers call the campaign.
    pub campaign: Option<&'a str>,
    /// When the answer was given; absent once it is no longer kept.
    pub answered_at: Option<Zoned>,
    /// Every other question that was asked, in order.
    pub answers: Vec<AnswerLine>,
    /// Oldest first.
    pub steps: Vec<Step<'a>>,
}

/// One question and what was answered; `None` when it was skipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLine {
    /// As it was asked.
    pub question: String,
    /// In words.
    pub value: Option<String>,
}

/// One step of handling.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// When.
    pub at: Zoned,
    /// How far it was from then on.
    pub status: String,
    /// Who had it from then on.
    pub owner: &'a str,
}

/// Renders the alert's page.
#[must_use]
pub fn alert(page: &Alert<'_>) -> String {
    let words = page.place.words();
    let customer = filled(page.customer).unwrap_or_else(|| words.say("customer-unknown"));
    // A high score is not why somebody must be called back.
    let is_low = page.band.is_some_and(|band| band.eq_ignore_ascii_case("detractor"));
    let title = match page.score.filter(|_| is_low) {
        Some(score) => words
            .fill("alert-subject-score", &[("customer", customer.as_str().into()), ("score", score.into())]),
        None => words.fill("alert-subject", &[("customer", customer.as_str().into())]),
    };
    let main = html! {
        p.back { a href={ (HOME) "#to-handle" } { (words.say("overview-back")) } }
        h1 { (title) }
        (comment(page))
        (next(page, words, &customer))
        (handling(page, words))
        (about(page, words, &customer))
        (told(page, words))
    };
    page.place.document(&title, &main)
}

fn comment(page: &Alert<'_>) -> Markup {
    let lines = paragraphs(page.comment.unwrap_or_default());
    html! { @if !lines.is_empty() { blockquote { @for line in lines { p { (line) } } } } }
}

/// The page's one primary action: a call where there is a number, a mail otherwise.
fn next(page: &Alert<'_>, words: Catalogue, customer: &str) -> Markup {
    let named = [("customer", customer.into())];
    let call = page.phone.and_then(telephone).map(|href| (href, words.fill("call", &named)));
    let write = || page.email.and_then(mail).map(|href| (href, words.fill("write", &named)));
    html! {
        @if let Some((href, label)) = call.or_else(write) { p { a.button.primary href=(href) { (label) } } }
    }
}

fn handling(page: &Alert<'_>, words: Catalogue) -> Markup {
    let status = |status: &str| words.fill("alert-status", &[("status", status.into())]);
    let first_contact = html! {
        @if let Some(at) = &page.first_contact_at { (when(words, at, &page.now)) } @else { (words.say("not-yet")) }
    };
    html! {
        section.card aria-labelledby="handling" {
            h2 #handling { (words.say("handling")) }
            dl {
                (fact(&words.say("status"), &html! { (status(&page.status)) }))
                (fact(&words.say("owner"), &html! { (page.owner) }))
                (fact(&words.say("raised"), &when(words, &page.raised_at, &page.now)))
                (fact(&words.say("first-contact"), &first_contact))
            }
            @if !page.steps.is_empty() {
                h3 { (words.say("steps")) }
                ol.steps {
                    @for step in &page.steps {
                        li { (status(&step.status)) ", " (step.owner) span.under { (when(words, &step.at, &page.now)) } }
                    }
                }
            }
        }
    }
}

fn about(page: &Alert<'_>, words: Catalogue, customer: &str) -> Markup {
    let tag = words.language.tag();
    let visit = page.visited_on.map(|on| date::full_day(tag, on));
    let visit = match (visit, filled(page.agent)) {
        (Some(date), Some(agent)) => {
            Some(words.fill("alert-visit-agent", &[("date", date.into()), ("agent", agent.into())]))
        }
        (visit, _) => visit,
    };
    html! {
        section.card aria-labelledby="about" {
            h2 #about { (words.say("customer-heading")) }
            dl {
                (fact(&words.say("alert-customer"), &html! { (customer) }))
                @if let Some(email) = page.email {
                    (fact(&words.say("alert-email"), &linked(email, mail(email))))
                }
                @if let Some(phone) = page.phone {
                    (fact(&words.say("alert-phone"), &linked(phone, telephone(phone))))
                }
                @if let Some(visit) = visit { (fact(&words.say("alert-visit"), &html! { (visit) })) }
                @if let Some(campaign) = page.campaign {
                    (fact(&words.say("alert-campaign"), &html! { (one_line(campaign)) }))
                }
            }
        }
    }
}

fn told(page: &Alert<'_>, words: Catalogue) -> Markup {
    let band = page.band.map(|band| words.fill("nps-type", &[("type", band.to_lowercase().into())]));
    html! {
        section.card aria-labelledby="told" {
            h2 #told { (words.say("told")) }
            @if let Some(at) = &page.answered_at {
                dl {
                    (fact(&words.say("answered-at"), &when(words, at, &page.now)))
                    @if let Some(score) = page.score {
                        (fact(&words.say("alert-score"), &html! {
                            (words.fill("score", &[("score", score.into())]))
                            @if let Some(band) = band { ", " (band) }
                        }))
                    }
                    @for line in &page.answers {
                        (fact(&line.question, &html! {
                            @match &line.value {
                                Some(value) => { @for text in paragraphs(value) { p { (text) } } },
                                None => span.soft { (words.say("no-answer")) },
                            }
                        }))
                    }
                }
            } @else { p { (words.say("answer-gone")) } }
        }
    }
}

fn fact(name: &str, value: &Markup) -> Markup {
    html! { div { dt { (one_line(name)) } dd { (value) } } }
}

fn linked(text: &str, href: Option<String>) -> Markup {
    html! {
        @if let Some(href) = href { a href=(href) { (one_line(text)) } } @else { (one_line(text)) }
    }
}

fn mail(address: &str) -> Option<String> {
    link::safe(&format!("mailto:{address}")).map(str::to_owned)
}

/// Only what a telephone dials.
fn telephone(number: &str) -> Option<String> {
    let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (!dialled.is_empty()).then(|| format!("tel:{dialled}"))
}
