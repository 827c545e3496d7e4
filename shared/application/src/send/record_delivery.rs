//! Learns from a transport's events: evidence that a mail was taken, bounces, complaints (R3.6). Idempotent and
//! free of order: every permutation and repetition of the same reports ends in the same state.

use super::breaker::Breaker;
use super::sendable::{Sendable, release_mute};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::mail::{HealthCounters, SendTag};
use crate::ports::records::{Committed, Kind, Records};
use crate::stored::{Entity, UnitOfWork, retry_on_conflict};
use jiff::{SignedDuration, Timestamp};
use relance_domain::name::{EmailAddress, InvitationId, OrganizationId, StaffMailId, Unique};
use relance_domain::organization::{OptOut, OptOutOrigin, Scope, Standing, Suppression};
use relance_domain::send::{Command, Invitation, MailFate, SendRules, StaffMail, step};
use serde::{Deserialize, Serialize};

/// Delivery evidence explains what became of a mail; kept as long as a dispute may last.
const EVIDENCE_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What a transport says happened to a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// The transport took it.
    Accepted,
    /// The recipient's server took it.
    Delivered,
    /// It will never be delivered there.
    HardBounce,
    /// It was not delivered this time.
    SoftBounce,
    /// The recipient called it spam.
    Complaint,
    /// The transport took it and then refused to send it.
    Rejected,
}

/// One event of a transport about one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryReport {
    /// Which attempt of which mail.
    pub tag: SendTag,
    /// The transport's name for the mail.
    pub message_id: String,
    /// What happened.
    pub kind: ReportKind,
    /// To whom.
    pub recipient: EmailAddress,
    /// When, by the transport's clock.
    pub at: Timestamp,
}

/// The stored trace of one report; keeps the digest of the recipient, never the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Evidence {
    organization: OrganizationId,
    id: String,
    send_id: String,
    attempt: u32,
    message_id: String,
    kind: ReportKind,
    at: Timestamp,
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

/// Learns from delivery reports.
pub struct RecordDelivery<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// What the breaker counts.
    pub health: &'a dyn HealthCounters,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

impl RecordDelivery<'_> {
    /// Takes one report into account, once.
    ///
    /// # Errors
    /// Faults of the store; the queue brings the report back.
    pub async fn run(&self, report: &DeliveryReport) -> Result<(), Fault> {
        let fates = retry_on_conflict(|| Box::pin(self.attempt(report))).await?;
        let breaker = Breaker { records: self.records, health: self.health, clock: self.clock };
        for fate in fates {
            breaker.count(&report.tag.organization, fate).await;
        }
        if fate_of(report.kind).is_some() {
            // Also for a report that was counted before: its worker may have died before it asked.
            breaker.judge(&report.tag.organization).await?;
        }
        Ok(())
    }

    /// One try; what it has to count, which is nothing when the report was known.
    async fn attempt(&self, report: &DeliveryReport) -> Result<Option<Vec<MailFate>>, Fault> {
        let mut work = UnitOfWork::new(self.records);
        let evidence = evidence(report);
        if work.get::<Evidence>(&report.tag.organization, "", &evidence.id).await?.is_some() {
            return Ok(Some(Vec::new()));
        }
        work.put(&evidence)?;
        let sent = self.learn(&mut work, report).await?.then_some(MailFate::Sent);
        self.judge_address(&mut work, report).await?;
        let fates = || sent.into_iter().chain(fate_of(report.kind)).collect();
        Ok((work.commit().await? == Committed::Done).then(fates))
    }

    /// What the report says about its mail; tells whether that mail now counts as sent and did not before.
    async fn learn(&self, work: &mut UnitOfWork<'_>, report: &DeliveryReport) -> Result<bool, Fault> {
        if InvitationId::parse(&report.tag.send_id).is_ok() {
            let Some((invitation, changed)) = self.take_as_evidence::<Invitation>(work, report).await? else {
                return Ok(false);
            };
            if matches!(report.kind, ReportKind::HardBounce | ReportKind::Rejected) {
                release_mute(work, &invitation).await?;
            }
            return Ok(changed);
        }
        if StaffMailId::parse(&report.tag.send_id).is_ok() {
            let found = self.take_as_evidence::<StaffMail>(work, report).await?;
            return Ok(found.is_some_and(|(_, changed)| changed));
        }
        Ok(false)
    }

    async fn take_as_evidence<T: Sendable>(
        &self,
        work: &mut UnitOfWork<'_>,
        report: &DeliveryReport,
    ) -> Result<Option<(T, bool)>, Fault> {
        let Some(found) = work.get::<T>(&report.tag.organization, "", &report.tag.send_id).await? else {
            return Ok(None);
        };
        let command = Command::Accepted {
            attempt: Some(report.tag.attempt),
            message_id: Some(report.message_id.clone()),
        };
        let (next, _) = step(found.progress(), &command, self.clock.now(), &SendRules::default());
        let Some(next) = next else { return Ok(Some((found, false))) };
        let changed = found.with_progress(next);
        work.put(&changed)?;
        Ok(Some((changed, true)))
    }

    /// Permanent bounces and complaints suppress at once, the third soft bounce in a row does (R3.6, P8).
    async fn judge_address(&self, work: &mut UnitOfWork<'_>, report: &DeliveryReport) -> Result<(), Fault> {
        let now = self.clock.now();
        let (organization, digest) = (&report.tag.organization, report.recipient.digest().to_hex());
        let known = work.get::<Standing>(organization, "", &digest).await?;
        if known.is_none()
            && matches!(report.kind, ReportKind::Accepted | ReportKind::Delivered | ReportKind::Rejected)
        {
            return Ok(());
        }
        let mut standing = known.unwrap_or_else(|| Standing::unknown(organization, digest, now));
        standing.address.get_or_insert_with(|| report.recipient.clone());
        let suppress = |reason: &str| Suppression { since: now, reason: reason.to_owned() };
        match report.kind {
            ReportKind::Accepted | ReportKind::Rejected => return Ok(()),
            ReportKind::Delivered => standing.soft_bounces = 0,
            ReportKind::SoftBounce => {
                standing.soft_bounces = standing.soft_bounces.saturating_add(1);
                if standing.soft_bounces >= Standing::MAX_SOFT_BOUNCES {
                    standing.suppressed.get_or_insert(suppress("soft_bounces"));
                }
            }
            ReportKind::HardBounce => {
                standing.suppressed.get_or_insert(suppress("bounce"));
            }
            ReportKind::Complaint => {
                standing.suppressed = Some(suppress("complaint"));
                standing.opt_out(&Scope::All, OptOut { since: now, origin: OptOutOrigin::Complaint });
            }
        }
        standing.updated_at = now;
        work.put(&standing)
    }
}

/// What the breaker counts besides sends. A rejected mail never reached a provider.
fn fate_of(kind: ReportKind) -> Option<MailFate> {
    match kind {
        ReportKind::HardBounce => Some(MailFate::Bounced),
        ReportKind::Complaint => Some(MailFate::Complained),
        ReportKind::Accepted | ReportKind::Delivered | ReportKind::SoftBounce | ReportKind::Rejected => None,
    }
}

fn evidence(report: &DeliveryReport) -> Evidence {
    let kind = format!("{:?}", report.kind);
    let recipient = report.recipient.digest().to_hex();
    Evidence {
        organization: report.tag.organization.clone(),
        id: Unique::derived(&["evidence", &report.message_id, &kind, &recipient]).as_str().to_owned(),
        send_id: report.tag.send_id.clone(),
        attempt: report.tag.attempt,
        message_id: report.message_id.clone(),
        kind: report.kind,
        at: report.at,
    }
}
