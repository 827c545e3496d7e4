//! Learns from a transport's events: evidence that a mail was taken, bounces, complaints (R3.6). Idempotent and
//! free of order: every permutation and repetition of the same reports ends in the same state.

use crate::invitation::breaker::Breaker;
use crate::invitation::evidence::Evidence;
use crate::kind::Kind;
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::mail::{HealthCounters, SendTag};
use crate::ports::records::Records;
use crate::ports::trail;
use crate::stored::UnitOfWork;
use crate::transaction;
use jiff::Timestamp;
use relance_domain::contact::{OptOut, OptOutOrigin, Scope, Standing, Suppression};
use relance_domain::invitation::{Conclusion, MailFate, Outcome};
use relance_domain::name::{Address, SendId, Way};
use serde::{Deserialize, Serialize};

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
    /// In the provider's own codes, such as `General 5.1.1`; nothing personal.
    pub said: Option<String>,
    /// To whom.
    pub recipient: Address,
    /// When, by the transport's clock.
    pub at: Timestamp,
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

impl ReportKind {
    /// Every kind, in the order in which a mail may meet them.
    pub const ALL: [Self; 6] = [
        Self::Accepted,
        Self::Delivered,
        Self::SoftBounce,
        Self::HardBounce,
        Self::Rejected,
        Self::Complaint,
    ];

    /// How it ends an invitation, for the decision log; nothing where the mail simply arrived.
    pub(super) fn ending(self) -> Option<Conclusion> {
        let (outcome, reason) = match self {
            Self::HardBounce => (Outcome::Bounced, "its mail came back: nobody is reached there"),
            Self::Rejected => (Outcome::Bounced, "the transport took its mail and did not send it"),
            Self::Complaint => (Outcome::Complained, "its recipient called it spam"),
            Self::Accepted | Self::Delivered | Self::SoftBounce => return None,
        };
        Some(Conclusion::because(outcome, reason))
    }
}

impl DeliveryReport {
    /// Logs a report: delivered mails are the rule and only a detail, everything else is worth a line.
    fn tell(&self) {
        let kind = self.kind;
        if matches!(kind, ReportKind::Accepted | ReportKind::Delivered) {
            tracing::debug!(?kind, "a mail fared");
        } else {
            tracing::info!(?kind, "a mail fared");
        }
    }
}

impl RecordDelivery<'_> {
    /// Takes one report into account, once.
    ///
    /// # Errors
    /// Faults of the store; the queue brings the report back.
    pub async fn run(&self, report: &DeliveryReport) -> Result<(), Fault> {
        trail::of(&report.tag.organization);
        trail::about(told_of(&report.tag.send_id), report.tag.send_id.as_str());
        // Most reports are news: whether this one is known is asked only where it cannot be stored.
        let mut perhaps_known = false;
        let fates = transaction!(work in self.records => {
            let again = std::mem::replace(&mut perhaps_known, true);
            self.attempt(&mut work, report, again)
        });
        report.tell();
        let breaker = Breaker { records: self.records, health: self.health, clock: self.clock };
        for fate in fates {
            breaker.count(&report.tag.organization, fate).await;
        }
        if fate_of(report).is_some() {
            // Also for a report that was counted before: its worker may have died before it asked.
            breaker.judge(&report.tag.organization).await?;
        }
        Ok(())
    }

    /// One try; what it has to count, which is nothing when the report was known.
    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        report: &DeliveryReport,
        perhaps_known: bool,
    ) -> Result<Vec<MailFate>, Fault> {
        let evidence = Evidence::of(report, self.clock.now());
        let id = evidence.id.as_str();
        if perhaps_known && work.get::<Evidence>(&report.tag.organization, id).await?.is_some() {
            return Ok(Vec::new());
        }
        work.put(&evidence)?;
        let sent = evidence.teach(work, self.clock.now()).await?.then_some(MailFate::Sent);
        let sent = sent.filter(|_| report.recipient.way() == Way::Email);
        self.judge_address(work, report).await?;
        Ok(sent.into_iter().chain(fate_of(report)).collect())
    }

    /// Permanent bounces and complaints suppress at once, the third soft bounce in a row does (R3.6, P8).
    async fn judge_address(&self, work: &mut UnitOfWork<'_>, report: &DeliveryReport) -> Result<(), Fault> {
        let now = self.clock.now();
        let (organization, digest) = (&report.tag.organization, report.recipient.digest().to_hex());
        let known = work.get::<Standing>(organization, &digest).await?;
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

/// The kind of record that a report is about; behind a sign-in link there is none but the report itself.
fn told_of(send_id: &SendId) -> Kind {
    match send_id {
        SendId::Invitation(_) => Kind::Invitation,
        SendId::Reminder(_) => Kind::Reminder,
        SendId::StaffMail(_) => Kind::StaffMail,
        SendId::SignIn => Kind::Evidence,
    }
}

/// What the breaker counts besides sends. A rejected mail never reached a provider; a text says nothing about mails.
fn fate_of(report: &DeliveryReport) -> Option<MailFate> {
    match report.kind {
        _ if report.recipient.way() == Way::Sms => None,
        ReportKind::HardBounce => Some(MailFate::Bounced),
        ReportKind::Complaint => Some(MailFate::Complained),
        ReportKind::Accepted | ReportKind::Delivered | ReportKind::SoftBounce | ReportKind::Rejected => None,
    }
}
