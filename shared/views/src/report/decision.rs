//! A decision in the reader's own language: what became of an event, and why.
//! Decisions are logged with their reason in English; what a person reads follows from their outcome.

use crate::date;
use crate::text::{Catalogue, Language, one_line};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use relance_domain::invitation::Decision;

/// Why, and from when on the same customer could be asked (B26). English readers get the logged reason itself, which names
/// the rule or the state that decided.
pub(super) fn why(words: Catalogue, decision: &Decision, zone: &TimeZone) -> Markup {
    let again = decision.next_eligible_at.map(|at| {
        let moment = date::moment(words.language, &at.to_zoned(zone.clone()));
        words.fill("decision-again", &[("moment", moment.into())])
    });
    html! {
        @match words.language {
            Language::English => { (one_line(&decision.reason)) }
            Language::French => {
                (words.fill("outcome-why", &[("outcome", decision.outcome.as_str().into())]))
            }
        }
        @if let Some(again) = again { span.under { (again) } }
    }
}
