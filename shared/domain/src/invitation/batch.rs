//! Asking many people by hand (C26): a list with its progress, worked through part by part, and one part's recipients.
//! Who of them is really asked is the policy's affair, one by one.

use crate::invitation::Outcome;
use crate::name::{BatchId, CampaignId, ContactId, InvitationId, OrganizationId};
use crate::schedule::Delay;
use crate::source::Customer;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One list of people to ask, or, as a dry run, to find out who would be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Follows from the request that made it, so that a repeated request makes it once.
    pub id: BatchId,
    /// Owner.
    pub organization: OrganizationId,
    /// What is asked.
    pub campaign_id: CampaignId,
    /// Which wave of the campaign it is (P12).
    #[serde(default)]
    pub wave: Option<u32>,
    /// True when nobody is asked: only counted.
    pub dry_run: bool,
    /// People on the list.
    pub recipients: u32,
    /// Parts of the list.
    pub parts: u32,
    /// Parts that are worked through; the next one is this number.
    pub parts_done: u32,
    /// What became of the people so far.
    pub outcomes: BTreeMap<Outcome, u32>,
    /// When the first of them is asked, at the earliest.
    pub starts_at: Timestamp,
    /// From the first to the last.
    pub spread: Delay,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last worked on.
    pub worked_at: Timestamp,
}

impl Batch {
    /// People on a list that somebody makes at most.
    pub const MOST: usize = 10_000;
    /// People of one wave at most.
    pub const MOST_OF_A_WAVE: usize = 100_000;
    /// People in one part: with up to six records each, two short of a transaction of a hundred.
    pub const PART: usize = 16;
    /// Work due now is written with a watchdog a minute ahead.
    const WATCHDOG: SignedDuration = SignedDuration::from_mins(1);

    /// True when everybody on the list is decided about.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.parts_done >= self.parts
    }

    /// When it is worked on again if every hint is lost; nothing once it is done (I1).
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        (!self.is_done()).then(|| self.worked_at.checked_add(Self::WATCHDOG).unwrap_or(self.worked_at))
    }

    /// When the person at a place of the list is to be asked: evenly from the first to the last.
    #[must_use]
    pub fn turn_of(&self, place: usize) -> Timestamp {
        let last = i64::from(self.recipients).saturating_sub(1).max(1);
        let place = i64::try_from(place).unwrap_or(last).min(last);
        let away_ms = i128::from(place) * self.spread.duration().as_millis() / i128::from(last);
        let away = SignedDuration::from_millis(i64::try_from(away_ms).unwrap_or(0));
        self.starts_at.checked_add(away).unwrap_or(Timestamp::MAX)
    }
}

/// One person on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The person of the directory, where they were taken from it.
    pub contact_id: Option<ContactId>,
    /// As the caller, or the directory, describes them.
    pub customer: Customer,
    /// True when their address stands earlier on the list: they are asked there.
    #[serde(default)]
    pub listed_before: bool,
}

/// What became of one person on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientResult {
    /// In one word.
    pub outcome: Outcome,
    /// Why, in words for people.
    pub reason: String,
    /// The invitation, where there is one.
    pub invitation_id: Option<InvitationId>,
    /// When the same person could be asked.
    pub next_eligible_at: Option<Timestamp>,
}

/// Some people of a list, and what became of them once their part is worked through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchPart {
    /// Owner.
    pub organization: OrganizationId,
    /// The list.
    pub batch_id: BatchId,
    /// Its number in the list, from 0.
    pub number: u32,
    /// At most [`Batch::PART`].
    pub recipients: Vec<Recipient>,
    /// In the same order; empty until then.
    pub results: Vec<RecipientResult>,
    /// When the list was made.
    pub created_at: Timestamp,
}

impl BatchPart {
    /// A part's id in its list: numbers that sort as text.
    #[must_use]
    pub fn id_of(number: u32) -> String {
        format!("{number:05}")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use proptest::prelude::*;

    fn batch(recipients: u32, spread: &str) -> Batch {
        let start = Timestamp::from_second(1_800_000_000).unwrap();
        Batch {
            id: BatchId::parse("bat_1").unwrap(),
            organization: OrganizationId::parse("demo").unwrap(),
            campaign_id: CampaignId::parse("cmp_1").unwrap(),
            wave: None,
            dry_run: false,
            recipients,
            parts: recipients.div_ceil(16),
            parts_done: 0,
            outcomes: BTreeMap::new(),
            starts_at: start,
            spread: Delay::parse(spread).unwrap(),
            created_at: start,
            worked_at: start,
        }
    }

    #[test]
    fn a_list_is_due_until_it_is_done() {
        let open = batch(20, "");
        let done = Batch { parts_done: 2, ..open.clone() };

        assert!(open.due_at().is_some());
        assert_eq!(done.due_at(), None);
    }

    proptest! {
        #[test]
        fn turns_go_from_the_first_to_the_last_in_even_steps(recipients in 1..10_000_u32, minutes in 0..600_u32) {
            let batch = batch(recipients, &format!("00:{:02}:{:02}", minutes / 60, minutes % 60));
            let last = usize::try_from(recipients).unwrap() - 1;

            prop_assert_eq!(batch.turn_of(0), batch.starts_at);
            prop_assert!(batch.turn_of(last) <= batch.spread.after(batch.starts_at));
            if last > 0 { prop_assert_eq!(batch.turn_of(last), batch.spread.after(batch.starts_at)); }
            let middle = last / 2;
            prop_assert!(batch.turn_of(middle) <= batch.turn_of(last));
        }
    }
}
