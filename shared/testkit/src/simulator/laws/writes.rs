//! What must hold after every write: due entries (I1), one invitation a task (R1.1), mute windows (I5), one answer
//! an invitation (I6), true tallies (I7), one alert a cause (I8). What mails must obey is in `mails`.

use super::{History, Ledger, to_ms};
use crate::simulator::stage::{Stage, World, ready};
use relance_application::kind::Kind;
use relance_application::ports::records::{Range, RawRecord, Records as _};
use relance_application::stored::{Entity, key_in, partition_in, stored_as};
use relance_domain::account::Organization;
use relance_domain::alert::{Alert, StaffMail};
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::contact::Standing;
use relance_domain::invitation::{Invitation, MuteBook, MuteScope, SendProgress, SendState};
use relance_domain::name::{CampaignId, InvitationId, OrganizationId};
use relance_domain::report::{DayTally, Scores, Span};
use relance_domain::schedule::Delay;
use relance_domain::source::{RawEvent, TaskRecord};

/// Looks at everything that a commit wrote.
pub(in crate::simulator) fn after_commit(stage: &Stage, written: Vec<RawRecord>) {
    for record in written.iter().filter(|record| record.key.partition.kind == Kind::Evidence) {
        stage.world().evidence(record);
    }
    for record in written {
        match record.key.partition.kind {
            Kind::RawEvent => stage.due::<RawEvent>(record),
            Kind::Invitation => stage.invitation(record),
            Kind::StaffMail => stage.staff_mail(record),
            Kind::Answer => stage.answer(record),
            Kind::Alert => stage.alert(record),
            Kind::MuteBook => stage.mute_book(record),
            Kind::DayTally => stage.tally(record),
            Kind::Standing => stage.remember::<Standing>(record, |ledger| &mut ledger.standings),
            Kind::Organization => stage.remember::<Organization>(record, |ledger| &mut ledger.organizations),
            Kind::Campaign => stage.remember::<Campaign>(record, |ledger| &mut ledger.campaigns),
            Kind::Task => stage.remember::<TaskRecord>(record, |ledger| &mut ledger.tasks),
            _ => {}
        }
    }
}

/// Histories are kept under organization and id.
pub(super) fn name(organization: &OrganizationId, id: &str) -> String {
    format!("{organization}/{id}")
}

type Histories<T> = std::collections::BTreeMap<String, History<T>>;

impl Stage {
    pub(super) fn stored(&self, key: &relance_application::ports::records::Key) -> Option<RawRecord> {
        ready(self.store.get(key)).and_then(Result::ok).flatten()
    }

    /// A value as it is stored; unreadable records break the simulation's own law.
    pub(super) fn value<T: Entity>(&self, record: RawRecord) -> Option<T> {
        match stored_as::<T>(record) {
            Ok(stored) => Some(stored.value),
            Err(fault) => {
                self.world().ledger.broken("readable", fault.to_string());
                None
            }
        }
    }

    pub(super) fn find<T: Entity>(&self, organization: &OrganizationId, group: &str, id: &str) -> Option<T> {
        self.value(self.stored(&key_in::<T>(organization, group, id))?)
    }

    /// I1: a record has a due entry exactly while it needs work, and for the right time.
    fn due<T: Entity>(&self, record: RawRecord) {
        let Some(shown) = Some(to_ms(record.due_at)) else { return };
        let Some(value) = self.value::<T>(record) else { return };
        self.due_entry(&value, shown);
    }

    fn due_entry<T: Entity>(&self, value: &T, shown: Option<i64>) {
        let needed = to_ms(value.due_at());
        if needed != shown {
            let what =
                format!("{:?} {} needs work at {needed:?} and is due at {shown:?}", T::KIND, value.id());
            self.world().ledger.broken("I1", what);
        }
    }

    fn remember<T: Entity>(&self, record: RawRecord, of: impl FnOnce(&mut Ledger) -> &mut Histories<T>) {
        let Some(value) = self.value::<T>(record) else { return };
        let mut world = self.world();
        let now_ms = world.now_ms;
        let name = name(value.organization(), &value.id());
        of(&mut world.ledger).entry(name).or_default().push((now_ms, value));
    }

    fn invitation(&self, record: RawRecord) {
        let shown = to_ms(record.due_at);
        let Some(value) = self.value::<Invitation>(record) else { return };
        self.due_entry(&value, shown);
        let mut world = self.world();
        world.progress(value.id.as_str(), &value.send);
        if let Some(task) = value.task_id.as_ref().filter(|_| value.resend_of.is_none()) {
            let about = format!("{}/{}/{task}/{}", value.organization, value.source, value.campaign_id);
            let first = world.ledger.asked_about.entry(about.clone()).or_insert_with(|| value.id.to_string());
            if *first != value.id.as_str() {
                let what = format!("{about} has two invitations: {first} and {}", value.id);
                world.ledger.broken("R1.1", what);
            }
        }
    }

    fn staff_mail(&self, record: RawRecord) {
        let shown = to_ms(record.due_at);
        let Some(value) = self.value::<StaffMail>(record) else { return };
        self.due_entry(&value, shown);
        self.world().progress(value.id.as_str(), &value.send);
    }

    fn answer(&self, record: RawRecord) {
        let shown = to_ms(record.due_at);
        let Some(answer) = self.value::<Answer>(record) else { return };
        self.due_entry(&answer, shown);
        if let Some(invitation) = &answer.invitation_id {
            let mut world = self.world();
            world.ledger.answers_written += 1;
            let first = world.ledger.answers.entry(invitation.to_string()).or_insert(answer.id.to_string());
            if *first != answer.id.as_str() {
                let what = format!("{invitation} has two answers: {first} and {}", answer.id);
                world.ledger.broken("I6", what);
            }
        }
        let Some(organization) = self.find::<Organization>(&answer.organization, "", "settings") else {
            return;
        };
        let day = answer.completed_at.to_zoned(organization.zone()).date();
        let tally =
            self.find::<DayTally>(&answer.organization, answer.campaign_id.as_str(), &day.to_string());
        if let Some(tally) = tally {
            self.true_tally(&organization, &tally);
        }
    }

    fn tally(&self, record: RawRecord) {
        let Some(tally) = self.value::<DayTally>(record) else { return };
        if let Some(organization) = self.find::<Organization>(&tally.organization, "", "settings") {
            self.true_tally(&organization, &tally);
        }
    }

    /// I7: a folded day says what its answers say.
    fn true_tally(&self, organization: &Organization, tally: &DayTally) {
        let Some(folded) = tally.counts.as_ref().map(|counts| counts.nps) else { return };
        let counted =
            self.recount(organization, &tally.campaign_id, Span { first: tally.day, last: tally.day });
        if folded != counted {
            let what = format!("{} is folded as {folded:?} and counts {counted:?}", tally.day);
            self.world().ledger.broken("I7", what);
        }
    }

    /// The scores of some days, counted from the answers themselves.
    pub(super) fn recount(&self, organization: &Organization, campaign: &CampaignId, days: Span) -> Scores {
        let zone = organization.zone();
        let range = Range::all(partition_in::<Answer>(&organization.id, campaign.as_str()), usize::MAX);
        let records = ready(self.store.range(&range)).and_then(Result::ok).unwrap_or_default();
        let mut scores = Scores::default();
        for answer in records.into_iter().filter_map(|record| self.value::<Answer>(record)) {
            let day = answer.completed_at.to_zoned(zone.clone()).date();
            let counts = days.first <= day && day <= days.last && !answer.ignored;
            answer.nps_score.filter(|_| counts).into_iter().for_each(|score| scores.count(score));
        }
        scores
    }

    fn alert(&self, record: RawRecord) {
        let Some(alert) = self.value::<Alert>(record) else { return };
        let mut world = self.world();
        let known = world.ledger.alerts.entry(alert.answer_id.to_string()).or_default();
        known.insert(alert.id.to_string());
        if known.len() > 1 {
            let what = format!("answer {} raised {} alerts by one rule", alert.answer_id, known.len());
            world.ledger.broken("I8", what);
        }
    }

    /// I5: what reached somebody, or may have, keeps its reservation; a resend puts its own in the place of it.
    fn given_back(&self, before: &MuteBook, after: &MuteBook) {
        let kept = |id: &InvitationId| after.reservations.iter().any(|one| one.invitation_id == *id);
        for gone in before.reservations.iter().map(|one| &one.invitation_id).filter(|id| !kept(id)) {
            let found = self.find::<Invitation>(&before.organization, "", gone.as_str());
            let replaced = found.is_some_and(|invitation| invitation.replaced_by.is_some());
            let mut world = self.world();
            let bounced = world.ledger.bounced.contains(gone.as_str());
            if world.ledger.letters.contains_key(gone.as_str()) && !replaced && !bounced {
                world.ledger.broken("I5", format!("{gone} was mailed and gives its reservation back"));
            }
        }
    }

    /// I5: reserved send times of one address keep the period, except those of resends.
    fn mute_book(&self, record: RawRecord) {
        let before = self.world().before.get(&record.key).cloned();
        let Some(book) = self.value::<MuteBook>(record) else { return };
        if let Some(before) = before.and_then(|before| self.value::<MuteBook>(before)) {
            self.given_back(&before, &book);
        }
        let period = match &book.scope {
            MuteScope::Campaign(id) => {
                self.find::<Campaign>(&book.organization, "", id.as_str()).map(|campaign| campaign.mute)
            }
            MuteScope::Organization => {
                self.find::<Organization>(&book.organization, "", "settings").and_then(|found| found.mute)
            }
        };
        let period = period.map_or(jiff::SignedDuration::ZERO, Delay::duration);
        let is_resend = |id: &str| {
            let found = self.find::<Invitation>(&book.organization, "", id);
            found.is_some_and(|invitation| invitation.resend_of.is_some())
        };
        for (at, one) in book.reservations.iter().enumerate() {
            for other in book.reservations.iter().skip(at + 1) {
                let close = other.due_at.duration_since(one.due_at).abs() < period;
                let asked_by_hand =
                    is_resend(one.invitation_id.as_str()) || is_resend(other.invitation_id.as_str());
                if close && !asked_by_hand {
                    let what =
                        format!("{} and {} are reserved too close", one.invitation_id, other.invitation_id);
                    self.world().ledger.broken("I5", what);
                }
            }
        }
    }
}

impl World {
    /// Attempts are counted up and never reused; claims and doubts are remembered.
    fn progress(&mut self, id: &str, progress: &SendProgress) {
        let now_ms = self.now_ms;
        let before = self.ledger.attempts.insert(id.to_owned(), progress.attempts).unwrap_or(0);
        if progress.attempts < before {
            let what = format!("{id} goes back from attempt {before} to {}", progress.attempts);
            self.ledger.broken("attempts", what);
        }
        match progress.state {
            SendState::Sending { attempt, .. } => {
                self.ledger.claims.entry((id.to_owned(), attempt)).or_insert(now_ms);
            }
            SendState::Uncertain { .. } => {
                self.count("in doubt");
                self.ledger.doubtful.insert(id.to_owned());
            }
            _ => {}
        }
    }

    fn evidence(&mut self, record: &RawRecord) {
        let now_ms = self.now_ms;
        let text = |name: &str| record.body.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        let (send_id, kind) = (text("send_id").to_owned(), text("kind"));
        if ["hard_bounce", "rejected"].contains(&kind) {
            self.ledger.bounced.insert(send_id.clone());
        }
        self.ledger.evidence.entry(send_id).or_insert(now_ms);
    }
}
