//! Alerts: who handles each one and how far they are (E10, E11, E20). None is ever deleted.
//! Raising them lives in `follow_up`.

use crate::call::{Failure, Page, Refusal, Reply, Wanted, found};
use crate::ports::chance::Clock;
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::{Entity as _, UnitOfWork, key, load, partition, read_whole};
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
    /// A page of alerts, newest first. Their ids do not sort by time, so all of them are looked through.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        status: Option<AlertStatus>,
        wanted: &Wanted,
    ) -> Result<Page<Alert>, Fault> {
        let mut alerts = all_alerts(self.records, organization).await?;
        let after = wanted.after.as_deref();
        alerts.retain(|alert| status.is_none_or(|status| status == alert.status));
        alerts.sort_by_key(|alert| std::cmp::Reverse(mark(alert)));
        alerts.retain(|alert| after.is_none_or(|after| mark(alert).as_str() < after));
        let more = alerts.len() > wanted.limit;
        alerts.truncate(wanted.limit);
        let next = alerts.last().filter(|_| more).map(mark);
        Ok(Page { items: alerts, next })
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

/// Every alert of an organization, in no order that means anything.
pub(crate) async fn all_alerts(
    records: &dyn Records,
    organization: &OrganizationId,
) -> Result<Vec<Alert>, Fault> {
    let alerts = read_whole::<Alert>(records, partition::<Alert>(organization)).await?;
    Ok(alerts.into_iter().map(|stored| stored.value).collect())
}

/// Sorts by time, then by id.
fn mark(alert: &Alert) -> String {
    format!("{:015}.{}", alert.created_at.as_millisecond(), alert.id)
}
