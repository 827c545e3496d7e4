//! The routing table as managers write it down: checked whole when it is saved, so that no alert goes to nobody and every
//! deadline can be counted (E10). Asking it of one answer is `rule`'s.

use crate::call::{BadField, Refusal, Reply};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::{Records, Version};
use crate::stored::{Stored, UnitOfWork, key, load};
use crate::transaction;
use jiff::Timestamp;
use relance_domain::alert::{AlertRouting, Calendar, RoutingRow};
use relance_domain::name::OrganizationId;
use relance_domain::rule::RuleFields;

/// Reads and changes the routing table.
pub struct Routing<'a> {
    /// Where it is.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

impl Routing<'_> {
    /// The table with its version; nothing while the organization has none.
    pub async fn get(&self, organization: &OrganizationId) -> Result<Option<Stored<AlertRouting>>, Fault> {
        load::<AlertRouting>(self.records, &key::<AlertRouting>(organization, AlertRouting::ID)).await
    }

    /// Puts these rows in the place of those before, for alerts that are raised from now on.
    ///
    /// # Errors
    /// Refusals: an older version than the present one, rows to mend.
    pub async fn put(
        &self,
        organization: &OrganizationId,
        expected: Option<Version>,
        rows: Vec<RoutingRow>,
    ) -> Reply<Stored<AlertRouting>> {
        let table = AlertRouting::new(organization.clone(), rows)
            .map_err(|error| Refusal::bad_field("rows", error.to_string()))?;
        let now = self.clock.now();
        Ok(transaction!(work in self.records => replaced(&mut work, expected, &table, now)))
    }
}

async fn replaced(
    work: &mut UnitOfWork<'_>,
    expected: Option<Version>,
    table: &AlertRouting,
    now: Timestamp,
) -> Reply<Stored<AlertRouting>> {
    let key = key::<AlertRouting>(&table.organization, AlertRouting::ID);
    let present = work.stored::<AlertRouting>(&key).await?;
    if expected.is_some() && expected != present.map(|present| present.version) {
        return Err(Refusal::stale().into());
    }
    let mut bad = Vec::new();
    for (number, row) in table.rows().iter().enumerate() {
        bad.extend(unusable(work, table, number, row, now).await?);
    }
    Refusal::unless_fit(bad)?;
    work.put(table)?;
    Ok(Stored { value: table.clone(), version: work.version_after(&key) })
}

async fn unusable(
    work: &mut UnitOfWork<'_>,
    table: &AlertRouting,
    number: usize,
    row: &RoutingRow,
    now: Timestamp,
) -> Result<Vec<BadField>, Fault> {
    // Answers to questions are a rule's to look at: the table is of all campaigns.
    let fields = RuleFields { questions: Vec::new() };
    let wrong = row.when.clone().and_then(|when| when.check(&fields).err()).unwrap_or_default();
    let mut bad = BadField::in_condition(&format!("rows.{number}.when"), &wrong);
    let Some(first) = &row.first_contact else { return Ok(bad) };
    let field = |name: &str| format!("rows.{number}.{name}");
    match work.get::<Calendar>(&table.organization, first.calendar_id.as_str()).await? {
        None => bad.push(BadField::new(field("calendar_id"), "there is no such calendar")),
        Some(calendar) if calendar.hours.deadline(now, first.within).is_none() => {
            let reason = "so much open time takes this calendar more than ten years";
            bad.push(BadField::new(field("first_contact_within"), reason));
        }
        Some(_) => {}
    }
    Ok(bad)
}
