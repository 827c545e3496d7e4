//! When a campaign may write to one customer: its window and the organization's quiet days, by the clock that the
//! window follows, and for a text the hours of its reader (R3.10). How an instant is moved is `schedule::Opening`'s.

use crate::account::Organization;
use crate::invitation::Asker;
use crate::name::Way;
use crate::schedule::{Opening, ZoneOf};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// Turns until a window and the hours of texts agree, or never will: each moves on to a later day.
const TURNS: usize = 100;

/// The first instant at or after `due` at which the campaign may write to a customer by this way; `time_zone` is the
/// customer's own, where it is known. Where window and hours of a text never meet, its hours win.
#[must_use]
pub fn moved_into_opening(asker: Asker<'_>, way: Way, time_zone: Option<&str>, due: Timestamp) -> Timestamp {
    if way == Way::Email {
        return in_window(asker, time_zone, due);
    }
    let (policy, zone) = (&asker.organization.contact_policy, zone_of(asker.organization, time_zone));
    let in_hours = |at: Timestamp| policy.sms.hours.next(at, &zone, &policy.quiet_days);
    let mut at = due;
    for _ in 0..TURNS {
        let next = in_hours(in_window(asker, time_zone, at));
        if next == at {
            return at;
        }
        at = next;
    }
    in_hours(due)
}

/// True when a text may ring at this instant.
pub(super) fn may_ring(organization: &Organization, time_zone: Option<&str>, at: Timestamp) -> bool {
    organization.contact_policy.sms.hours.are_open(at, &zone_of(organization, time_zone))
}

/// How long from now on a carrier may try to make a phone ring (R3.10).
#[must_use]
pub fn rings_for(organization: &Organization, time_zone: Option<&str>, now: Timestamp) -> SignedDuration {
    organization.contact_policy.sms.hours.left(now, &zone_of(organization, time_zone))
}

/// The customer's own zone where it is known, else the organization's.
fn zone_of(organization: &Organization, time_zone: Option<&str>) -> TimeZone {
    let own = time_zone.and_then(|name| TimeZone::get(name.trim()).ok());
    own.unwrap_or_else(|| organization.zone())
}

fn in_window(asker: Asker<'_>, time_zone: Option<&str>, due: Timestamp) -> Timestamp {
    let Asker { organization, campaign } = asker;
    let window = campaign.reach.window.as_ref();
    let quiet_days = &organization.contact_policy.quiet_days;
    if window.is_none() && quiet_days.is_empty() {
        return due;
    }
    let follows_customer = window.is_some_and(|window| window.zone == ZoneOf::Customer);
    let zone = zone_of(organization, time_zone.filter(|_| follows_customer));
    Opening { window, quiet_days, zone: &zone }.next(due)
}
