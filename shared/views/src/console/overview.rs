//! The overview: the score, what is to handle, what was decided lately and why, the campaigns.
//! What is gathered for it is decided in `application`.

use super::frame::Place;
use super::nps::{self, Score};
use super::table::{Column, table};
use super::when::{span, when};
use crate::text::{Catalogue, one_line};
use jiff::{SignedDuration, Zoned};
use maud::{Markup, html};

/// What the overview shows. Texts are plain and are escaped; instants are in the organization's time zone.
#[derive(Debug, Clone)]
pub struct Overview<'a> {
    /// Who looks.
    pub place: Place<'a>,
    /// What "ago" counts from.
    pub now: Zoned,
    /// Of how many days the score is.
    pub days: i32,
    /// Absent without answers.
    pub score: Option<Score>,
    /// How many anonymous campaigns are not in it, because too few answered (R5.4).
    pub hidden: usize,
    /// Alerts that are not done, newest first.
    pub to_handle: Vec<AlertLine<'a>>,
    /// How many there are, shown or not.
    pub waiting: usize,
    /// Newest first.
    pub decisions: Vec<DecisionLine<'a>>,
    /// In the order of their making.
    pub campaigns: Vec<CampaignLine<'a>>,
    /// A command that sends a first event, for as long as nothing was decided.
    pub to_try: Option<&'a str>,
}

/// An alert in a line.
#[derive(Debug, Clone)]
pub struct AlertLine<'a> {
    /// Part of its page's address.
    pub id: &'a str,
    /// Name or address.
    pub customer: Option<&'a str>,
    /// 0 to 10.
    pub score: Option<u8>,
    /// `to_handle`, `assigned`, `contacted`, `done`.
    pub status: String,
    /// Who handles it.
    pub owner: &'a str,
    /// When it was raised.
    pub raised_at: Zoned,
}

/// A decision in a line.
#[derive(Debug, Clone)]
pub struct DecisionLine<'a> {
    /// When it was made.
    pub at: Zoned,
    /// The sender's name for the event.
    pub event_id: &'a str,
    /// Type of the event, where it could be read.
    pub trigger: Option<&'a str>,
    /// In the word of the API, such as `planned`.
    pub outcome: String,
    /// Why, in English.
    pub reason: &'a str,
}

/// A campaign in a line.
#[derive(Debug, Clone)]
pub struct CampaignLine<'a> {
    /// What managers call it.
    pub name: &'a str,
    /// `draft`, `published`, `paused`.
    pub status: String,
    /// From the job's end to the mail.
    pub delay: SignedDuration,
    /// At most one survey per address in this time.
    pub mute: SignedDuration,
}

/// Renders the overview.
#[must_use]
pub fn overview(page: &Overview<'_>) -> String {
    let words = page.place.words();
    let title = words.say("overview");
    let main = html! {
        h1 { (title) }
        p.filter {
            (words.fill("period-days", &[("days", page.days.into())])) " · " (words.say("all-campaigns"))
        }
        (nps::card(words, page.score.as_ref(), page.hidden))
        (section("to-handle", &words.say("to-handle"), &to_handle(page, words)))
        (section("decisions", &words.say("decisions"), &decisions(page, words)))
        (section("campaigns", &words.say("campaigns"), &campaigns(page, words)))
    };
    page.place.document(&title, &main)
}

/// A card with a heading that its table is named by.
fn section(id: &str, title: &str, content: &Markup) -> Markup {
    html! { section.card aria-labelledby=(id) { h2 id=(id) { (title) } (content) } }
}

fn to_handle(page: &Overview<'_>, words: Catalogue) -> Markup {
    if page.to_handle.is_empty() {
        return html! { p { (words.say("to-handle-none")) } };
    }
    let columns = [
        Column::words(words.say("alert-customer")),
        Column::figures(words.say("alert-score")),
        Column::words(words.say("status")),
        Column::words(words.say("owner")),
        Column::words(words.say("raised")),
    ];
    let row = |alert: &AlertLine<'_>| {
        let customer = alert.customer.map_or_else(|| words.say("customer-unknown"), one_line);
        vec![
            html! { a href={ "/console/alerts/" (alert.id) } { (customer) } },
            html! { @if let Some(score) = alert.score { (score) } @else { "–" } },
            html! { (words.fill("alert-status", &[("status", alert.status.as_str().into())])) },
            html! { (alert.owner) },
            when(words, &alert.raised_at, &page.now),
        ]
    };
    let rows: Vec<_> = page.to_handle.iter().map(row).collect();
    let counts = [("shown", rows.len().into()), ("count", page.waiting.into())];
    html! {
        (table("to-handle", &columns, &rows))
        @if page.waiting > rows.len() { p.note { (words.fill("to-handle-newest", &counts)) } }
    }
}

fn decisions(page: &Overview<'_>, words: Catalogue) -> Markup {
    if page.decisions.is_empty() {
        return html! {
            p { (words.say("decisions-none")) }
            @if let Some(command) = page.to_try {
                p { (words.say("decisions-try")) }
                pre { code { (command) } }
            }
        };
    }
    let columns = [
        Column::words(words.say("event")),
        Column::words(words.say("outcome")),
        Column::words(words.say("why")),
        Column::words(words.say("when")),
    ];
    let row = |decision: &DecisionLine<'_>| {
        let outcome = words.fill("outcome-word", &[("outcome", decision.outcome.as_str().into())]);
        vec![
            html! {
                (one_line(decision.event_id))
                @if let Some(trigger) = decision.trigger { span.under { (one_line(trigger)) } }
            },
            html! { (outcome) },
            html! { span lang="en" { (one_line(decision.reason)) } },
            when(words, &decision.at, &page.now),
        ]
    };
    let rows: Vec<_> = page.decisions.iter().map(row).collect();
    table("decisions", &columns, &rows)
}

fn campaigns(page: &Overview<'_>, words: Catalogue) -> Markup {
    if page.campaigns.is_empty() {
        return html! { p { (words.say("campaigns-none")) } };
    }
    let columns = [
        Column::words(words.say("alert-campaign")),
        Column::words(words.say("status")),
        Column::figures(words.say("delay")),
        Column::figures(words.say("mute")),
    ];
    let row = |campaign: &CampaignLine<'_>| {
        vec![
            html! { (one_line(campaign.name)) },
            html! { (words.fill("campaign-status", &[("status", campaign.status.as_str().into())])) },
            html! { (span(words, campaign.delay, words.say("delay-none"))) },
            html! { (span(words, campaign.mute, words.say("mute-none"))) },
        ]
    };
    let rows: Vec<_> = page.campaigns.iter().map(row).collect();
    table("campaigns", &columns, &rows)
}
