//! Asking many people by hand (C26): a list with its progress, worked through part by part, and one part's recipients.
//! Who of them is really asked is the policy's affair, one by one.

use crate::condition::Condition;
use crate::invitation::Outcome;
use crate::name::{BatchId, CampaignId, ContactId, InvitationId, OrganizationId};
use crate::schedule::Delay;
use crate::source::Customer;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A list that is still being made out of the directory, chunk by chunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gathering {
    /// Whom; everybody when absent.
    pub criteria: Option<Condition>,
    /// The last person who was looked at.
    pub after: Option<ContactId>,
    /// From the first to the last, where somebody said so.
    pub spread: Option<Delay>,
}

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
    /// Set until everybody of the directory was looked at; only then the first is asked.
    #[serde(default)]
    pub gathering: Option<Gathering>,
    /// Why nobody of it is asked, in words for people.
    #[serde(default)]
    pub remark: Option<String>,
}

impl Batch {
    /// People on a list that somebody makes at most.
    pub const MOST: usize = 10_000;
    /// People of one wave at most.
    pub const MOST_OF_A_WAVE: usize = 100_000;
    /// People in one part: with up to six records each, two short of a transaction of a hundred.
    pub const PART: usize = 16;
    /// The same as a number of places.
    pub const PART_SIZE: u32 = 16;
    /// People asked in a minute where nobody says how to spread them.
    const PER_MINUTE: u32 = 600;
    /// Work due now is written with a watchdog a minute ahead.
    const WATCHDOG: SignedDuration = SignedDuration::from_mins(1);

    /// True when everybody on the list is decided about.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.gathering.is_none() && self.parts_done >= self.parts
    }

    /// People on it at most.
    #[must_use]
    pub fn most(wave: Option<u32>) -> usize {
        if wave.is_some() { Self::MOST_OF_A_WAVE } else { Self::MOST }
    }

    /// From the first to the last of so many where nobody says how to spread them: ten a second.
    #[must_use]
    pub fn usual_spread(people: u32) -> Delay {
        let minutes = people / Self::PER_MINUTE;
        Delay::parse(&format!("0:{:02}:{:02}", minutes / 60, minutes % 60)).unwrap_or(Delay::NONE)
    }

    /// Takes so many more people, and what is still to be looked at. A list that grows too long, or on which nobody
    /// stands in the end, asks nobody and says why.
    pub fn count(&mut self, people: usize, rest: Option<Gathering>, now: Timestamp) {
        let people = u32::try_from(people).unwrap_or(u32::MAX);
        self.recipients = self.recipients.saturating_add(people);
        let spread = self.gathering.as_ref().and_then(|gathering| gathering.spread);
        let (most, ended) = (Self::most(self.wave), rest.is_none());
        (self.gathering, self.worked_at) = (rest, now);
        if usize::try_from(self.recipients).unwrap_or(usize::MAX) > most {
            self.remark = Some(format!("more than {most} people: narrow the criteria"));
        } else if ended && self.recipients == 0 {
            self.remark = Some("there is nobody on the list".to_owned());
        }
        if self.remark.is_some() {
            (self.gathering, self.recipients) = (None, 0);
        }
        self.parts = self.recipients.div_ceil(Self::PART_SIZE);
        self.spread = spread.unwrap_or_else(|| Self::usual_spread(self.recipients));
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
    /// A part that nobody has worked on.
    #[must_use]
    pub fn of(batch: &Batch, number: u32, recipients: Vec<Recipient>) -> Self {
        Self {
            organization: batch.organization.clone(),
            batch_id: batch.id.clone(),
            number,
            recipients,
            results: Vec::new(),
            created_at: batch.created_at,
        }
    }

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
            gathering: None,
            remark: None,
        }
    }

    #[test]
    fn a_list_is_due_until_it_is_done() {
        let open = batch(20, "");
        let done = Batch { parts_done: 2, ..open.clone() };

        assert!(open.due_at().is_some());
        assert_eq!(done.due_at(), None);
    }

    #[test]
    fn a_list_that_is_still_made_is_due_and_ends_as_long_as_it_is_or_says_why_not() {
        let gathering = Gathering { criteria: None, after: None, spread: None };
        let begun = Batch { gathering: Some(gathering.clone()), parts: 0, ..batch(0, "") };
        let counted = |people: &[usize]| {
            let mut list = begun.clone();
            for (n, some) in people.iter().enumerate() {
                let more = (n + 1 < people.len()).then(|| gathering.clone());
                list.count(*some, more, list.worked_at);
            }
            list
        };

        assert!(begun.due_at().is_some() && !begun.is_done());
        let long = counted(&[1_000, 0, 500]);
        assert_eq!((long.recipients, long.parts, long.is_done()), (1_500, 94, false));
        assert_eq!(long.spread, Delay::parse("00:00:02").unwrap());
        assert_eq!(counted(&[0, 0]).remark.as_deref(), Some("there is nobody on the list"));
        let endless = counted(&[9_000, 1_001, 5]);
        assert_eq!((endless.is_done(), endless.recipients), (true, 0));
        assert!(endless.remark.is_some_and(|why| why.contains("narrow the criteria")));
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
