//! Reserved send times of one address or person in one scope, so that mute periods (B25) and frequency rules (C17) hold
//! in either direction, also with concurrent webhooks (R1.2: one record, one version). The limits are in `frequency`.

use crate::invitation::Invitation;
use crate::name::{CampaignId, ContactId, Digest, InvitationId, OrganizationId};
use crate::schedule::{Bound, Delay, FrequencyRule, Limit, SendTrace, SetBy};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Whose mute period it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MuteScope {
    /// One campaign (B25).
    Campaign(CampaignId),
    /// All campaigns of the organization: its own mute period, and its frequency rules.
    Organization,
}

impl MuteScope {
    /// The scope as a part of a key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Campaign(id) => id.as_str(),
            Self::Organization => "all",
        }
    }
}

/// One reserved send time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// Who holds it.
    pub invitation_id: InvitationId,
    /// When its mail is, or was, planned to go.
    pub due_at: Timestamp,
    /// What it is about, for frequency rules that tell sends apart (P13).
    #[serde(default)]
    pub about: SendTrace,
}

/// Reserved send times of one address in one scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MuteBook {
    /// Owner.
    pub organization: OrganizationId,
    /// Whose period.
    pub scope: MuteScope,
    /// Digest of the address or of the person, hexadecimal.
    pub digest: String,
    /// In order of time.
    #[serde(with = "packed")]
    pub reservations: Vec<Reservation>,
}

/// Reservations as they are stored: what they are about once, then who holds it from when. The same few campaigns and job
/// types come again and again.
mod packed {
    use super::{InvitationId, Reservation, SendTrace};
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Held {
        about: SendTrace,
        times: Vec<(InvitationId, Timestamp)>,
    }

    pub fn serialize<S: Serializer>(all: &[Reservation], to: S) -> Result<S::Ok, S::Error> {
        let mut held: Vec<Held> = Vec::new();
        for Reservation { invitation_id, due_at, about } in all {
            let time = (invitation_id.clone(), *due_at);
            match held.iter_mut().find(|held| held.about == *about) {
                Some(held) => held.times.push(time),
                None => held.push(Held { about: about.clone(), times: vec![time] }),
            }
        }
        held.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Reservation>, D::Error> {
        let held = Vec::<Held>::deserialize(from)?;
        let each = |Held { about, times }| {
            let one = move |(invitation_id, due_at)| Reservation {
                invitation_id,
                due_at,
                about: SendTrace::clone(&about),
            };
            times.into_iter().map(one)
        };
        let mut all: Vec<Reservation> = held.into_iter().flat_map(each).collect();
        all.sort_by_key(|reservation| reservation.due_at);
        Ok(all)
    }
}

impl MuteBook {
    /// What is older mutes nothing, unless a longer period is in force: a setting that is made longer counts what happened
    /// in the last month too.
    const MEMORY: SignedDuration = SignedDuration::from_hours(31 * 24);
    /// Reservations of one book at most, twice what any rule counts: an address of many jobs fills no record.
    const MOST: usize = 2_000;

    /// A book without reservations.
    #[must_use]
    pub fn empty(organization: &OrganizationId, scope: MuteScope, digest: Digest) -> Self {
        Self { organization: organization.clone(), scope, digest: digest.to_hex(), reservations: Vec::new() }
    }

    /// What names a person's book, where rules count persons and not addresses (C17).
    #[must_use]
    pub fn digest_of_contact(contact: &ContactId) -> Digest {
        Digest::of(&["contact", contact.as_str()])
    }

    /// What stood in the book before an invitation's own place: of two that are too close to each other, the later one gives
    /// way. Those of the same instant are in the order of their ids.
    #[must_use]
    pub fn before(mut self, place: Timestamp, myself: &InvitationId) -> Self {
        self.reservations.retain(|other| (other.due_at, &other.invitation_id) < (place, myself));
        self
    }

    /// Whether an invitation has its place in it. One that was planned while nothing counted it has none.
    #[must_use]
    pub fn holds(&self, invitation_id: &InvitationId) -> bool {
        self.reservations.iter().any(|reservation| reservation.invitation_id == *invitation_id)
    }

    /// Without these.
    #[must_use]
    pub fn without(mut self, ids: &[InvitationId]) -> Self {
        self.reservations.retain(|reservation| !ids.contains(&reservation.invitation_id));
        self
    }

    /// Whether the book counts an invitation.
    #[must_use]
    pub fn counts(&self, invitation: &Invitation) -> bool {
        let ours = match &self.scope {
            MuteScope::Campaign(campaign) => invitation.campaign_id == *campaign,
            MuteScope::Organization => true,
        };
        let (address, person) =
            (invitation.address.digest(), Self::digest_of_contact(&invitation.contact_id));
        ours && [address, person].iter().any(|digest| digest.to_hex() == self.digest)
    }

    /// Times that others reserved, in order.
    fn times(&self, myself: &InvitationId, counted: impl Fn(&Reservation) -> bool) -> Vec<Timestamp> {
        let others = self.reservations.iter().filter(|r| r.invitation_id != *myself && counted(r));
        others.map(|reservation| reservation.due_at).collect()
    }

    /// This scope's mute period over what others reserved.
    #[must_use]
    pub fn muted_by(&self, period: Delay, myself: &InvitationId) -> Bound {
        let set_by = match self.scope {
            MuteScope::Campaign(_) => SetBy::Campaign,
            MuteScope::Organization => SetBy::Organization,
        };
        Bound { set_by, limit: Limit { most: 1, period }, times: self.times(myself, |_| true) }
    }

    /// A frequency rule over what others reserved for sends that the rule is about.
    #[must_use]
    pub fn ruled_by(&self, rule: &FrequencyRule, myself: &InvitationId) -> Vec<Bound> {
        rule.bounds(&self.times(myself, |reservation| rule.when.covers(&reservation.about)))
    }

    /// Reserves a time for an invitation, replacing its earlier one, and forgets what no longer matters: `in_force` is the
    /// longest period that anything counts now.
    pub fn reserve(
        &mut self,
        invitation_id: InvitationId,
        due_at: Timestamp,
        about: SendTrace,
        in_force: SignedDuration,
    ) {
        self.release(&invitation_id);
        let memory = due_at.checked_sub(in_force.max(Self::MEMORY)).unwrap_or(Timestamp::MIN);
        self.reservations.retain(|reservation| reservation.due_at >= memory);
        self.reservations.push(Reservation { invitation_id, due_at, about });
        self.reservations.sort_by_key(|reservation| reservation.due_at);
        let too_many = self.reservations.len().saturating_sub(Self::MOST);
        self.reservations.drain(..too_many);
    }

    /// Gives a reservation back: cancelled, failed or bounced (B25, R1.2). True when there was one.
    pub fn release(&mut self, invitation_id: &InvitationId) -> bool {
        let before = self.reservations.len();
        self.reservations.retain(|reservation| reservation.invitation_id != *invitation_id);
        self.reservations.len() < before
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]
    use super::*;
    use crate::schedule::first_free;
    use proptest::prelude::*;

    const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

    fn book() -> MuteBook {
        let organization = OrganizationId::parse("demo").unwrap();
        MuteBook::empty(&organization, MuteScope::Organization, Digest::of(&["a"]))
    }

    fn invitation(n: usize) -> InvitationId {
        InvitationId::parse(&format!("inv_{n}")).unwrap()
    }

    /// The first instant that keeps the mute period.
    fn free_from(book: &MuteBook, due_at: Timestamp, period: Delay, myself: &InvitationId) -> Timestamp {
        first_free(due_at, &[book.muted_by(period, myself)]).map_or(due_at, |free| free.at)
    }

    fn minutes(n: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + n * 60).unwrap()
    }

    /// R1.2.
    #[test]
    fn f2_six_days_is_muted_and_exactly_seven_is_free() {
        let week = Delay::parse("07:00:00").unwrap();
        let mut book = book();
        book.reserve(invitation(1), minutes(0), SendTrace::default(), WEEK);

        assert_eq!(free_from(&book, minutes(6 * 1440), week, &invitation(2)), minutes(7 * 1440));
        assert_eq!(free_from(&book, minutes(7 * 1440), week, &invitation(2)), minutes(7 * 1440));
    }

    /// R1.2.
    #[test]
    fn a_released_reservation_mutes_nothing() {
        let week = Delay::parse("07:00:00").unwrap();
        let mut book = book();
        book.reserve(invitation(1), minutes(0), SendTrace::default(), WEEK);

        assert!(book.release(&invitation(1)));

        assert_eq!(free_from(&book, minutes(1), week, &invitation(2)), minutes(1));
    }

    #[test]
    fn b33_of_two_that_are_too_close_the_later_one_gives_way_and_never_both() {
        let mut book = book();
        for (n, due) in [(1, 0), (2, 1440), (3, 1440)] {
            book.reserve(invitation(n), minutes(due), SendTrace::default(), WEEK);
        }
        let held = |n: usize, due: i64| book.clone().before(minutes(due), &invitation(n)).reservations.len();

        assert_eq!((held(1, 0), held(2, 1440), held(3, 1440)), (0, 1, 2));
    }

    /// Ten jobs a day at one address, for a year; a year's rule keeps its year.
    #[test]
    fn an_address_that_is_asked_again_and_again_keeps_a_short_book() {
        let about = SendTrace { task_type: Some("Appel de service".to_owned()), ..SendTrace::default() };
        let year = SignedDuration::from_hours(366 * 24);
        let (mut book, mut rare) = (book(), book());

        for n in 0..3_000 {
            let at = minutes(i64::try_from(n).unwrap() * 144);
            book.reserve(invitation(n), at, about.clone(), WEEK);
            if n % 100 == 0 {
                rare.reserve(invitation(n), at, about.clone(), year);
            }
        }

        assert_eq!(book.reservations.len(), 311, "the last 31 days");
        assert!(serde_json::to_string(&book).unwrap().len() < 20_000);
        assert_eq!(rare.reservations.len(), 30);
        let stored = serde_json::to_string(&book).unwrap();
        assert_eq!(serde_json::from_str::<MuteBook>(&stored).unwrap(), book);
    }

    proptest! {
        #[test]
        fn r1_2_whatever_the_order_no_two_reservations_are_closer_than_the_period(
            dues in proptest::collection::vec(0..40_000_i64, 1..40), period in 1..20_000_u32
        ) {
            let days = period / 1440;
            let period = Delay::parse(&format!("{days}:{:02}:{:02}", (period / 60) % 24, period % 60)).unwrap();
            let mut book = book();
            for (n, due) in dues.iter().enumerate() {
                if free_from(&book, minutes(*due), period, &invitation(n)) == minutes(*due) {
                    book.reserve(invitation(n), minutes(*due), SendTrace::default(), WEEK);
                }
            }
            let times: Vec<_> = book.reservations.iter().map(|r| r.due_at).collect();
            prop_assert!(times.windows(2).all(|pair| pair[1].duration_since(pair[0]) >= period.duration()));
        }

        #[test]
        fn the_promised_instant_is_free(dues in proptest::collection::vec(0..40_000_i64, 1..20), asked in 0..40_000_i64) {
            let week = Delay::parse("07:00:00").unwrap();
            let mut book = book();
            for (n, due) in dues.iter().enumerate() { book.reserve(invitation(n), minutes(*due), SendTrace::default(), WEEK); }
            let free = free_from(&book, minutes(asked), week, &invitation(99));
            prop_assert_eq!(free_from(&book, free, week, &invitation(99)), free);
        }
    }
}
