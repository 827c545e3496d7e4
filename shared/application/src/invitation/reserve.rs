//! Reserves a send's time in every book that a limit counts (B25, C17, R1.2): the campaign's, the organization's by
//! address, and by person where a rule counts persons. All in the caller's transaction; giving back lives in `sendable`.

use crate::ports::fault::Fault;
use crate::stored::UnitOfWork;
use jiff::{SignedDuration, Timestamp};
use relance_domain::account::Organization;
use relance_domain::campaign::Campaign;
use relance_domain::invitation::{Asker, Invitation, MuteBook, MuteScope};
use relance_domain::name::{Address, ContactId, Digest, InvitationId};
use relance_domain::schedule::{Bound, Delay, FrequencyRule, Per, SendTrace};

/// One send that wants a time.
pub struct Booking<'a> {
    /// Whose rules.
    pub organization: &'a Organization,
    /// Which campaign.
    pub campaign: &'a Campaign,
    pub address: &'a Address,
    /// To this person.
    pub contact_id: &'a ContactId,
    /// What rules tell it apart by.
    pub about: &'a SendTrace,
    /// The invitation, whose own earlier reservation does not count.
    pub id: &'a InvitationId,
    /// Of a send that is due: its place, behind which nobody counts. All others count when absent.
    pub place: Option<Place<'a>>,
}

/// Where a send stands among the others of a book.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// What stands there or later gives way.
    pub until: Timestamp,
    /// So do these, wherever they stand: they are not out yet, and were planned for later.
    pub behind: &'a [InvitationId],
}

impl<'a> Booking<'a> {
    /// For an invitation that had no place before.
    pub fn of(asker: Asker<'a>, invitation: &'a Invitation, about: &'a SendTrace) -> Self {
        Self {
            organization: asker.organization,
            campaign: asker.campaign,
            address: &invitation.address,
            contact_id: &invitation.contact_id,
            about,
            id: &invitation.id,
            place: None,
        }
    }
}

/// The books of one send, and every limit over what others reserved in them.
pub struct OpenBooks {
    books: Vec<MuteBook>,
    /// What the send must keep.
    pub bounds: Vec<Bound>,
}

impl OpenBooks {
    /// Reads the books that some limit counts.
    pub async fn read(work: &mut UnitOfWork<'_>, wanted: &Booking<'_>) -> Result<Self, Fault> {
        let Booking { organization, campaign, address, contact_id, .. } = wanted;
        let rules = &organization.contact_policy.frequency;
        let (mute, address) = (organization.mute.filter(|mute| !mute.is_none()), address.digest());
        let mut open = Self { books: Vec::new(), bounds: Vec::new() };
        if !campaign.mute.is_none() {
            let scope = MuteScope::Campaign(campaign.id.clone());
            let book = open.book(work, wanted, scope, address).await?;
            open.bounds.push(book.muted_by(campaign.mute, wanted.id));
        }
        if mute.is_some() || rules.iter().any(|rule| rule.per == Per::Address) {
            let book = open.book(work, wanted, MuteScope::Organization, address).await?;
            open.bounds.extend(mute.map(|period| book.muted_by(period, wanted.id)));
            open.rule(&book, wanted, Per::Address);
        }
        if rules.iter().any(|rule| rule.per == Per::Contact) {
            let person = MuteBook::digest_of_contact(contact_id);
            let book = open.book(work, wanted, MuteScope::Organization, person).await?;
            open.rule(&book, wanted, Per::Contact);
        }
        Ok(open)
    }

    async fn book(
        &mut self,
        work: &mut UnitOfWork<'_>,
        wanted: &Booking<'_>,
        scope: MuteScope,
        digest: Digest,
    ) -> Result<MuteBook, Fault> {
        let organization = &wanted.organization.id;
        let known = work.get_in::<MuteBook>(organization, scope.as_str(), &digest.to_hex()).await?;
        let book = known.unwrap_or_else(|| MuteBook::empty(organization, scope, digest));
        self.books.push(book.clone());
        Ok(match wanted.place {
            Some(Place { until, behind }) => book.before(until, wanted.id).without(behind),
            None => book,
        })
    }

    fn rule(&mut self, book: &MuteBook, wanted: &Booking<'_>, per: Per) {
        let rules = wanted.organization.contact_policy.frequency.iter();
        let applicable = rules.filter(|rule| rule.per == per && rule.when.covers(wanted.about));
        self.bounds.extend(applicable.flat_map(|rule| book.ruled_by(rule, wanted.id)));
    }

    /// Whether the send has its place in all of them.
    #[must_use]
    pub fn hold(&self, id: &InvitationId) -> bool {
        self.books.iter().all(|book| book.holds(id))
    }

    /// Gives everything that a person was or will be asked the place that it would have had, if what counts now had counted
    /// when it was planned (B33).
    ///
    /// # Errors
    /// Books that cannot be serialised.
    pub fn fill(
        &self,
        work: &mut UnitOfWork<'_>,
        wanted: &Booking<'_>,
        asked: &[Invitation],
    ) -> Result<(), Fault> {
        let in_force = longest(wanted);
        for mut book in self.books.iter().cloned() {
            let missing: Vec<_> =
                asked.iter().filter(|asked| book.counts(asked) && !book.holds(&asked.id)).collect();
            for asked in missing {
                let at = asked.send.sent_at().unwrap_or(asked.send.planned_for);
                book.reserve(asked.id.clone(), at, asked.trace(), in_force);
            }
            work.put(&book)?;
        }
        Ok(())
    }

    /// Reserves a time in all of them.
    pub fn reserve(
        &self,
        work: &mut UnitOfWork<'_>,
        wanted: &Booking<'_>,
        due_at: Timestamp,
    ) -> Result<(), Fault> {
        let in_force = longest(wanted);
        for mut book in self.books.iter().cloned() {
            book.reserve(wanted.id.clone(), due_at, wanted.about.clone(), in_force);
            work.put(&book)?;
        }
        Ok(())
    }
}

/// The longest period that anything counts now.
fn longest(wanted: &Booking<'_>) -> SignedDuration {
    let Booking { organization, campaign, .. } = wanted;
    let rules = organization.contact_policy.frequency.iter().map(FrequencyRule::longest);
    let periods = rules.chain(organization.mute).chain([campaign.mute]);
    periods.map(Delay::duration).max().unwrap_or_default()
}
