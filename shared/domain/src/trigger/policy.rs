//! "May we invite?", asked when a trigger arrives and again when its mail is due (B20-B28, B33, C14-C18).
//! Pure: what it needs to know is loaded by the use cases, in the order in which it is asked here.

use super::decision::Outcome;
use super::event::{TriggerEvent, TriggerKind};
use super::mute::MuteBook;
use super::task::{LatestState, TaskRecord};
use crate::campaign::{Campaign, CampaignStatus, Delay, TriggerRule};
use crate::name::{EmailAddress, InvalidEmail, InvitationId, LanguageTag, choose_language};
use crate::organization::{Organization, Standing};
use crate::send::{CancelReason, Invitation, Ruling, SendState};
use jiff::{SignedDuration, Timestamp};

/// What an event means for one campaign, before anything is known about the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consideration {
    /// Nothing.
    NotConcerned,
    /// The planned invitation must be cancelled.
    CancelPending(CancelReason),
    /// The campaign waits for such events, but not for this one.
    Dropped(Drop),
    /// Somebody may be asked, unless their address forbids it.
    Candidate(Candidate),
}

/// Why a trigger leads to no invitation (B26: never silently).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drop {
    /// In one word.
    pub outcome: Outcome,
    /// In words for people; nothing personal.
    pub reason: String,
    /// When the same customer could be asked.
    pub next_eligible_at: Option<Timestamp>,
}

impl Drop {
    fn because(outcome: Outcome, reason: impl Into<String>) -> Self {
        Self { outcome, reason: reason.into(), next_eligible_at: None }
    }
}

/// Who would be asked, where, when, in which language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where.
    pub address: EmailAddress,
    /// In which of the campaign's languages (B17).
    pub language: LanguageTag,
    /// When: the state's own time and the delay, never in the past (B24).
    pub due_at: Timestamp,
    /// Said with the decision, such as an ignored wish of the agent.
    pub remark: Option<&'static str>,
}

/// Decides what an event means for a campaign. `task` has already learnt from the event; `existing` is the
/// invitation that the campaign planned for the task before.
#[must_use]
pub fn consider(
    campaign: &Campaign,
    event: &TriggerEvent,
    task: Option<&TaskRecord>,
    existing: Option<&Invitation>,
    now: Timestamp,
) -> Consideration {
    let pending = existing.is_some_and(|inv| matches!(inv.send.state, SendState::Scheduled { .. }));
    let stale = task.is_some_and(|task| task.is_stale(event));
    let covered = campaign.triggers.iter().any(|rule| rule.covers_type(event));
    if !campaign.triggers.iter().any(|rule| rule.matches(event)) {
        let left = pending && covered && !stale;
        return if left {
            Consideration::CancelPending(CancelReason::TaskReopened)
        } else {
            Consideration::NotConcerned
        };
    }
    let wants_out = event.survey_opt_out && campaign.agent_opt_out_allowed;
    if wants_out && pending {
        return Consideration::CancelPending(CancelReason::AgentOptOut);
    }
    match refusal(campaign, event, task, existing, wants_out) {
        Some(drop) => Consideration::Dropped(drop),
        None => match choose_address(campaign, event) {
            Ok(address) => Consideration::Candidate(candidate(campaign, event, address, now)),
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
    task: Option<&TaskRecord>,
    existing: Option<&Invitation>,
    wants_out: bool,
) -> Option<Drop> {
    if !campaign.is_live() {
        return Some(Drop::because(Outcome::CampaignInactive, "the campaign is paused"));
    }
    if let Some(invitation) = existing.filter(|invitation| !is_replannable(invitation)) {
        let reason = format!("the task already led to an invitation, which is {}", invitation.state_word());
        return Some(Drop::because(Outcome::DuplicateTask, reason));
    }
    if task
        .and_then(|task| task.latest.as_ref())
        .is_some_and(|latest| has_left(campaign, event_type(event), latest))
    {
        return Some(Drop::because(Outcome::NotMatched, "the task has already left this state again"));
    }
    if wants_out {
        return Some(Drop::because(Outcome::AgentOptOut, "the agent opted the case out"));
    }
    let declines = event.customer.declines_surveys;
    declines.then(|| {
        Drop::because(Outcome::OptedOut, "the sending tool says that this customer declines surveys")
    })
}

/// Cancelled because the task was reopened, and nothing was sent: done again, it is planned again (F7).
fn is_replannable(invitation: &Invitation) -> bool {
    let reopened = SendState::Cancelled { reason: CancelReason::TaskReopened };
    invitation.send.state == reopened && invitation.send.nothing_sent()
}

fn event_type(event: &TriggerEvent) -> Option<&str> {
    event.task.as_ref().and_then(|task| task.task_type.as_deref())
}

/// True when a task's latest known state is no longer one that the campaign waits for (B33).
fn has_left(campaign: &Campaign, task_type: Option<&str>, latest: &LatestState) -> bool {
    match latest.kind {
        TriggerKind::RequestReopened => true,
        TriggerKind::TaskStateChanged => {
            let of_type = |rule: &&TriggerRule| matches!(rule, TriggerRule::TaskState { task_type: t, .. } if Some(t.trim()) == task_type.map(str::trim));
            let mut rules = campaign.triggers.iter().filter(of_type).peekable();
            let waits = |rule: &TriggerRule| match rule {
                TriggerRule::TaskState { states, .. } => {
                    latest.state.as_ref().is_some_and(|code| states.contains(code))
                }
                _ => false,
            };
            rules.peek().is_some() && !rules.any(waits)
        }
        _ => false,
    }
}

fn choose_address(campaign: &Campaign, event: &TriggerEvent) -> Result<EmailAddress, Drop> {
    let sources = std::iter::once(&campaign.primary_address).chain(&campaign.secondary_address);
    let mut malformed = false;
    for text in sources.filter_map(|source| source.look_up(event)) {
        match EmailAddress::parse(text) {
            Ok(address) => return Ok(address),
            Err(InvalidEmail::Malformed) => malformed = true,
            Err(InvalidEmail::Empty) => {}
        }
    }
    Err(if malformed {
        Drop::because(Outcome::InvalidAddress, "the address fields hold no usable address")
    } else {
        Drop::because(Outcome::NoAddress, "the address fields are empty")
    })
}

fn candidate(campaign: &Campaign, event: &TriggerEvent, address: EmailAddress, now: Timestamp) -> Candidate {
    let wanted = event.customer.language.as_deref();
    let language = choose_language(wanted, campaign.texts.keys(), &campaign.default_language).clone();
    let ignored = event
        .survey_opt_out
        .then_some("the agent's wish not to ask was ignored: the campaign does not allow it");
    Candidate { address, language, due_at: campaign.delay.after(event.occurred_at).max(now), remark: ignored }
}

/// What is known about a candidate's address.
#[derive(Debug, Clone, Copy)]
pub struct Standings<'a> {
    /// Opt-outs and suppression.
    pub standing: Option<&'a Standing>,
    /// Reserved send times with the period to keep: the campaign's, then the organization's.
    pub books: &'a [(&'a MuteBook, Delay)],
}

/// Decides whether a candidate's address may be used (B25, B26, C18: every rule must pass, and the decision
/// names the one that did not).
///
/// # Errors
/// The reason why not.
pub fn may_invite(
    candidate: &Candidate,
    campaign: &Campaign,
    known: Standings<'_>,
    myself: &InvitationId,
) -> Result<(), Drop> {
    if let Some(standing) = known.standing {
        if standing.opted_out_of(&campaign.id).is_some() {
            return Err(Drop::because(Outcome::OptedOut, "the person opted out"));
        }
        if let Some(suppression) = &standing.suppressed {
            return Err(Drop::because(
                Outcome::Suppressed,
                format!("the address is suppressed: {}", suppression.reason),
            ));
        }
    }
    let free = |(book, period): &(&MuteBook, Delay)| book.free_from(candidate.due_at, *period, myself);
    let (scope, next) =
        match known.books.iter().map(|entry| (&entry.0.scope, free(entry))).max_by_key(|entry| entry.1) {
            Some((scope, next)) if next > candidate.due_at => (scope, next),
            _ => return Ok(()),
        };
    let rule = match scope {
        super::MuteScope::Campaign(_) => "the campaign's mute period",
        super::MuteScope::Organization => "the organization's mute period",
    };
    Err(Drop {
        outcome: Outcome::Muted,
        reason: format!("{rule}: this address was asked, or is about to be, too close to this date"),
        next_eligible_at: Some(next),
    })
}

/// How soon a paused mail asks again whether it may go.
const PAUSED_RETRY: SignedDuration = SignedDuration::from_mins(1);

/// Asks the policy again when a mail is due, under a claim (R1.6, B33). `None`: it may go.
#[must_use]
pub fn still_welcome(
    invitation: &Invitation,
    campaign: Option<&Campaign>,
    organization: &Organization,
    (standing, task): (Option<&Standing>, Option<&TaskRecord>),
    now: Timestamp,
) -> Option<Ruling> {
    let never = |reason| Some(Ruling::Never { reason });
    let Some(campaign) = campaign else { return never(CancelReason::NothingToSay) };
    if standing.is_some_and(|standing| standing.opted_out_of(&campaign.id).is_some()) {
        return never(CancelReason::OptedOut);
    }
    if standing.is_some_and(|standing| standing.suppressed.is_some()) {
        return never(CancelReason::Suppressed);
    }
    let latest = task.and_then(|task| task.latest.as_ref());
    if latest.is_some_and(|latest| has_left(campaign, invitation.task_type.as_deref(), latest)) {
        return never(CancelReason::TaskReopened);
    }
    let paused = organization.is_paused(now) || !campaign.is_live();
    paused.then(|| Ruling::Later { at: now.checked_add(PAUSED_RETRY).unwrap_or(now) })
}

#[cfg(test)]
mod tests;
