//! A decision in the reader's own language: what became of an event, and why.
//! Decisions are logged with their reason in English; what a person reads follows from their outcome.

use crate::date;
use crate::text::{Catalogue, Language, one_line};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use relance_domain::invitation::{Decision, Outcome};

/// By which both languages find their words.
pub(super) fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Planned => "planned",
        Outcome::Cancelled => "cancelled",
        Outcome::Expired => "expired",
        Outcome::Failed => "failed",
        Outcome::Bounced => "bounced",
        Outcome::Complained => "complained",
        Outcome::Held => "held",
        Outcome::NotMatched => "not_matched",
        Outcome::TooOld => "too_old",
        Outcome::ChannelOff => "channel_off",
        Outcome::Criteria => "criteria",
        Outcome::AgentOptOut => "agent_opt_out",
        Outcome::CampaignInactive => "campaign_inactive",
        Outcome::DuplicateEvent => "duplicate_event",
        Outcome::DuplicateTask => "duplicate_task",
        Outcome::Muted => "muted",
        Outcome::FrequencyRule => "frequency_rule",
        Outcome::NoAddress => "no_address",
        Outcome::InvalidAddress => "invalid_address",
        Outcome::OptedOut => "opted_out",
        Outcome::Suppressed => "suppressed",
        Outcome::SmsCap => "sms_cap",
        Outcome::Anonymous => "anonymous",
        Outcome::LoopStopped => "loop_stopped",
    }
}

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
                (words.fill("outcome-why", &[("outcome", outcome_word(decision.outcome).into())]))
            }
        }
        @if let Some(again) = again { span.under { (again) } }
    }
}
