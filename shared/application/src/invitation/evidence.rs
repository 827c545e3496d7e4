//! What transports tell us about mails, kept for as long as a dispute may last, in a table that is never restored.
//! Learning from a report as it comes is in `record_delivery`; from the archive after a restore in `reconcile`.

use crate::invitation::DeliveryReport;
use crate::invitation::ReportKind;
use crate::invitation::plan_reminders;
use crate::invitation::{Sendable, release_mute};
use crate::kind::Kind;
use crate::ports::fault::Fault;
use crate::stored::{Entity, UnitOfWork};
use jiff::{SignedDuration, Timestamp};
use relance_domain::alert::StaffMail;
use relance_domain::invitation::{Command, Invitation, Reminder, SendRules, step};
use relance_domain::name::{InvitationId, OrganizationId, ReminderId, StaffMailId, Unique};
use serde::{Deserialize, Serialize};

/// Delivery evidence explains what became of a mail; kept as long as a dispute may last (R2.7).
const EVIDENCE_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The stored trace of one report; keeps the digest of the recipient, never the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Evidence {
    pub(super) organization: OrganizationId,
    pub(super) id: String,
    pub(super) send_id: String,
    pub(super) attempt: u32,
    pub(super) message_id: String,
    pub(super) kind: ReportKind,
    pub(super) at: Timestamp,
}

impl Entity for Evidence {
    const KIND: Kind = Kind::Evidence;
    fn organization(&self) -> &OrganizationId {
        &self.organization
    }
    fn id(&self) -> String {
        self.id.clone()
    }
    fn expires_at(&self) -> Option<Timestamp> {
        self.at.checked_add(EVIDENCE_KEPT).ok()
    }
}

impl Evidence {
    pub(super) fn of(report: &DeliveryReport) -> Self {
        let kind = format!("{:?}", report.kind);
        let recipient = report.recipient.digest().to_hex();
        Self {
            organization: report.tag.organization.clone(),
            id: Unique::derived(&["evidence", &report.message_id, &kind, &recipient]).as_str().to_owned(),
            send_id: report.tag.send_id.clone(),
            attempt: report.tag.attempt,
            message_id: report.message_id.clone(),
            kind: report.kind,
            at: report.at,
        }
    }

    /// What it says about its mail; tells whether that mail now counts as sent and did not before.
    pub(super) async fn teach(&self, work: &mut UnitOfWork<'_>, now: Timestamp) -> Result<bool, Fault> {
        if InvitationId::parse(&self.send_id).is_ok() {
            let Some((invitation, changed)) = self.prove::<Invitation>(work, now).await? else {
                return Ok(false);
            };
            if matches!(self.kind, ReportKind::HardBounce | ReportKind::Rejected) {
                release_mute(work, &invitation).await?;
            } else if changed {
                plan_reminders(work, &invitation, now).await?;
            }
            return Ok(changed);
        }
        if ReminderId::parse(&self.send_id).is_ok() {
            let found = self.prove::<Reminder>(work, now).await?;
            return Ok(found.is_some_and(|(_, changed)| changed));
        }
        if StaffMailId::parse(&self.send_id).is_ok() {
            let found = self.prove::<StaffMail>(work, now).await?;
            return Ok(found.is_some_and(|(_, changed)| changed));
        }
        Ok(false)
    }

    /// The mail as this evidence leaves it, and whether it changed.
    pub(super) async fn prove<T: Sendable>(
        &self,
        work: &mut UnitOfWork<'_>,
        now: Timestamp,
    ) -> Result<Option<(T, bool)>, Fault> {
        let Some(found) = work.get::<T>(&self.organization, &self.send_id).await? else {
            return Ok(None);
        };
        let command =
            Command::Accepted { attempt: Some(self.attempt), message_id: Some(self.message_id.clone()) };
        let (next, _) = step(found.progress(), &command, now, &SendRules::default());
        let Some(next) = next else { return Ok(Some((found, false))) };
        let changed = found.with_progress(next);
        work.put(&changed)?;
        Ok(Some((changed, true)))
    }
}
