//! What the breaker counts, in memory: by organization and hour, as the sessions table keeps it.
//! How many are too many is the domain's affair.

use super::MemoryRecords;
use async_trait::async_trait;
use jiff::Timestamp;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::HealthCounters;
use relance_domain::invitation::{HourOfSends, MailFate};
use relance_domain::name::OrganizationId;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Hours that are looked at: a week.
const LOOKED_AT: i64 = 7 * 24;

/// Counters of all organizations.
#[derive(Debug, Default)]
pub(super) struct HealthCounts(Mutex<BTreeMap<OrganizationId, BTreeMap<i64, HourOfSends>>>);

impl MemoryRecords {
    fn hours(&self) -> MutexGuard<'_, BTreeMap<OrganizationId, BTreeMap<i64, HourOfSends>>> {
        self.health.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hour_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(3_600)
}

#[async_trait]
impl HealthCounters for MemoryRecords {
    async fn count(
        &self,
        organization: &OrganizationId,
        fate: MailFate,
        at: Timestamp,
        how_many: u32,
    ) -> Result<(), Fault> {
        let mut hours = self.hours();
        let hour = hours.entry(organization.clone()).or_default().entry(hour_of(at)).or_default();
        (0..how_many).for_each(|_| hour.count(fate));
        Ok(())
    }

    async fn recent(&self, organization: &OrganizationId, at: Timestamp) -> Result<Vec<HourOfSends>, Fault> {
        let (hours, latest) = (self.hours(), hour_of(at));
        let within = hours.get(organization).into_iter().flat_map(|hours| hours.range(..=latest).rev());
        Ok(within.take_while(|(hour, _)| latest - **hour < LOOKED_AT).map(|(_, counts)| *counts).collect())
    }

    async fn start_over(&self, organization: &OrganizationId, at: Timestamp) -> Result<(), Fault> {
        let (mut hours, start) = (self.hours(), hour_of(at));
        let counted = hours.entry(organization.clone()).or_default();
        counted.retain(|hour, _| *hour > start);
        counted.insert(start, HourOfSends::default());
        Ok(())
    }
}
