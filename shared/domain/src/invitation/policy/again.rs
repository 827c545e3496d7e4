//! The policy asked again when a mail is due, under a claim (R1.6, B33): wishes, verdicts, the task, the kill switches
//! and the window, as they are by then; then mute and frequency, whatever they were when it was planned.

use crate::account::Organization;
use crate::campaign::{Campaign, OnMute};
use crate::contact::Standing;
use crate::invitation::policy::has_left;
use crate::invitation::policy::opening::may_ring;
use crate::invitation::{Asker, CancelReason, Invitation, Ruling, moved_into_opening};
use crate::name::Way;
use crate::schedule::{Bound, FirstFree, SetBy, first_free};
use crate::source::TaskRecord;
use jiff::{SignedDuration, Timestamp};

/// How soon a paused mail asks again whether it may go, where the end of the pause is not known: who lifts one sees mails go
/// within minutes.
const PAUSED_RETRY: SignedDuration = SignedDuration::from_mins(1);
/// A mail that is planned for the last minute of a window may be this late.
const LATE_IS_ON_TIME: SignedDuration = SignedDuration::from_mins(15);

/// A mail of an invitation that is due, and what is known by then.
#[derive(Debug, Clone, Copy)]
pub struct DueMail<'a> {
    /// What it asks for.
    pub invitation: &'a Invitation,
    /// Whose settings hold.
    pub organization: &'a Organization,
    /// Which campaign asks, unless it was removed.
    pub campaign: Option<&'a Campaign>,
    /// Opt-outs and suppression of the address.
    pub standing: Option<&'a Standing>,
    /// The task that it is about, where there is one.
    pub task: Option<&'a TaskRecord>,
    /// When this mail was meant to go.
    pub planned_for: Timestamp,
}

/// Whether a mail may go. `None`: it may.
#[must_use]
pub fn still_welcome(mail: DueMail<'_>, now: Timestamp) -> Option<Ruling> {
    let DueMail { invitation, organization, standing, task, .. } = mail;
    let never = |reason| Some(Ruling::Never { reason });
    let Some(campaign) = mail.campaign else { return never(CancelReason::NothingToSay) };
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
    // A test is sent of a draft too, at any hour: nobody but its sender gets it.
    let test = invitation.origin.test;
    let (way, zone) = (invitation.address.way(), invitation.origin.time_zone.as_deref());
    if let Some(at) = held_until(organization, Some(campaign), way, test, now) {
        return Some(Ruling::Later { at });
    }
    let opens = moved_into_opening(Asker { organization, campaign }, way, zone, now);
    let late = now.duration_since(mail.planned_for) > LATE_IS_ON_TIME;
    // A phone rings within its hours, also when a text is asked for by hand, or is a minute late (R3.10).
    let rings = way == Way::Sms && !may_ring(organization, zone, now);
    ((late || rings) && !test && opens > now).then_some(Ruling::Later { at: opens })
}

/// Whether everything that is due of an organization, or of one of its campaigns, waits for a pause to end. A test is sent of a
/// campaign that is not live, too.
#[must_use]
pub fn is_on_hold(
    organization: &Organization,
    campaign: Option<&Campaign>,
    test: bool,
    now: Timestamp,
) -> bool {
    organization.is_paused(now) || campaign.is_some_and(|campaign| !campaign.is_live() && !test)
}

/// When to ask again about a mail that a pause holds back: when the pause ends by itself, else soon. `None` when nothing is
/// paused.
#[must_use]
pub fn held_until(
    organization: &Organization,
    campaign: Option<&Campaign>,
    way: Way,
    test: bool,
    now: Timestamp,
) -> Option<Timestamp> {
    let policy = &organization.contact_policy;
    let sending = organization.sending_paused.as_ref().filter(|_| organization.is_paused(now));
    let texts = policy.sms.paused.as_ref().filter(|_| way == Way::Sms && policy.sms.is_paused(now));
    let stopped = campaign.is_some_and(|campaign| !campaign.is_live() && !test);
    let soon = now.checked_add(PAUSED_RETRY).unwrap_or(now);
    let ends = sending.into_iter().chain(texts).map(|pause| pause.until.unwrap_or(soon));
    ends.chain(stopped.then_some(soon)).max()
}

/// What mute and frequency say of a mail that is due, by what is in force now (B33). Of two that are too close, the one that
/// was reserved first goes. `None`: it may go.
#[must_use]
pub fn still_free(
    invitation: &Invitation,
    asker: Asker<'_>,
    bounds: &[Bound],
    now: Timestamp,
) -> Option<Ruling> {
    let FirstFree { at: free, slowest } = first_free(now, bounds)?;
    if asker.campaign.reach.on_mute == OnMute::Delay {
        let (way, zone) = (invitation.address.way(), invitation.origin.time_zone.as_deref());
        return Some(Ruling::Anew { at: moved_into_opening(asker, way, zone, free) });
    }
    let reason = match slowest.set_by {
        SetBy::Campaign | SetBy::Organization => CancelReason::Muted,
        SetBy::Rule(_) => CancelReason::TooOften,
    };
    Some(Ruling::Never { reason })
}
