//! Lays out the hints of one sweep no denser than mails can be sent (R2.5): each fair group has its own row of slots,
//! so that a campaign's flood queues behind itself and never in front of another campaign (R1.11). Pure.

use crate::ports::due::DueEntry;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// The next free slot of every group.
pub(super) struct Pace {
    /// Between two mails of a group; nothing when there is no limit.
    interval: SignedDuration,
    free_from: BTreeMap<Option<String>, Timestamp>,
}

impl Pace {
    pub(super) fn of(sends_per_s: Option<u32>) -> Self {
        let interval = sends_per_s.map_or(SignedDuration::ZERO, |rate| {
            SignedDuration::from_millis(1_000_i64.div_euclid(i64::from(rate.max(1))).max(1))
        });
        Self { interval, free_from: BTreeMap::new() }
    }

    /// When this entry's turn is: not before it is due, not before now, not before those of its group seen earlier.
    pub(super) fn slot(&mut self, entry: &DueEntry, now: Timestamp) -> Timestamp {
        let wanted = entry.due_at.max(now);
        if self.interval.is_zero() {
            return wanted;
        }
        let free = self.free_from.entry(entry.fair_group.clone()).or_insert(wanted);
        let at = wanted.max(*free);
        *free = at.checked_add(self.interval).unwrap_or(Timestamp::MAX);
        at
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use crate::kind::Kind;
    use crate::ports::records::{Key, Partition};
    use relance_domain::name::OrganizationId;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(1_800_000_000_000 + ms).unwrap()
    }

    fn entry(group: &str, due_ms: i64) -> DueEntry {
        let organization = OrganizationId::parse("demo").unwrap();
        let partition = Partition { organization, kind: Kind::Invitation, group: String::new() };
        let key = Key { partition, id: format!("{group}-{due_ms}") };
        DueEntry { due_at: at(due_ms), key, fair_group: Some(group.to_owned()) }
    }

    #[test]
    fn r2_5_a_flood_is_laid_out_at_the_rate_and_nobody_else_waits_for_it() {
        let mut pace = Pace::of(Some(10));

        let flood: Vec<_> = (0..50).map(|_| pace.slot(&entry("flood", -5_000), at(0))).collect();
        let small = pace.slot(&entry("small", 700), at(0));

        assert_eq!(flood.first(), Some(&at(0)));
        assert_eq!(flood.last(), Some(&at(4_900)));
        assert_eq!(small, at(700));
    }

    #[test]
    fn without_a_limit_everybody_goes_when_due() {
        let mut pace = Pace::of(None);

        assert_eq!(pace.slot(&entry("a", -1), at(0)), at(0));
        assert_eq!(pace.slot(&entry("a", -1), at(0)), at(0));
        assert_eq!(pace.slot(&entry("a", 9), at(0)), at(9));
    }
}
