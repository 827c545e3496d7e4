//! The overview: the score, what is to handle, what was decided lately and why, the campaigns.
//! What is gathered for it is decided in `application`.

use super::decision::why;
use super::nps;
use crate::alert::status;
use crate::frame::console::ConsoleFrame;
use crate::frame::table::{Column, table};
use crate::frame::when::{span, when};
use crate::text::{Catalogue, Language, one_line};
use jiff::{Timestamp, Zoned};
use maud::{Markup, html};
use relance_domain::account::Organization;
use relance_domain::alert::Alert;
use relance_domain::campaign::{Campaign, CampaignStatus};
use relance_domain::invitation::Decision;
use relance_domain::report::Nps;

/// What the overview shows.
#[derive(Clone)]
pub struct OverviewPage<'a> {
    /// Whose.
    pub organization: &'a Organization,
    /// Who looks.
    pub user: &'a str,
    /// What "ago" counts from.
    pub now: Timestamp,
    /// Of how many days the score is.
    pub days: i32,
    /// The score of all campaigns.
    pub nps: Nps,
    /// How many anonymous campaigns are not in it, because too few answered (R5.4).
    pub hidden: usize,
    /// Alerts that are not done, newest first.
    pub to_handle: Vec<AlertLine<'a>>,
    /// How many there are, shown or not.
    pub waiting: usize,
    /// Newest first.
    pub decisions: &'a [Decision],
    /// In the order of their making.
    pub campaigns: &'a [Campaign],
    /// A command that sends a first event, for as long as nothing was decided.
    pub to_try: Option<&'a str>,
}

#[derive(Debug, Clone, Copy)]
pub struct AlertLine<'a> {
    /// What to handle.
    pub alert: &'a Alert,
    /// Who gave the answer: their name, else their address.
    pub customer: Option<&'a str>,
    /// The score that raised it.
    pub score: Option<u8>,
}

impl OverviewPage<'_> {
    fn zoned(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.organization.zone())
    }

    fn ago(&self, words: Catalogue, at: Timestamp) -> Markup {
        when(words, &self.zoned(at), &self.zoned(self.now))
    }
}

/// Renders the overview.
#[must_use]
pub fn overview(page: &OverviewPage<'_>) -> String {
    let language = Language::of(&page.organization.language);
    let words = Catalogue::of(language);
    let title = words.say("overview");
    let main = html! {
        h1 { (title) }
        p.filter {
            (words.fill("period-days", &[("days", page.days.into())])) " · " (words.say("all-campaigns"))
        }
        (nps::card(words, &page.nps, page.hidden))
        (section("to-handle", &words.say("to-handle"), &to_handle(page, words)))
        (section("decisions", &words.say("decisions"), &decisions(page, words)))
        (section("campaigns", &words.say("campaigns"), &campaigns(page, words)))
    };
    let frame = ConsoleFrame { language, company: Some(&page.organization.name), user: Some(page.user) };
    frame.document(&title, &main)
}

/// A card with a heading that its table is named by.
fn section(id: &str, title: &str, content: &Markup) -> Markup {
    html! { section.card aria-labelledby=(id) { h2 id=(id) { (title) } (content) } }
}

fn to_handle(page: &OverviewPage<'_>, words: Catalogue) -> Markup {
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
    let row = |line: &AlertLine<'_>| {
        let customer = line.customer.map_or_else(|| words.say("customer-unknown"), one_line);
        vec![
            html! { a href={ "/console/alerts/" (line.alert.id) } { (customer) } },
            html! { @if let Some(score) = line.score { (score) } @else { "–" } },
            html! { (status(words, line.alert.status)) },
            html! { (line.alert.assignee.as_str()) },
            page.ago(words, line.alert.created_at),
        ]
    };
    let rows: Vec<_> = page.to_handle.iter().map(row).collect();
    let counts = [("shown", rows.len().into()), ("count", page.waiting.into())];
    html! {
        (table("to-handle", &columns, &rows))
        @if page.waiting > rows.len() { p.note { (words.fill("to-handle-newest", &counts)) } }
    }
}

fn decisions(page: &OverviewPage<'_>, words: Catalogue) -> Markup {
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
    let zone = page.organization.zone();
    let row = |decision: &Decision| {
        vec![
            html! {
                (one_line(&decision.event_id))
                @if let Some(trigger) = &decision.trigger_type { span.under { (one_line(trigger)) } }
            },
            html! { (words.fill("outcome-word", &[("outcome", decision.outcome.as_str().into())])) },
            why(words, decision, &zone),
            page.ago(words, decision.decided_at),
        ]
    };
    let rows: Vec<_> = page.decisions.iter().map(row).collect();
    table("decisions", &columns, &rows)
}

fn campaigns(page: &OverviewPage<'_>, words: Catalogue) -> Markup {
    if page.campaigns.is_empty() {
        return html! { p { (words.say("campaigns-none")) } };
    }
    let columns = [
        Column::words(words.say("alert-campaign")),
        Column::words(words.say("status")),
        Column::figures(words.say("delay")),
        Column::figures(words.say("mute")),
    ];
    let row = |campaign: &Campaign| {
        vec![
            html! { (one_line(&campaign.name)) },
            html! { (words.fill("campaign-status", &[("status", campaign_status(campaign.status).into())])) },
            html! { (span(words, campaign.delay.duration(), words.say("delay-none"))) },
            html! { (span(words, campaign.mute.duration(), words.say("mute-none"))) },
        ]
    };
    let rows: Vec<_> = page.campaigns.iter().map(row).collect();
    table("campaigns", &columns, &rows)
}

fn campaign_status(status: CampaignStatus) -> &'static str {
    match status {
        CampaignStatus::Draft => "draft",
        CampaignStatus::Published => "published",
        CampaignStatus::Paused => "paused",
    }
}
