//! What an organization allows of text messages: hours, and how many parts a month (R3.10, E20). Counted where they are
//! handed over, so that whatever is planned, the cap is never passed.

use crate::account::SendingPause;
use crate::name::{CallingCode, OrganizationId};
use crate::schedule::SmsHours;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// What an organization allows of text messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SmsPolicy {
    /// Parts handed over in a calendar month at most; 0 = no texts.
    pub monthly_cap: u32,
    /// Within which hours of their reader's day.
    pub hours: SmsHours,
    /// Of which country national numbers are; they are not understood when absent.
    pub calling_code: Option<CallingCode>,
    /// Set while the transport takes no texts from us; mails go on.
    pub paused: Option<SendingPause>,
}

impl Default for SmsPolicy {
    fn default() -> Self {
        Self { monthly_cap: 350, hours: SmsHours::default(), calling_code: None, paused: None }
    }
}

impl SmsPolicy {
    /// True while the transport takes no texts from us.
    #[must_use]
    pub fn is_paused(&self, now: Timestamp) -> bool {
        self.paused.as_ref().is_some_and(|pause| pause.until.is_none_or(|until| now < until))
    }

    /// True when a month that is known so far leaves no text at all.
    #[must_use]
    pub fn is_used_up(&self, month: Option<&SmsMonth>) -> bool {
        month.map_or(0, |month| month.parts) >= self.monthly_cap
    }
}

/// What one organization handed over in one calendar month of its own clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmsMonth {
    /// Owner.
    pub organization: OrganizationId,
    /// Such as `2026-11`.
    pub month: String,
    /// Parts handed over.
    pub parts: u32,
    /// When it was last counted.
    pub counted_at: Timestamp,
}

impl SmsMonth {
    /// The name of the month that holds an instant.
    #[must_use]
    pub fn name(at: Timestamp, zone: TimeZone) -> String {
        at.to_zoned(zone).strftime("%Y-%m").to_string()
    }

    /// A month in which nothing was sent yet.
    #[must_use]
    pub fn empty(organization: &OrganizationId, month: String, now: Timestamp) -> Self {
        Self { organization: organization.clone(), month, parts: 0, counted_at: now }
    }

    /// Takes parts if the cap leaves room for all of them; tells whether it did.
    #[must_use]
    pub fn take(&mut self, parts: u32, cap: u32, now: Timestamp) -> bool {
        let sum = self.parts.saturating_add(parts);
        let room = sum <= cap;
        if room {
            (self.parts, self.counted_at) = (sum, now);
        }
        room
    }

    /// Gives parts back that surely were not taken.
    pub fn give_back(&mut self, parts: u32, now: Timestamp) {
        (self.parts, self.counted_at) = (self.parts.saturating_sub(parts), now);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use proptest::prelude::*;

    fn month() -> SmsMonth {
        SmsMonth::empty(&OrganizationId::parse("demo").unwrap(), "2026-11".to_owned(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn e20_a_month_is_the_organization_s_own() {
        let at: Timestamp = "2026-12-01T04:59:59Z".parse().unwrap();

        assert_eq!(SmsMonth::name(at, TimeZone::get("America/Toronto").unwrap()), "2026-11");
        assert_eq!(SmsMonth::name(at, TimeZone::UTC), "2026-12");
    }

    #[test]
    fn e20_a_text_that_does_not_fit_whole_is_not_taken() {
        let mut month = month();
        let now = Timestamp::UNIX_EPOCH;

        assert!(month.take(349, 350, now));
        assert!(!month.take(2, 350, now));
        assert!(month.take(1, 350, now));
        assert!(SmsPolicy::default().is_used_up(Some(&month)));
        month.give_back(1, now);
        assert!(!SmsPolicy::default().is_used_up(Some(&month)));
        assert!(SmsPolicy { monthly_cap: 0, ..SmsPolicy::default() }.is_used_up(None));
    }

    proptest! {
        #[test]
        fn e20_whatever_is_taken_and_given_back_the_cap_is_never_passed(
            steps in prop::collection::vec((1..6_u32, any::<bool>()), 0..200), cap in 0..60_u32
        ) {
            let mut month = month();
            for (parts, surely_not_taken) in steps {
                let taken = month.take(parts, cap, Timestamp::UNIX_EPOCH);
                prop_assert!(month.parts <= cap);
                if taken && surely_not_taken { month.give_back(parts, Timestamp::UNIX_EPOCH); }
            }
        }
    }
}
