//! Alerts: who handles each one and how far they are (E10, E11, E20). None is ever deleted.
//! Raising them lives in `rule`.

use crate::call::{Failure, Page, Refusal, Reply, Wanted, found, listed, scan};
use crate::ports::chance::Clock;
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::records::{Listed, RecordListing, Records};
use crate::stored::{Entity as _, Entries, UnitOfWork, key, load};
use crate::transaction;
use relance_domain::alert::{Alert, AlertStatus, StaffMail};
use relance_domain::name::{AlertId, EmailAddress, OrganizationId};

/// Reads and handles alerts.
pub struct Alerts<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Wakes the sender of mails to assignees.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// Which alerts are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Which {
    /// Those that are so far.
    pub status: Option<AlertStatus>,
    /// Only those whose customer nobody has contacted in time.
    pub overdue: bool,
}

/// One step of handling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handling {
    /// One person takes it on; they get a mail unless they have it already.
    Assign(EmailAddress),
    /// The customer was contacted.
    Contacted,
    /// It is handled.
    Done,
}

impl Alerts<'_> {
    /// A page of alerts, newest first. Those that somebody still has to handle stand on the board, however many are done.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        which: Which,
        wanted: &Wanted,
    ) -> Result<Page<Alert>, Fault> {
        let now = self.clock.now();
        let of_status = |alert: &Alert| which.status.is_none_or(|status| status == alert.status);
        let keep = |alert: &Alert| of_status(alert) && (!which.overdue || alert.is_overdue(now));
        match which.status {
            // What is overdue waits on the board too.
            None | Some(AlertStatus::Done) if !which.overdue => {
                scan::<Alert>(self.records, organization, true, wanted, &keep).await
            }
            _ => {
                let open = RecordListing::Open(Alert::KIND);
                listed::<Alert>(self.records, organization, open, wanted, &keep).await
            }
        }
    }

    /// One alert.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<Alert> {
        let id = AlertId::parse(id).map_err(|_| Refusal::not_found("alert"))?;
        let key = key::<Alert>(organization, id.as_str());
        Ok(found(load::<Alert>(self.records, &key).await?, "alert")?.value)
    }

    /// Takes one step; repeating the last one changes nothing.
    ///
    /// # Errors
    /// Refusals: no such alert, or one that is done.
    pub async fn handle(&self, organization: &OrganizationId, id: &str, step: &Handling) -> Reply<Alert> {
        let id = AlertId::parse(id).map_err(|_| Refusal::not_found("alert"))?;
        let (alert, mail) =
            transaction!(work in self.records => self.attempt(&mut work, organization, &id, step));
        if let Some(mail) = mail {
            self.announce.announce(&[mail.announcement(0)]).await;
        }
        Ok(alert)
    }

    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &OrganizationId,
        id: &AlertId,
        step: &Handling,
    ) -> Result<(Alert, Option<StaffMail>), Failure> {
        let now = self.clock.now();
        let before = found(work.get::<Alert>(organization, id.as_str()).await?, "alert")?;
        let mut alert = before.clone();
        let done = |error: relance_domain::alert::AlertIsDone| Refusal::conflict(error.to_string());
        match step {
            Handling::Assign(to) => alert.assign(to.clone(), now).map_err(done)?,
            Handling::Contacted => alert.contacted(now).map_err(done)?,
            Handling::Done => alert.done(now),
        }
        let given = alert.assignee != before.assignee;
        let mail = given
            .then(|| StaffMail::on_assignment(id.clone(), organization.clone(), alert.assignee.clone(), now));
        if let Some(mail) = &mail {
            work.put(mail)?;
        }
        work.put(&alert)?;
        Ok((alert, mail))
    }
}

/// What stands on the board of an organization, newest first, whole: keys alone, so that counting reads no alert.
pub(crate) async fn open_alerts(
    records: &dyn Records,
    organization: &OrganizationId,
) -> Result<Vec<Listed>, Fault> {
    Entries::of(records, organization, RecordListing::Open(Alert::KIND)).rest().await
}
