//! What transports tell us about mails, kept for as long as a dispute may last, in a table that is never restored.
//! Learning from a report as it comes is in `record_delivery`; from the archive after a restore in `reconcile`.

use crate::invitation::{DeliveryReport, ReportKind, Sendable, plan_reminders, release_mute};
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::{UnitOfWork, entity, key, load};
use jiff::{SignedDuration, Timestamp};
use relance_domain::alert::StaffMail;
use relance_domain::invitation::{
    Command, DecidedAbout, Decision, Invitation, Reminder, SendRules, SendState, step,
};
use relance_domain::name::{Address, DecisionId, OrganizationId, SendId, Unique};
use serde::{Deserialize, Serialize};

/// Delivery evidence explains what became of a mail; kept as long as a dispute may last (R2.7).
const EVIDENCE_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The stored trace of one report; keeps the digest of the recipient, never the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Evidence {
    pub(super) organization: OrganizationId,
    pub(super) id: String,
    pub(super) send_id: SendId,
    pub(super) attempt: u32,
    pub(super) message_id: String,
    pub(super) kind: ReportKind,
    #[serde(default)]
    pub(super) said: Option<String>,
    pub(super) at: Timestamp,
    /// When we were told, by our own clock: what a restore has to look at again (R2.7).
    pub(super) told_at: Timestamp,
}

/// What a transport said became of the mail of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub kind: ReportKind,
    /// Of which attempt.
    pub attempt: u32,
    /// In the provider's own codes.
    pub said: Option<String>,
    /// When, by the transport's clock.
    pub at: Timestamp,
}

/// What transports said of the mail that went out for an invitation, in order of time. Each report has its own name, which
/// follows from the mail, so nothing is searched.
pub(crate) async fn told_of(records: &dyn Records, invitation: &Invitation) -> Result<Vec<Told>, Fault> {
    let SendState::Sent { message_id: Some(message_id), .. } = &invitation.send.state else {
        return Ok(Vec::new());
    };
    let mut told = Vec::new();
    for kind in ReportKind::ALL {
        let id = Evidence::name(message_id, kind, &invitation.address);
        let found = load::<Evidence>(records, &key::<Evidence>(&invitation.organization, &id)).await?;
        told.extend(found.map(|stored| stored.value).map(|Evidence { kind, attempt, said, at, .. }| Told {
            kind,
            attempt,
            said,
            at,
        }));
    }
    told.sort_by_key(|told| told.at);
    Ok(told)
}

/// A mail as some evidence leaves it.
struct Proven<T> {
    mail: T,
    changed: bool,
}

entity!(Evidence, Evidence, |e| id: e.id, listed: e.told_at, expires: e.at.checked_add(EVIDENCE_KEPT).ok());

impl Evidence {
    pub(super) fn of(report: &DeliveryReport, told_at: Timestamp) -> Self {
        Self {
            organization: report.tag.organization.clone(),
            id: Self::name(&report.message_id, report.kind, &report.recipient),
            said: report.said.clone(),
            send_id: report.tag.send_id.clone(),
            attempt: report.tag.attempt,
            message_id: report.message_id.clone(),
            kind: report.kind,
            at: report.at,
            told_at,
        }
    }

    fn name(message_id: &str, kind: ReportKind, recipient: &Address) -> String {
        Unique::derived(&["evidence", message_id, kind.as_str(), &recipient.digest().to_hex()])
            .as_str()
            .to_owned()
    }

    /// The end of an invitation's story, for the decision log. Its name follows from the report: told again, it is the same.
    fn decision(&self, invitation: &Invitation, now: Timestamp) -> Option<Decision> {
        let mut conclusion = self.kind.ending().filter(|_| !invitation.origin.test)?;
        conclusion.reason.extend(self.said.as_deref().map(|said| format!(" (`{said}`)")));
        let id = DecisionId::new(&Unique::derived_at(self.told_at, &["evidence", &self.id]));
        Some(Decision::of(id, DecidedAbout::after_planning(invitation), conclusion, now))
    }

    /// What it says about its mail; tells whether that mail now counts as sent and did not before.
    pub(super) async fn teach(&self, work: &mut UnitOfWork<'_>, now: Timestamp) -> Result<bool, Fault> {
        match &self.send_id {
            SendId::Invitation(_) => self.teach_invitation(work, now).await,
            SendId::Reminder(_) => {
                let found = self.prove::<Reminder>(work, now).await?;
                Ok(found.is_some_and(|mail| mail.changed))
            }
            SendId::StaffMail(_) => {
                let found = self.prove::<StaffMail>(work, now).await?;
                Ok(found.is_some_and(|mail| mail.changed))
            }
            SendId::SignIn => Ok(false),
        }
    }

    async fn teach_invitation(&self, work: &mut UnitOfWork<'_>, now: Timestamp) -> Result<bool, Fault> {
        let proven = self.prove::<Invitation>(work, now).await?;
        let Some(Proven { mail: invitation, changed }) = proven else { return Ok(false) };
        if let Some(decision) = self.decision(&invitation, now) {
            work.put_once(&decision).await?;
        }
        if matches!(self.kind, ReportKind::HardBounce | ReportKind::Rejected) {
            release_mute(work, &invitation).await?;
        } else if changed {
            plan_reminders(work, &invitation, now).await?;
        }
        Ok(changed)
    }

    async fn prove<T: Sendable>(
        &self,
        work: &mut UnitOfWork<'_>,
        now: Timestamp,
    ) -> Result<Option<Proven<T>>, Fault> {
        let Some(found) = work.get::<T>(&self.organization, self.send_id.as_str()).await? else {
            return Ok(None);
        };
        let command =
            Command::Accepted { attempt: Some(self.attempt), message_id: Some(self.message_id.clone()) };
        let next = step(found.progress(), &command, now, &SendRules::default()).next;
        let Some(next) = next else { return Ok(Some(Proven { mail: found, changed: false })) };
        let mail = found.with_progress(next);
        work.put(&mail)?;
        Ok(Some(Proven { mail, changed: true }))
    }
}
