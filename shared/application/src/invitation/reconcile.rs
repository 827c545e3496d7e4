//! After a restore of the core table: brings back what happened since the restored moment, so that nobody is mailed
//! twice and no trigger is lost (R2.7). The events table is not restored: it holds the raw events, the decisions, the
//! evidence and the standings. Until this has run, the gate in `send_mail` lets nothing out.

use crate::invitation::evidence::Evidence;
use crate::invitation::{PlanInvitations, release_mute};
use crate::kind::Kind;
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::{Key, Range, RecordListing, Records};
use crate::stored::{Entries, Pages, UnitOfWork, partition, stored_as};
use crate::transaction;
use jiff::{SignedDuration, Timestamp};
use relance_domain::account::SendingPause;
use relance_domain::invitation::{CancelReason, Command, Decision, Invitation, Outcome, SendRules, step};
use relance_domain::name::{DecisionId, InvitationId, OrganizationId, SendId, Unique};
use relance_domain::source::RawEvent;
use std::collections::BTreeSet;

/// Records per read.
const PAGE: usize = 500;
/// Clocks differ, and what was on its way at the restored moment may have been stored after it.
const MARGIN: SignedDuration = SignedDuration::from_mins(15);

/// Reconciles one organization.
pub struct Reconcile<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Plans again from the raw events.
    pub plan: &'a PlanInvitations<'a>,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// The installation's count of restores.
    pub restore_epoch: u32,
}

/// What came of a kind since an instant, newest first, page by page.
struct Recent<'a> {
    entries: Entries<'a>,
    /// Marks below it are older.
    oldest: String,
    reached: bool,
}

impl<'a> Recent<'a> {
    fn new(records: &'a dyn Records, organization: &'a OrganizationId, kind: Kind, since: Timestamp) -> Self {
        let entries = Entries::of(records, organization, RecordListing::Newest(kind));
        Self { entries, oldest: format!("{:015}", since.as_millisecond().max(0)), reached: false }
    }

    /// The next keys; `None` once there are no more.
    async fn page(&mut self) -> Result<Option<Vec<Key>>, Fault> {
        if self.reached {
            return Ok(None);
        }
        let Some(found) = self.entries.next().await? else { return Ok(None) };
        self.reached = found.last().is_some_and(|entry| entry.mark < self.oldest);
        let since = found.into_iter().filter(|entry| entry.mark >= self.oldest);
        Ok(Some(since.map(|entry| entry.key).collect()))
    }
}

/// What was brought back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Raw events that were planned from again.
    pub events: usize,
    /// Invitations that an operator had stopped or replaced.
    pub cancelled: usize,
    /// Mails that the archive proves to have been sent.
    pub proven: usize,
}

impl Reconcile<'_> {
    /// Brings an organization up to now from the moment that its core records were restored to. Safe to repeat and to
    /// stop anywhere: only the last step lets mails go again, and only after the wait for late evidence.
    ///
    /// # Errors
    /// Faults of the store: run it again.
    pub async fn run(
        &self,
        organization: &OrganizationId,
        restored_to: Timestamp,
    ) -> Result<Reconciled, Fault> {
        let since = restored_to.checked_sub(MARGIN).unwrap_or(restored_to);
        let events = self.plan_again(organization, since).await?;
        let cancelled = self.cancel_again(organization, since).await?;
        let proven = self.replay_evidence(organization, since).await?;
        transaction!(work in self.records => self.let_go(&mut work, organization));
        Ok(Reconciled { events, cancelled, proven })
    }

    /// Every event that came since is planned from again, oldest first. What survived stays as it is; what was lost gets
    /// the ids that it had, because they follow from the event.
    async fn plan_again(&self, organization: &OrganizationId, since: Timestamp) -> Result<usize, Fault> {
        let mut recent = Recent::new(self.records, organization, Kind::RawEvent, since);
        let mut keys = Vec::new();
        while let Some(page) = recent.page().await? {
            keys.extend(page);
        }
        for key in keys.iter().rev() {
            transaction!(work in self.records => self.reopen(&mut work, key));
            self.plan.run(key).await?;
        }
        Ok(keys.len())
    }

    async fn reopen(&self, work: &mut UnitOfWork<'_>, key: &Key) -> Result<(), Fault> {
        let Some(raw) = work.get_key::<RawEvent>(key).await? else { return Ok(()) };
        work.put(&RawEvent { planned_at: None, so_far: None, ..raw })?;
        Ok(())
    }

    /// What an operator stopped since is stopped again. Of a resend, the new record is gone and its mail is out.
    async fn cancel_again(&self, organization: &OrganizationId, since: Timestamp) -> Result<usize, Fault> {
        let first = DecisionId::new(&Unique::first_at(since)).to_string();
        let decisions = partition::<Decision>(organization);
        let decisions = Range { from: Some(first), ..Range::all(decisions, PAGE) };
        let (mut pages, mut stopped) = (Pages::of(self.records, decisions), BTreeSet::new());
        while let Some(page) = pages.values::<Decision>().await? {
            for decision in page {
                let by_operator = decision.outcome == Outcome::Cancelled
                    && decision.invitation_id.as_ref().is_some_and(|id| id.as_str() == decision.event_id);
                stopped.extend(decision.invitation_id.filter(|_| by_operator));
            }
        }
        let mut cancelled = 0;
        for id in &stopped {
            cancelled +=
                usize::from(transaction!(work in self.records => self.stop(&mut work, organization, id)));
        }
        Ok(cancelled)
    }

    async fn stop(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &OrganizationId,
        id: &InvitationId,
    ) -> Result<bool, Fault> {
        let found = work.get::<Invitation>(organization, id.as_str()).await?;
        let Some(found) = found else { return Ok(false) };
        let command = Command::Cancel { reason: CancelReason::ByOperator };
        let next = step(&found.send, &command, self.clock.now(), &SendRules::default()).next;
        let Some(send) = next else { return Ok(false) };
        let stopped = Invitation { send, ..found };
        release_mute(work, &stopped).await?;
        work.put(&stopped)?;
        Ok(true)
    }

    /// What we were told since and proves that a mail was taken: it was sent. The first round is about mails; it makes
    /// their reminders, of which the second one knows more (P5).
    async fn replay_evidence(&self, organization: &OrganizationId, since: Timestamp) -> Result<usize, Fault> {
        let mut proven = 0;
        for of_reminders in [false, true] {
            let mut recent = Recent::new(self.records, organization, Kind::Evidence, since);
            while let Some(page) = recent.page().await? {
                for record in self.records.glance_each(&page).await? {
                    let evidence = stored_as::<Evidence>(record)?.value;
                    if matches!(evidence.send_id, SendId::Reminder(_)) == of_reminders {
                        let changed =
                            transaction!(work in self.records => self.believe(&mut work, &evidence));
                        proven += usize::from(changed);
                    }
                }
            }
        }
        Ok(proven)
    }

    async fn believe(&self, work: &mut UnitOfWork<'_>, evidence: &Evidence) -> Result<bool, Fault> {
        let changed = evidence.teach(work, self.clock.now()).await?;
        Ok(changed)
    }

    /// Sending resumes by itself once late evidence had its time, unless it was stopped by hand.
    async fn let_go(&self, work: &mut UnitOfWork<'_>, organization: &OrganizationId) -> Result<(), Fault> {
        let found = work.settings(organization).await?;
        let Some(mut found) = found.filter(|found| found.restore_epoch < self.restore_epoch) else {
            return Ok(());
        };
        found.restore_epoch = self.restore_epoch;
        let now = self.clock.now();
        let until = now.checked_add(SendRules::default().evidence_wait).unwrap_or(Timestamp::MAX);
        let stopped_by_hand = found.sending_paused.as_ref().is_some_and(|pause| pause.until.is_none());
        if !stopped_by_hand {
            let reason = "restored from a backup: waiting for late delivery reports".to_owned();
            found.sending_paused = Some(SendingPause { since: now, reason, until: Some(until) });
        }
        work.put(&found)?;
        Ok(())
    }
}
