//! What must hold when faults are over and nothing happens any more: everything came to an end that is explained
//! (I4), promises are kept, and what was sent and what is stored agree.

use super::Ledger;
use crate::simulator::stage::{Stage, ready};
use relance_application::kind::Kind;
use relance_application::ports::records::RawRecord;
use relance_domain::alert::{Alert, StaffMail};
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::invitation::{Decision, Invitation, Outcome, SendProgress, SendState};
use relance_domain::question::NpsType;
use relance_domain::source::RawEvent;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is stored in the end.
#[derive(Default)]
struct Rest {
    events: Vec<RawEvent>,
    decisions: Vec<Decision>,
    invitations: Vec<Invitation>,
    staff_mails: Vec<StaffMail>,
    answers: Vec<Answer>,
    alerts: Vec<Alert>,
    campaigns: Vec<Campaign>,
}

/// Looks at everything once more.
pub(in crate::simulator) fn at_rest(stage: &Stage) {
    let records = ready(async { stage.store.everything() }).unwrap_or_default();
    let rest = stage.gather(records);
    let mut world = stage.world();
    for invitation in &rest.invitations {
        world.count(invitation.state_word_of_send());
    }
    let ledger = &mut world.ledger;
    rest.everything_is_decided(ledger);
    rest.every_mail_came_to_an_end(ledger);
    rest.every_ending_is_explained(ledger);
    rest.answers_and_alerts_agree(ledger);
    rest.nobody_was_asked_too_often(ledger);
}

/// A word for the state of the mail alone.
trait SendWord {
    fn state_word_of_send(&self) -> &'static str;
}

impl SendWord for Invitation {
    fn state_word_of_send(&self) -> &'static str {
        Self { answer_id: None, ..self.clone() }.state_word()
    }
}

impl Stage {
    fn gather(&self, records: Vec<RawRecord>) -> Rest {
        let mut rest = Rest::default();
        for record in records {
            if record.due_at.is_some() {
                let (kind, id) = (record.key.partition.kind, &record.key.id);
                let what = format!("{kind:?} {id} is still due when nothing happens any more");
                self.world().ledger.broken("I4", what);
            }
            match record.key.partition.kind {
                Kind::RawEvent => rest.events.extend(self.value::<RawEvent>(record)),
                Kind::Decision => rest.decisions.extend(self.value::<Decision>(record)),
                Kind::Invitation => rest.invitations.extend(self.value::<Invitation>(record)),
                Kind::StaffMail => rest.staff_mails.extend(self.value::<StaffMail>(record)),
                Kind::Answer => rest.answers.extend(self.value::<Answer>(record)),
                Kind::Alert => rest.alerts.extend(self.value::<Alert>(record)),
                Kind::Campaign => rest.campaigns.extend(self.value::<Campaign>(record)),
                _ => {}
            }
        }
        rest
    }
}

impl Rest {
    /// I4: every accepted event was planned from and left a decision.
    fn everything_is_decided(&self, ledger: &mut Ledger) {
        let decided: BTreeSet<_> =
            self.decisions.iter().map(|d| (d.organization.to_string(), d.event_id.clone())).collect();
        let forgotten = ledger.owed_decisions.difference(&decided).next().cloned();
        if let Some((organization, event)) = forgotten {
            ledger.broken("I4", format!("event {event} of {organization} was accepted and never decided"));
        }
        if let Some(event) = self.events.iter().find(|event| event.planned_at.is_none()) {
            ledger.broken("I4", format!("event {} was never planned", event.identity));
        }
    }

    /// I4: every mail is in a last state, and that state is true.
    fn every_mail_came_to_an_end(&self, ledger: &mut Ledger) {
        let invitations = self.invitations.iter().map(|i| (i.id.as_str(), &i.send));
        let staff_mails = self.staff_mails.iter().map(|m| (m.id.as_str(), &m.send));
        for (id, progress) in invitations.chain(staff_mails) {
            if let Some(what) = untrue(id, progress, ledger) {
                ledger.broken("I4", what);
            }
        }
        let known: BTreeSet<&str> = self.invitations.iter().map(|i| i.id.as_str()).collect();
        let staff: BTreeSet<&str> = self.staff_mails.iter().map(|m| m.id.as_str()).collect();
        let stray =
            ledger.letters.keys().find(|id| !known.contains(id.as_str()) && !staff.contains(id.as_str()));
        if let Some(stray) = stray.cloned() {
            ledger.broken("I4", format!("{stray} was mailed and is not stored"));
        }
    }

    /// I4: what was planned and not sent says why.
    fn every_ending_is_explained(&self, ledger: &mut Ledger) {
        let mut explained: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
        for decision in &self.decisions {
            if let Some(id) = decision.invitation_id.as_ref().filter(|_| decision.outcome != Outcome::Planned)
            {
                explained.entry(id.as_str()).or_default().insert(1);
            }
        }
        let silent = self.invitations.iter().find(|invitation| {
            let sent = matches!(invitation.send.state, SendState::Sent { .. });
            !sent && !explained.contains_key(invitation.id.as_str())
        });
        if let Some(silent) = silent {
            ledger.broken("I4", format!("{} was not sent, and nothing says why", silent.id));
        }
    }

    /// I6 and I8: recorded answers are there once, and each cause raised its alert and its mail.
    fn answers_and_alerts_agree(&self, ledger: &mut Ledger) {
        let answered: BTreeMap<_, _> =
            self.invitations.iter().map(|i| (i.id.to_string(), i.answer_id.clone())).collect();
        for owed in std::mem::take(&mut ledger.owed_answers) {
            if answered.get(&owed).is_none_or(Option::is_none) {
                ledger.broken("I6", format!("the answer to {owed} was recorded and is gone"));
            }
        }
        for answer in &self.answers {
            let named = answer.invitation_id.as_ref().and_then(|id| answered.get(id.as_str())?.as_ref());
            if named != Some(&answer.id) {
                ledger.broken("I6", format!("answer {} belongs to no invitation", answer.id));
            }
            let alerts = self.alerts.iter().filter(|alert| alert.answer_id == answer.id).count();
            let wanted = usize::from(answer.nps_type() == Some(NpsType::Detractor));
            if answer.edited_at.is_none() && alerts != wanted {
                let what = format!("answer {} raised {alerts} alerts instead of {wanted}", answer.id);
                ledger.broken("I8", what);
            }
        }
        for alert in &self.alerts {
            let mails = self.staff_mails.iter().filter(|mail| mail.alert_id == alert.id).count();
            if mails != 1 {
                ledger.broken("I8", format!("alert {} has {mails} staff mails", alert.id));
            }
        }
    }

    /// I5: of what reached somebody, no two of one campaign and address were planned closer than its period.
    fn nobody_was_asked_too_often(&self, ledger: &mut Ledger) {
        let reached: Vec<&Invitation> = self
            .invitations
            .iter()
            .filter(|i| i.resend_of.is_none() && !ledger.bounced.contains(i.id.as_str()))
            .filter(|i| ledger.letters.contains_key(i.id.as_str()))
            .collect();
        for (at, one) in reached.iter().enumerate() {
            for other in reached.iter().skip(at + 1) {
                let same = one.organization == other.organization
                    && one.campaign_id == other.campaign_id
                    && one.address == other.address;
                let campaign = self
                    .campaigns
                    .iter()
                    .find(|c| c.id == one.campaign_id && c.organization == one.organization);
                let apart = one.send.planned_for.duration_since(other.send.planned_for).abs();
                if same && campaign.is_some_and(|campaign| apart < campaign.mute.duration()) {
                    ledger.broken(
                        "I5",
                        format!("{} and {} were both asked, {apart:#} apart", one.id, other.id),
                    );
                }
            }
        }
    }
}

/// Why a mail's last state is no last state, or not what happened.
fn untrue(id: &str, progress: &SendProgress, ledger: &Ledger) -> Option<String> {
    let taken = ledger.letters.get(id).map_or(0, Vec::len);
    let doubtful = ledger.doubtful.contains(id);
    match &progress.state {
        SendState::Sent { .. } if taken == 0 => Some(format!("{id} is called sent and was never taken")),
        SendState::Sent { .. } | SendState::Held { .. } => None,
        SendState::Cancelled { .. } | SendState::Expired | SendState::Failed { .. } => {
            (taken > 0 && !doubtful).then(|| format!("{id} went out and is called {:?}", progress.state))
        }
        state => Some(format!("{id} rests in {state:?}")),
    }
}
