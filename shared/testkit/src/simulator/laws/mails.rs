//! What must hold whenever the transport takes a mail: how many (I2), and whether it may go now (I3).
//! Checked at the transport's door, where nothing can be called back.

use super::writes::name;
use super::{History, TakenMail, holds_back};
use crate::simulator::ports::Parcel;
use crate::simulator::scene::DONE;
use crate::simulator::stage::{Stage, World};
use jiff::SignedDuration;
use relance_domain::account::{Organization, SmsMonth};
use relance_domain::campaign::{Campaign, CampaignStatus, SmsLength};
use relance_domain::contact::Standing;
use relance_domain::invitation::{Invitation, SendRules};
use relance_domain::name::Way;
use relance_domain::schedule::SmsHours;
use relance_domain::source::{TaskRecord, TriggerKind};

/// Clocks of two workers may differ by this much, and a call takes a moment.
const SLACK_MS: i64 = 5_000;
/// From the gate to the transport, by clocks that differ.
const MOST_ON_THE_WAY: SignedDuration = SignedDuration::from_mins(5);

/// Takes a mail into account; returns the transport's name for it.
pub(in crate::simulator) fn mail_taken(stage: &Stage, mail: &Parcel) -> String {
    let invitation = stage.find::<Invitation>(&mail.tag.organization, "", mail.tag.send_id.as_str());
    let mut world = stage.world();
    world.how_many(mail, invitation.as_ref());
    world.may_go(mail, invitation.as_ref());
    if mail.to.way() == Way::Sms {
        world.may_ring(mail);
    }
    let (send_id, at_ms) = (mail.tag.send_id.to_string(), world.now_ms);
    world.ledger.mails += 1;
    let message_id = format!("message-{}", world.ledger.mails);
    let letter = TakenMail { at_ms, attempt: mail.tag.attempt, message_id: message_id.clone() };
    world.ledger.letters.entry(send_id).or_default().push(letter);
    message_id
}

impl World {
    /// I2: a second mail only after the whole wait for evidence passed without any; never a third.
    fn how_many(&mut self, mail: &Parcel, invitation: Option<&Invitation>) {
        let id = &mail.tag.send_id.to_string();
        let Some(first_ms) = self.ledger.letters.get(id).and_then(|sent| sent.first()).map(|l| l.at_ms)
        else {
            return;
        };
        self.count("second mail");
        let sent = self.ledger.letters.get(id).map_or(0, Vec::len);
        let waited_ms = self.now_ms - first_ms;
        let wait_ms = i64::try_from(SendRules::default().evidence_wait.as_millis()).unwrap_or(i64::MAX);
        let claimed_ms = self.ledger.claims.get(&(id.clone(), mail.tag.attempt)).copied().unwrap_or(0);
        let known = self.ledger.evidence.get(id).is_some_and(|at_ms| *at_ms < claimed_ms);
        let campaign = invitation.map(|i| name(&i.organization, i.campaign_id.as_str()));
        let campaign = campaign.and_then(|name| self.ledger.campaigns.get(&name)?.last());
        let why = if sent >= 2 {
            "it is the third"
        } else if campaign.is_some_and(|(_, campaign)| holds_back(campaign)) {
            "its campaign holds what is in doubt"
        } else if waited_ms < wait_ms - SLACK_MS {
            "the wait for evidence was not over"
        } else if known {
            "there was evidence of the first"
        } else if self.ledger.evidence_is_reliable || self.transport_remembers {
            "evidence is never lost or late here"
        } else {
            return;
        };
        self.ledger.broken("I2", format!("{id} is mailed again after {waited_ms} ms although {why}"));
    }

    /// I3: not before its time, not against a wish or a verdict, not while sending is stopped. What was stored when
    /// the claim was, and did not change since, was seen by the check under the claim.
    fn may_go(&mut self, mail: &Parcel, invitation: Option<&Invitation>) {
        let id = &mail.tag.send_id.to_string();
        let Some(claimed_ms) = self.ledger.claims.get(&(id.clone(), mail.tag.attempt)).copied() else {
            return self.ledger.broken("claims", format!("{id} is mailed without a claim"));
        };
        let since = (claimed_ms, self.now());
        let organization = &mail.tag.organization;
        let standing = name(organization, &mail.to.digest().to_hex());
        let standing = self.ledger.standings.get(&standing);
        let settings = self.ledger.organizations.get(&name(organization, "settings"));
        let stopped = |found: &Organization| {
            let pause = found.sending_paused.as_ref();
            pause.is_some_and(|p| p.until.is_none_or(|until| until.as_millisecond() > self.now_ms + SLACK_MS))
        };
        let mut why = None;
        if throughout(standing, since.0, |found: &Standing| found.suppressed.is_some()) {
            why = Some("the address is suppressed");
        }
        if throughout(settings, since.0, stopped) {
            why = Some("sending is stopped");
        }
        if let Some(invitation) = invitation {
            let campaign = name(organization, invitation.campaign_id.as_str());
            let campaign = self.ledger.campaigns.get(&campaign);
            let task = invitation.task_id.as_ref().map(|task| TaskRecord::id_of(&invitation.source, task));
            let task = task.and_then(|task| self.ledger.tasks.get(&name(organization, &task)));
            let unwelcome = |found: &Standing| found.opted_out_of(&invitation.campaign_id).is_some();
            if throughout(standing, since.0, unwelcome) {
                why = Some("the person opted out");
            }
            if throughout(campaign, since.0, |found: &Campaign| found.status != CampaignStatus::Published) {
                why = Some("the campaign is paused");
            }
            if throughout(task, since.0, is_open) {
                why = Some("the task is open again");
            }
            let due = campaign.and_then(|c| c.last()).map(|(_, c)| c.delay.after(invitation.occurred_at));
            let planned =
                due.filter(|_| invitation.resend_of.is_none()).unwrap_or(invitation.send.planned_for);
            if planned.as_millisecond() > self.now_ms + self.faults.skew_ms {
                why = Some("it is not yet due");
            }
        }
        if let Some(why) = why {
            self.ledger.broken("I3", format!("{id} is mailed at {} although {why}", since.1));
        }
    }
}

impl World {
    /// R3.10 and E20: no text at night, and none beyond what was allowed for the months in which any went.
    fn may_ring(&mut self, text: &Parcel) {
        self.count("text taken");
        let organization = text.tag.organization.clone();
        let settings = self.ledger.organizations.get(&name(&organization, "settings"));
        let Some((_, settings)) = settings.and_then(|history| history.last()).cloned() else { return };
        let (now, zone) = (self.now(), settings.zone());
        let asked_at = now.saturating_sub(MOST_ON_THE_WAY).unwrap_or(now);
        let skewed = SignedDuration::from_millis(self.faults.skew_ms.saturating_add(SLACK_MS));
        let by_their_clock = now.saturating_add(skewed).unwrap_or(now);
        let hours = SmsHours::default();
        if ![asked_at, now, by_their_clock].into_iter().any(|at| hours.are_open(at, &zone)) {
            self.ledger.broken("R3.10", format!("{} rings at {now}", text.tag.send_id));
        }
        let months = self.ledger.texts.entry(organization.to_string()).or_default();
        *months.entry(SmsMonth::name(now, zone)).or_default() += SmsLength::of(&text.text).parts;
        let (sum, months) = (months.values().sum::<u32>(), u32::try_from(months.len()).unwrap_or(u32::MAX));
        if sum > months.saturating_mul(settings.contact_policy.sms.monthly_cap) {
            let what = format!("{organization} texted {sum} parts in {months} months");
            self.ledger.broken("E20", what);
        }
    }
}

fn is_open(task: &TaskRecord) -> bool {
    task.latest.as_ref().is_some_and(|latest| {
        let done = latest.state.as_deref().is_some_and(|state| DONE.contains(&state));
        latest.kind == TriggerKind::TaskStateChanged && !done
    })
}

/// True when `forbids` held at `since_ms` and ever since.
fn throughout<T>(history: Option<&History<T>>, since_ms: i64, forbids: impl Fn(&T) -> bool) -> bool {
    let Some(history) = history else { return false };
    let before = history.iter().rev().find(|(at_ms, _)| *at_ms <= since_ms);
    let later = history.iter().filter(|(at_ms, _)| *at_ms > since_ms);
    before.is_some() && before.into_iter().chain(later).all(|(_, state)| forbids(state))
}
