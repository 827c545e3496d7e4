//! "May we invite?", asked when a trigger arrives and again when its mail is due (B20-B28, B33, C14-C18).
//! Pure: what it needs to know is loaded by the use cases, in the order in which it is asked here.

use crate::account::Organization;
use crate::campaign::{Campaign, CampaignStatus, OnMute, TriggerRule};
use crate::contact::Standing;
use crate::invitation::{CancelReason, Conclusion, Invitation, Outcome, SendState};
use crate::name::{Address, EmailAddress, LanguageTag, choose_language};
use crate::schedule::{Bound, FirstFree, SendTrace, SetBy, first_free};
use crate::source::{EventFields, LatestState, TaskRecord, TriggerEvent, TriggerKind};
use jiff::Timestamp;

mod again;
mod by_hand;
mod opening;
mod way;

pub use again::{DueMail, held_until, is_on_hold, still_free, still_welcome};
pub use by_hand::by_hand;
pub use opening::{moved_into_opening, rings_for};
use way::{Chosen, choose_address};
pub use way::{address_of, in_own_zone, without_sms};

/// Whose campaign it is, and which.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// Whose settings hold.
    pub organization: &'a Organization,
    /// Which campaign asks.
    pub campaign: &'a Campaign,
}

/// What an event means for one campaign, before anything is known about the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consideration {
    /// Nothing.
    NotConcerned,
    /// The planned invitation must be cancelled.
    CancelPending(CancelReason),
    /// The campaign waits for such events, but not for this one.
    Dropped(Conclusion),
    /// Somebody may be asked, unless their address forbids it.
    Candidate(Candidate),
}

/// Who would be asked, where, when, in which language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where.
    pub address: Address,
    /// Where instead, when the month's texts are used up (E20).
    pub fallback: Option<EmailAddress>,
    /// In which of the campaign's languages (B17).
    pub language: LanguageTag,
    /// The state's own time and the delay, never in the past (B24).
    pub wanted_at: Timestamp,
    /// When: the first such instant in the campaign's window (C16) and, for a text, in its hours (R3.10).
    pub due_at: Timestamp,
    /// The customer's own zone, where the event names one.
    pub time_zone: Option<String>,
    /// What frequency rules tell sends apart by.
    pub about: SendTrace,
    /// Said with the decision, such as an ignored wish of the agent.
    pub remark: Option<&'static str>,
}

/// What is known when an event arrives, before its address is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// Whose campaign it is.
    pub organization: &'a Organization,
    /// The task, which has already learnt from the event.
    pub task: Option<&'a TaskRecord>,
    /// The invitation that the campaign planned for the task before.
    pub existing: Option<&'a Invitation>,
    /// The present.
    pub now: Timestamp,
}

/// Decides what an event means for a campaign.
#[must_use]
pub fn consider(campaign: &Campaign, event: &TriggerEvent, known: Circumstances<'_>) -> Consideration {
    let Circumstances { task, existing, .. } = known;
    let pending = existing.is_some_and(|inv| matches!(inv.send.state, SendState::Scheduled { .. }));
    let stale = task.is_some_and(|task| task.is_stale(event));
    let covered = campaign.triggers.iter().any(|rule| rule.covers_type(event));
    let Some(rule) = campaign.triggers.iter().find(|rule| rule.matches(event)) else {
        let left = pending && covered && !stale;
        return if left {
            Consideration::CancelPending(CancelReason::TaskReopened)
        } else {
            Consideration::NotConcerned
        };
    };
    let wants_out = event.survey_opt_out && campaign.agent_opt_out_allowed;
    if wants_out && pending {
        return Consideration::CancelPending(CancelReason::AgentOptOut);
    }
    match refusal(campaign, event, known, wants_out) {
        Some(drop) => Consideration::Dropped(drop),
        None => match choose_address(Asker { organization: known.organization, campaign }, &event.customer) {
            Ok(chosen) => Consideration::Candidate(candidate(campaign, rule, event, chosen, known)),
            Err(drop) => Consideration::Dropped(drop),
        },
    }
    .or_silent_for(campaign)
}

impl Consideration {
    /// A draft is never live (B31): it leaves no trace in the decision log either.
    fn or_silent_for(self, campaign: &Campaign) -> Self {
        if campaign.status == CampaignStatus::Draft { Self::NotConcerned } else { self }
    }
}

fn refusal(
    campaign: &Campaign,
    event: &TriggerEvent,
    known: Circumstances<'_>,
    wants_out: bool,
) -> Option<Conclusion> {
    let Circumstances { organization, task, existing, .. } = known;
    if !campaign.is_live() {
        return Some(Conclusion::because(Outcome::CampaignInactive, "the campaign is paused"));
    }
    let settled =
        |invitation: &&Invitation| !is_replannable(invitation) && !is_asked_anew(invitation, task, event);
    if let Some(invitation) = existing.filter(settled) {
        let reason = format!("the task already led to an invitation, which is {}", invitation.state_word());
        return Some(Conclusion::because(Outcome::DuplicateTask, reason));
    }
    if task
        .and_then(|task| task.latest.as_ref())
        .is_some_and(|latest| has_left(campaign, event_type(event), latest))
    {
        return Some(Conclusion::because(Outcome::NotMatched, "the task has already left this state again"));
    }
    if let Some(drop) = too_old(organization, event, known.now) {
        return Some(drop);
    }
    if let Some(drop) = channel_off(campaign, organization, event).or_else(|| criteria(campaign, event)) {
        return Some(drop);
    }
    if wants_out {
        return Some(Conclusion::because(Outcome::AgentOptOut, "the agent opted the case out"));
    }
    let declines = event.customer.declines_surveys;
    declines.then(|| {
        Conclusion::because(Outcome::OptedOut, "the sending tool says that this customer declines surveys")
    })
}

/// What is told too late is not asked about: nobody remembers it, and an import of old jobs is no list of people to mail.
fn too_old(organization: &Organization, event: &TriggerEvent, now: Timestamp) -> Option<Conclusion> {
    let limit = organization.contact_policy.too_old_after;
    let reason = || format!("it happened longer ago than the `{limit}` after which nobody is asked about it");
    (limit.after(event.occurred_at) < now).then(|| Conclusion::because(Outcome::TooOld, reason()))
}

/// The campaign's channels decide, else the organization's (C3); an unknown channel is not surveyed (C4).
fn channel_off(campaign: &Campaign, organization: &Organization, event: &TriggerEvent) -> Option<Conclusion> {
    let channel = event.task.as_ref().and_then(|task| task.channel.as_deref());
    let (own, shared) = (&campaign.reach.channels, &organization.contact_policy.channels);
    let (whose, allowed) = match own.allow(channel) {
        Some(allowed) => ("the campaign", allowed),
        None => ("the organization", shared.allow(channel)?),
    };
    let reason = || match channel.map(str::trim).filter(|channel| !channel.is_empty()) {
        Some(channel) => format!("{whose} does not survey customers of the channel `{channel}`"),
        None => format!("{whose} surveys by channel, and the task names none"),
    };
    (!allowed).then(|| Conclusion::because(Outcome::ChannelOff, reason()))
}

fn criteria(campaign: &Campaign, event: &TriggerEvent) -> Option<Conclusion> {
    let criteria = campaign.reach.criteria.as_ref()?;
    let reason = match criteria.clone().check(&EventFields) {
        Ok(checked) => {
            let trace = checked.trace(event);
            let unmet = || format!("a criterion of the campaign does not hold: {}", trace.unmet(criteria));
            (!trace.holds).then(unmet)?
        }
        Err(wrong) => {
            let first = wrong.first().map(ToString::to_string).unwrap_or_default();
            format!("the criteria of the campaign cannot be asked any more: {first}")
        }
    };
    Some(Conclusion::because(Outcome::Criteria, reason))
}

/// Cancelled because the task was reopened, and nothing was sent: done again, it is planned again (F7).
fn is_replannable(invitation: &Invitation) -> bool {
    let reopened = SendState::Cancelled { reason: CancelReason::TaskReopened };
    invitation.send.state == reopened && invitation.send.nothing_sent()
}

/// True when a request was opened again since the invitation and is closed once more: another resolution, about which
/// the frequency rules decide (C27, P4), with an invitation of its own.
#[must_use]
pub fn is_asked_anew(invitation: &Invitation, task: Option<&TaskRecord>, event: &TriggerEvent) -> bool {
    let reopened_at = task.and_then(|task| task.reopened_at);
    let since = |at: Timestamp| at > invitation.occurred_at && event.occurred_at >= at;
    event.kind == TriggerKind::RequestClosed && !is_replannable(invitation) && reopened_at.is_some_and(since)
}

fn event_type(event: &TriggerEvent) -> Option<&str> {
    event.task.as_ref().and_then(|task| task.task_type.as_deref())
}

/// True when a task's latest known state is no longer one that the campaign waits for (B33).
fn has_left(campaign: &Campaign, task_type: Option<&str>, latest: &LatestState) -> bool {
    match latest.kind {
        TriggerKind::RequestReopened => true,
        TriggerKind::TaskStateChanged => {
            let mut rules = campaign.triggers.iter().filter(|rule| rule.is_about(task_type)).peekable();
            let waits = |rule: &TriggerRule| latest.state.as_ref().is_some_and(|code| rule.waits_for(code));
            rules.peek().is_some() && !rules.any(waits)
        }
        _ => false,
    }
}

fn candidate(
    campaign: &Campaign,
    rule: &TriggerRule,
    event: &TriggerEvent,
    Chosen { address, fallback }: Chosen,
    known: Circumstances<'_>,
) -> Candidate {
    let wanted = event.customer.language.as_deref();
    let language = choose_language(wanted, campaign.texts.keys(), &campaign.default_language).clone();
    let ignored = event
        .survey_opt_out
        .then_some("the agent's wish not to ask was ignored: the campaign does not allow it");
    let own = rule.days_after().map(|days| days.after(event.occurred_at));
    let wanted_at = own.unwrap_or_else(|| campaign.delay.after(event.occurred_at)).max(known.now);
    let time_zone = event.customer.fields.get("time_zone").cloned();
    let task = event.task.as_ref();
    let about = SendTrace {
        campaign_id: Some(campaign.id.clone()),
        task_type: task.and_then(|task| task.task_type.clone()),
        channel: task.and_then(|task| task.channel.clone()),
    };
    let asker = Asker { organization: known.organization, campaign };
    let due_at = moved_into_opening(asker, address.way(), time_zone.as_deref(), wanted_at);
    Candidate { address, fallback, language, wanted_at, due_at, time_zone, about, remark: ignored }
}

/// What is known about a candidate's address.
#[derive(Debug, Clone, Copy)]
pub struct Standings<'a> {
    /// Opt-outs and suppression.
    pub standing: Option<&'a Standing>,
    /// Every limit on how often: the campaign's, the organization's, its frequency rules'.
    pub bounds: &'a [Bound],
}

/// Decides whether a candidate's address may be used, and when (B25, B26, C18: every rule must pass, and the
/// decision names the one that did not).
///
/// # Errors
/// The reason why not.
pub fn may_invite(
    candidate: &Candidate,
    asker: Asker<'_>,
    known: Standings<'_>,
) -> Result<Timestamp, Conclusion> {
    let campaign = asker.campaign;
    if let Some(standing) = known.standing {
        if standing.opted_out_of(&campaign.id).is_some() {
            return Err(Conclusion::because(Outcome::OptedOut, "the person opted out"));
        }
        if let Some(suppression) = &standing.suppressed {
            return Err(Conclusion::because(
                Outcome::Suppressed,
                format!("the address is suppressed: {}", suppression.reason.as_str()),
            ));
        }
    }
    let Some(FirstFree { at: free, slowest }) = first_free(candidate.due_at, known.bounds) else {
        return Ok(candidate.due_at);
    };
    if campaign.reach.on_mute == OnMute::Delay {
        return Ok(open_and_free(free, asker, candidate, known.bounds));
    }
    let (outcome, rule) = match &slowest.set_by {
        SetBy::Campaign => (Outcome::Muted, "the campaign's mute period".to_owned()),
        SetBy::Organization => (Outcome::Muted, "the organization's mute period".to_owned()),
        SetBy::Rule(name) => (Outcome::FrequencyRule, format!("the frequency rule `{name}`")),
    };
    let reason = format!("{rule}: this customer was asked, or is about to be, too close to this date");
    Err(Conclusion { outcome, reason, next_eligible_at: Some(free) })
}

/// The first instant that the window and every bound allow. Each only moves it forward, and reservations end, so a few
/// rounds settle it.
fn open_and_free(free: Timestamp, asker: Asker<'_>, candidate: &Candidate, bounds: &[Bound]) -> Timestamp {
    let mut due_at = free;
    for _ in 0..100 {
        due_at = moved_into_opening(asker, candidate.address.way(), candidate.time_zone.as_deref(), due_at);
        match first_free(due_at, bounds) {
            Some(later) => due_at = later.at,
            None => break,
        }
    }
    due_at
}

#[cfg(test)]
mod tests;
