//! One alert: what happened, who is in charge, how far they are, and the one next thing to do: get in touch.
//! The mail about it is in `mail`.

use super::deadline::sum;
use super::who::{self, Who};
use crate::date;
use crate::frame::console::{ConsoleFrame, HOME};
use crate::frame::when::when;
use crate::link;
use crate::question::{beside_the_score, comment as said};
use crate::text::{Catalogue, Language, filled, one_line, paragraphs};
use jiff::{Timestamp, Zoned};
use maud::{Markup, html};
use relance_domain::account::Organization;
use relance_domain::alert::{Alert, AlertStatus};
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::contact::Contact;
use relance_domain::invitation::Invitation;
use relance_domain::schedule::Deadline;

/// What the page of an alert shows. What was erased since is absent.
#[derive(Clone, Copy)]
pub struct AlertPage<'a> {
    /// Whose alert.
    pub organization: &'a Organization,
    /// Who looks.
    pub user: &'a str,
    /// What "ago" counts from.
    pub now: Timestamp,
    /// What to handle.
    pub alert: &'a Alert,
    pub answer: Option<&'a Answer>,
    /// What was asked, as it was worded then.
    pub campaign: Option<&'a Campaign>,
    /// Who answered.
    pub contact: Option<&'a Contact>,
    /// What they were asked about, and where.
    pub invitation: Option<&'a Invitation>,
}

impl<'a> AlertPage<'a> {
    fn words(&self) -> Catalogue {
        Catalogue::read_in(&self.organization.language)
    }

    fn who(&self) -> Who<'a> {
        Who { contact: self.contact, invitation: self.invitation, campaign: self.campaign }
    }

    fn told(&self) -> Option<(&'a Answer, &'a Campaign)> {
        self.answer.zip(self.campaign)
    }

    fn zoned(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.organization.zone())
    }

    fn ago(&self, at: Timestamp) -> Markup {
        when(self.words(), &self.zoned(at), &self.zoned(self.now))
    }
}

/// Renders the alert's page.
#[must_use]
pub fn page(page: &AlertPage<'_>) -> String {
    let words = page.words();
    let customer = page.who().name().unwrap_or_else(|| words.say("customer-unknown"));
    let title = who::title(words, page.alert, page.answer, &customer);
    let main = html! {
        p.back { a href={ (HOME) "#to-handle" } { (words.say("overview-back")) } }
        h1 { (title) }
        (comment(page))
        (next(page, words, &customer))
        (handling(page, words))
        (about(page, words, &customer))
        (told(page, words))
    };
    let language = Language::of(&page.organization.language);
    let frame = ConsoleFrame { language, company: Some(&page.organization.name), user: Some(page.user) };
    frame.document(&title, &main)
}

/// How far the handling of an alert is, in words.
pub(crate) fn status(words: Catalogue, status: AlertStatus) -> String {
    let status = match status {
        AlertStatus::ToHandle => "to_handle",
        AlertStatus::Assigned => "assigned",
        AlertStatus::Contacted => "contacted",
        AlertStatus::Done => "done",
    };
    words.fill("alert-status", &[("status", status.into())])
}

fn comment(page: &AlertPage<'_>) -> Markup {
    let lines =
        paragraphs(page.told().and_then(|(answer, campaign)| said(answer, campaign)).unwrap_or_default());
    html! { @if !lines.is_empty() { blockquote { @for line in lines { p { (line) } } } } }
}

/// The page's one primary action: a call where there is a number, a mail otherwise.
fn next(page: &AlertPage<'_>, words: Catalogue, customer: &str) -> Markup {
    let named = [("customer", customer.into())];
    let call = page.who().phone().and_then(telephone).map(|href| (href, words.fill("call", &named)));
    let write = || page.who().email().and_then(mail).map(|href| (href, words.fill("write", &named)));
    html! {
        @if let Some((href, label)) = call.or_else(write) { p { a.button.primary href=(href) { (label) } } }
    }
}

fn handling(page: &AlertPage<'_>, words: Catalogue) -> Markup {
    let alert = page.alert;
    let first_contact = html! {
        @if let Some(at) = alert.first_contact_at { (page.ago(at)) } @else { (words.say("not-yet")) }
    };
    html! {
        section.card aria-labelledby="handling" {
            h2 #handling { (words.say("handling")) }
            dl {
                (fact(&words.say("status"), &html! { (status(words, alert.status)) }))
                (fact(&words.say("owner"), &html! { (alert.assignee.as_str()) }))
                (fact(&words.say("raised"), &page.ago(alert.created_at)))
                (fact(&words.say("first-contact"), &first_contact))
                @if let Some(by) = &alert.first_contact_by { (fact(&words.say("first-contact-by"), &deadline(page, words, by))) }
            }
            @if !alert.history.is_empty() {
                h3 { (words.say("steps")) }
                ol.steps {
                    @for step in &alert.history {
                        li { (status(words, step.status)) ", " (step.assignee.as_str()) span.under { (page.ago(step.at)) } }
                    }
                }
            }
        }
    }
}

/// By when the customer must have been contacted, and how that was counted.
fn deadline(page: &AlertPage<'_>, words: Catalogue, by: &Deadline) -> Markup {
    html! {
        (date::full_moment(words.language, &by.due()))
        @if page.alert.is_overdue(page.now) { " " strong.caution { (words.say("overdue")) } }
        span.under { (sum(words, by)) }
    }
}

fn about(page: &AlertPage<'_>, words: Catalogue, customer: &str) -> Markup {
    let occasion = page.who().occasion(words, &page.organization.zone(), true);
    html! {
        section.card aria-labelledby="about" {
            h2 #about { (words.say("customer-heading")) }
            dl {
                (fact(&words.say("alert-customer"), &html! { (customer) }))
                @if let Some(email) = page.who().email() {
                    (fact(&words.say("alert-email"), &linked(email, mail(email))))
                }
                @if let Some(phone) = page.who().phone() {
                    (fact(&words.say("alert-phone"), &linked(phone, telephone(phone))))
                }
                @if let Some(about) = occasion { (fact(&about.label, &html! { (about.value) })) }
                @if let Some(campaign) = page.campaign {
                    (fact(&words.say("alert-campaign"), &html! { (one_line(&campaign.name)) }))
                }
            }
        }
    }
}

fn told(page: &AlertPage<'_>, words: Catalogue) -> Markup {
    let answers =
        page.told().map(|(answer, campaign)| beside_the_score(answer, campaign, &page.organization.language));
    html! {
        section.card aria-labelledby="told" {
            h2 #told { (words.say("told")) }
            @if let Some(answer) = page.answer {
                dl {
                    (fact(&words.say("answered-at"), &page.ago(answer.completed_at)))
                    @if let Some(score) = answer.nps_score {
                        (fact(&words.say("alert-score"), &html! {
                            (words.fill("score", &[("score", score.into())]))
                            @if let Some(band) = answer.nps_type() { ", " (who::band(words, band)) }
                        }))
                    }
                    @for (question, value) in answers.unwrap_or_default() {
                        (fact(&question, &html! {
                            @match filled(value.as_deref()) {
                                Some(_) => { @for text in paragraphs(&value.unwrap_or_default()) { p { (text) } } },
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
