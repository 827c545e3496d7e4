//! What stops all sending of an organization: the kill switch that trips itself when a transport takes nothing more
//! (R1.10) or when too many mails bounce or are called spam (R3.6). How many are too many is `SendHealth`'s.

use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::mail::HealthCounters;
use crate::ports::records::Records;
use crate::stored::{UnitOfWork, load_settings};
use crate::transaction;
use jiff::Timestamp;
use relance_domain::account::SendingPause;
use relance_domain::invitation::{MailFate, SendHealth};
use relance_domain::name::{OrganizationId, Way};

/// Counts and stops; only an operator resumes.
pub(super) struct Breaker<'a> {
    pub(super) records: &'a dyn Records,
    pub(super) health: &'a dyn HealthCounters,
    pub(super) clock: &'a dyn Clock,
}

impl Breaker<'_> {
    /// Counts one mail. What it is about is stored already, so a count that fails must not undo it.
    pub(super) async fn count(&self, organization: &OrganizationId, fate: MailFate) {
        if let Err(fault) = self.health.count(organization, fate, self.clock.now(), 1).await {
            tracing::warn!(%organization, ?fate, reason = fault.chain(), "a mail was not counted");
        }
    }

    /// Stops sending if too many of the latest mails bounced or were called spam. Then the count starts over, and
    /// again whenever a straggler comes in while sending is stopped: who resumes has seen to it, and is not stopped
    /// again by what is past.
    pub(super) async fn judge(&self, organization: &OrganizationId) -> Result<(), Fault> {
        let now = self.clock.now();
        let found = load_settings(self.records, organization).await?;
        if found.is_some_and(|found| found.value.sending_paused.is_some_and(|pause| pause.until.is_none())) {
            return self.health.start_over(organization, now).await;
        }
        let health = SendHealth::over(self.health.recent(organization, now).await?);
        let Some(verdict) = health.verdict() else { return Ok(()) };
        self.pause(organization, Way::Email, health.reason(verdict), None).await?;
        self.health.start_over(organization, now).await
    }

    /// Stops sending, unless it is stopped already for as long. What stops texts does not stop mails.
    pub(super) async fn pause(
        &self,
        organization: &OrganizationId,
        way: Way,
        reason: String,
        until: Option<Timestamp>,
    ) -> Result<(), Fault> {
        tracing::error!(%organization, ?way, reason, "sending is paused");
        let pause = SendingPause { since: self.clock.now(), reason, until };
        transaction!(work in self.records => self.keep_pause(&mut work, organization, way, &pause));
        Ok(())
    }

    async fn keep_pause(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &OrganizationId,
        way: Way,
        pause: &SendingPause,
    ) -> Result<(), Fault> {
        let found = work.settings(organization).await?;
        let Some(mut found) = found else { return Ok(()) };
        let present = match way {
            Way::Email => &mut found.sending_paused,
            Way::Sms => &mut found.contact_policy.sms.paused,
        };
        if stopped_as_long(present.as_ref(), pause) {
            return Ok(());
        }
        *present = Some(pause.clone());
        work.put(&found)?;
        Ok(())
    }
}

/// A stop that ends by itself gives way to one that does not.
fn stopped_as_long(present: Option<&SendingPause>, pause: &SendingPause) -> bool {
    present.is_some_and(|present| match present.until {
        None => true,
        Some(until) => pause.since < until && pause.until.is_some(),
    })
}
