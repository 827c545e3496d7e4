//! What a respondent reads once their answer is recorded: thanks that fit it, what happens next, where to tell others.
//! Which sites these are, and whether an alert follows, is decided elsewhere.

use crate::campaign::Telling;
use crate::date;
use crate::frame::page::{Frame, anchor};
use crate::link;
use crate::question::comment;
use crate::text::{one_line, paragraphs};
use jiff::Timestamp;
use maud::{Markup, html};
use relance_domain::answer::Answer;
use relance_domain::campaign::ReviewLink;
use relance_domain::question::NpsType;

/// A page shown once an answer is stored.
#[derive(Clone, Copy)]
pub struct AnsweredPage<'a> {
    /// Who asked whom.
    pub telling: Telling<'a>,
    pub answer: Option<&'a Answer>,
    /// Until when it may be changed; `None` when it may not.
    pub editable_until: Option<Timestamp>,
    /// Opens the survey with the answer filled in; shown only with `editable_until`.
    pub edit_url: Option<&'a str>,
    /// Whether somebody of the company is told to get in touch (E6).
    pub alert_follows: bool,
    /// Where the name of a chosen site is sent, for who wants to know that people went; they go there directly when absent.
    pub review_action: Option<&'a str>,
}

impl<'a> AnsweredPage<'a> {
    fn band(&self) -> Option<NpsType> {
        self.answer.and_then(Answer::nps_type)
    }

    fn is_anonymous(&self) -> bool {
        self.telling.campaign.respondents.anonymous
    }

    /// Where they may leave a review, if they are asked to (E7-E9).
    fn sites(&self) -> Vec<(&'a ReviewLink, &'a str)> {
        let links = self.telling.campaign.after_answer.review_links_for(self.band());
        links.iter().filter_map(|site| Some((site, link::safe(&site.url)?))).collect()
    }

    fn document(&self, title: &str, rest: &Markup) -> String {
        let words = self.telling.words();
        let title = words.say(title);
        let frame = Frame::of(words.language, Some(self.telling.company()));
        frame.document(&title, &html! { h1 { (title) } (rest) }, &html! {})
    }
}

/// The answer was stored just now.
#[must_use]
pub fn thanks(page: &AnsweredPage<'_>) -> String {
    let words = page.telling.words();
    let company = || ("company", one_line(page.telling.company()).into());
    let main = html! {
        @for line in paragraphs(&page.telling.thanks(page.band())) { p { (link::linked(&line)) } }
        @if page.alert_follows { p.note { (words.fill("alert-follows", &[company()])) } }
        @if page.is_anonymous() { p { (words.say("anonymous-after")) } }
        (reviews(page))
        (change(page))
    };

    page.document("thanks-title", &main)
}

/// The link was used before.
#[must_use]
pub fn already_answered(page: &AnsweredPage<'_>) -> String {
    let words = page.telling.words();
    let main = html! {
        @if page.is_anonymous() { p { (words.say("anonymous-after")) } }
        @else if page.editable_until.is_some() { (change(page)) }
        @else { p { (words.say("already-final")) } }
    };

    page.document("already-title", &main)
}

/// Until when the answer may be changed, and where.
fn change(page: &AnsweredPage<'_>) -> Markup {
    let words = page.telling.words();
    let until = page.editable_until.filter(|_| page.edit_url.is_some());
    let until = until.map(|until| until.to_zoned(page.telling.organization.zone()));
    html! {
        @if let Some(until) = until {
            p.aside { (words.fill("edit-until", &[("moment", date::moment(words.language, &until).into())])) }
            (anchor("button", &words.say("edit-link"), page.edit_url))
        }
    }
}

/// E7, E9: an invitation to whoever may be asked, never a redirect; the customer's own words lie ready to be copied.
fn reviews(page: &AnsweredPage<'_>) -> Markup {
    let words = page.telling.words();
    let sites = page.sites();
    let said = page.answer.and_then(|answer| comment(answer, page.telling.campaign));
    let label = |site: &ReviewLink| words.fill("review-link", &[("site", one_line(&site.name).into())]);
    html! {
        @if !sites.is_empty() {
            section.reviews {
                h2 { (words.say("review-title")) }
                p { (words.fill("review-text", &[("company", one_line(page.telling.company()).into())])) }
                @if let Some(said) = said {
                    label.own-words for="own-words" { (words.say("review-own-words")) }
                    textarea #own-words readonly rows="3" { "\n" (said) }
                }
                @if let Some(action) = page.review_action.and_then(link::safe_or_path) {
                    form method="post" action=(action) {
                        @for (site, _) in &sites {
                            p { button.button.primary type="submit" name="site" value=(site.name) { (label(site)) } }
                        }
                    }
                } @else {
                    @for (site, url) in &sites {
                        p { a.button.primary href=(url) rel="noopener" { (label(site)) } }
                    }
                }
            }
        }
    }
}
