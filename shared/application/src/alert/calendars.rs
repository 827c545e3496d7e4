//! Calendars: when the teams of an organization work. Counting in them is the domain's; which alerts count in which one is
//! said in `routing`.

use crate::call::{BadField, Edit, Page, Refusal, Reply, Wanted, created, edited, found, removed, scan};
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::{Key, Records, Version};
use crate::stored::{Stored, UnitOfWork, key, load};
use crate::transaction;
use jiff::Timestamp;
use relance_domain::alert::{AlertRouting, Calendar};
use relance_domain::name::{CalendarId, OrganizationId};
use relance_domain::schedule::OpenHours;

/// Reads and changes calendars.
pub struct Calendars<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names new ones.
    pub mint: &'a dyn Mint,
}

/// What people say of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDraft {
    /// What they call it.
    pub name: String,
    /// When the team works.
    pub hours: OpenHours,
}

impl CalendarDraft {
    fn calendar(self, id: CalendarId, organization: OrganizationId, now: Timestamp) -> Calendar {
        let Self { name, hours } = self;
        Calendar { id, organization, name, hours, created_at: now, updated_at: now }
    }
}

impl Calendars<'_> {
    /// A page of calendars, oldest first.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        wanted: &Wanted,
    ) -> Result<Page<Calendar>, Fault> {
        scan::<Calendar>(self.records, organization, false, wanted, &|_| true).await
    }

    /// One calendar with its version.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<Stored<Calendar>> {
        let key = calendar_key(organization, id)?;
        Ok(found(load::<Calendar>(self.records, &key).await?, "calendar")?)
    }

    /// A new calendar under a name of ours.
    ///
    /// # Errors
    /// Refusals: fields to mend.
    pub async fn create(
        &self,
        organization: &OrganizationId,
        draft: CalendarDraft,
    ) -> Reply<Stored<Calendar>> {
        let now = self.clock.now();
        let id = CalendarId::new(&self.mint.unique(now));
        let value = draft.calendar(id, organization.clone(), now);
        Refusal::unless_fit(unusable(&value))?;
        created(self.records, value, "calendar").await
    }

    /// The calendar of this id as it is said, whether there was one or not; alerts that were raised keep their deadlines.
    ///
    /// # Errors
    /// Refusals: an older version than the present one, fields to mend.
    pub async fn put(
        &self,
        organization: &OrganizationId,
        id: &str,
        expected: Option<Version>,
        draft: CalendarDraft,
    ) -> Reply<Stored<Calendar>> {
        let id = CalendarId::parse(id).map_err(|error| Refusal::bad_field("id", error.to_string()))?;
        let value = draft.calendar(id, organization.clone(), self.clock.now());
        Refusal::unless_fit(unusable(&value))?;
        Ok(transaction!(work in self.records => replaced(&mut work, expected, &value)))
    }

    /// An edited calendar; alerts that were raised keep their deadlines.
    ///
    /// # Errors
    /// Refusals: no such calendar, an older version than the present one, fields to mend.
    pub async fn change(
        &self,
        organization: &OrganizationId,
        id: &str,
        expected: Option<Version>,
        edit: Edit<'_, Calendar>,
    ) -> Reply<Stored<Calendar>> {
        let now = self.clock.now();
        let edit = |present: &Calendar| {
            let next = Calendar { updated_at: now, ..edit(present)? };
            Refusal::unless_fit(unusable(&next))?;
            Ok(next)
        };
        let key = calendar_key(organization, id)?;
        edited(self.records, &key, "calendar", expected, &edit).await
    }

    /// Removes a calendar in which no deadline is counted.
    ///
    /// # Errors
    /// Refusals: no such calendar, or the routing table counts in it.
    pub async fn remove(&self, organization: &OrganizationId, id: &str) -> Reply<()> {
        let calendar = calendar_key(organization, id)?;
        let table = key::<AlertRouting>(organization, AlertRouting::ID);
        let table = load::<AlertRouting>(self.records, &table).await?.map(|stored| stored.value);
        let deadlines =
            table.iter().flat_map(AlertRouting::rows).filter_map(|row| row.first_contact.as_ref());
        if deadlines.into_iter().any(|first| first.calendar_id.as_str() == id) {
            return Err(Refusal::conflict("the routing table of alerts counts deadlines in it").into());
        }
        removed::<Calendar>(self.records, &calendar, "calendar").await
    }
}

async fn replaced(
    work: &mut UnitOfWork<'_>,
    expected: Option<Version>,
    value: &Calendar,
) -> Reply<Stored<Calendar>> {
    let key = key::<Calendar>(&value.organization, value.id.as_str());
    let present = work.stored::<Calendar>(&key).await?;
    if expected.is_some() && expected != present.as_ref().map(|present| present.version) {
        return Err(Refusal::stale().into());
    }
    let created_at = present.map_or(value.created_at, |present| present.value.created_at);
    let value = Calendar { created_at, ..value.clone() };
    work.put(&value)?;
    Ok(Stored { value, version: work.version_after(&key) })
}

fn unusable(calendar: &Calendar) -> Vec<BadField> {
    let fit = (1..=120).contains(&calendar.name.trim().chars().count());
    if fit { Vec::new() } else { vec![BadField::new("name", "give it 1 to 120 characters")] }
}

fn calendar_key(organization: &OrganizationId, id: &str) -> Result<Key, Refusal> {
    let id = CalendarId::parse(id).map_err(|_| Refusal::not_found("calendar"))?;
    Ok(key::<Calendar>(organization, id.as_str()))
}
