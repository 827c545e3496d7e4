//! When mails of a campaign may go out to one customer: the campaign's window and the organization's quiet days, by the
//! clock that the window follows. How an instant is moved is `campaign::Opening`'s.

use crate::campaign::{Campaign, Opening, ZoneOf};
use crate::organization::Organization;
use jiff::{Timestamp, tz::TimeZone};

/// The first instant at or after `due` at which the campaign may write to a customer; `time_zone` is the customer's
/// own, where it is known.
#[must_use]
pub fn moved_into_opening(
    (organization, campaign): (&Organization, &Campaign),
    time_zone: Option<&str>,
    due: Timestamp,
) -> Timestamp {
    let window = campaign.reach.window.as_ref();
    let quiet_days = &organization.contact_policy.quiet_days;
    if window.is_none() && quiet_days.is_empty() {
        return due;
    }
    let follows_customer = window.is_some_and(|window| window.zone == ZoneOf::Customer);
    let own = time_zone.filter(|_| follows_customer).and_then(|name| TimeZone::get(name.trim()).ok());
    let zone = own.unwrap_or_else(|| organization.zone());
    Opening { window, quiet_days, zone: &zone }.next(due)
}
