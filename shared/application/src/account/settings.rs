//! The organization's own settings, with the kill switch that stops all sending (R1.10).
//! Per-campaign settings live in `campaigns`.

use crate::call::{BadField, Edit, Refusal, Reply, edited, found};
use crate::ports::fault::Fault;
use crate::ports::records::{Records, Version};
use crate::stored::{Stored, key, load, load_settings, settings_key};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use relance_domain::account::{Organization, SmsMonth};
use relance_domain::name::OrganizationId;
use relance_domain::schedule::FrequencyRule;
use std::collections::BTreeSet;

/// A few years of holidays.
const MOST_QUIET_DAYS: usize = 200;
/// Beyond this a slip of the finger is likelier than a plan.
const MOST_SMS: u32 = 1_000_000;

/// Queues and retries of other tools take minutes.
const LEAST_AGE: SignedDuration = SignedDuration::from_hours(1);

/// Reads and changes settings.
pub struct Settings<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
}

impl Settings<'_> {
    /// The settings with their version.
    pub async fn get(&self, organization: &OrganizationId) -> Reply<Stored<Organization>> {
        Ok(found(load_settings(self.records, organization).await?, "organization")?)
    }

    /// What was texted in the month that holds an instant, by the organization's own clock (E20).
    pub async fn sms_month(&self, settings: &Organization, at: Timestamp) -> Result<SmsMonth, Fault> {
        let month = SmsMonth::name(at, settings.zone());
        let key = key::<SmsMonth>(&settings.id, &month);
        let found = load::<SmsMonth>(self.records, &key).await?.map(|stored| stored.value);
        Ok(found.unwrap_or_else(|| SmsMonth::empty(&settings.id, month, at)))
    }

    /// Edited settings.
    ///
    /// # Errors
    /// Refusals: an older version than the present one, fields to mend.
    pub async fn change(
        &self,
        organization: &OrganizationId,
        expected: Option<Version>,
        edit: Edit<'_, Organization>,
    ) -> Reply<Stored<Organization>> {
        let edit = |present: &Organization| {
            let next = edit(present)?;
            Refusal::unless_fit(unusable(&next))?;
            Ok(next)
        };
        let key = settings_key(organization);
        edited(self.records, &key, "organization", expected, &edit).await
    }
}

/// What is wrong with settings, field by field.
pub(crate) fn unusable(settings: &Organization) -> Vec<BadField> {
    let mut bad = Vec::new();
    let name = settings.name.trim().chars().count();
    if name == 0 || name > 120 || settings.name.chars().any(char::is_control) {
        bad.push(BadField::new("name", "give it 1 to 120 characters on one line"));
    }
    if TimeZone::get(&settings.time_zone).is_err() {
        let given: String = settings.time_zone.chars().take(60).collect();
        bad.push(BadField::new(
            "time_zone",
            format!("`{given}` is not a time zone such as `America/Toronto`"),
        ));
    }
    if settings.contact_policy.sms.monthly_cap > MOST_SMS {
        bad.push(BadField::new("sms_monthly_cap", format!("allow at most {MOST_SMS} parts a month")));
    }
    if settings.sending_paused.as_ref().is_some_and(|pause| pause.reason.trim().is_empty()) {
        bad.push(BadField::new("sending_paused.reason", "say why, for whoever finds sending stopped"));
    }
    let policy = &settings.contact_policy;
    if policy.too_old_after.duration() < LEAST_AGE {
        bad.push(BadField::new("too_old_after", "allow at least an hour: tools tell of events late"));
    }
    if policy.quiet_days.len() > MOST_QUIET_DAYS {
        bad.push(BadField::new("quiet_days", format!("name at most {MOST_QUIET_DAYS} days")));
    }
    if policy.frequency.len() > FrequencyRule::MOST {
        bad.push(BadField::new("frequency_rules", format!("use at most {} rules", FrequencyRule::MOST)));
    }
    let mut names = BTreeSet::new();
    for (index, rule) in policy.frequency.iter().enumerate() {
        if !names.insert(rule.name.to_lowercase()) {
            let reason = format!("`{}` is taken: decisions name the rule", rule.name);
            bad.push(BadField::new(format!("frequency_rules.{index}.name"), reason));
        }
    }
    bad
}
