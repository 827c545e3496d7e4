//! From somebody whom a campaign would ask to an invitation with its place in every book: the same steps for an event and
//! for a person on a list. Who comes into question, and what becomes of the invitation, is the caller's.

use crate::invitation::settle_way::{Unasked, settle_way};
use crate::invitation::{Booking, OpenBooks};
use crate::ports::fault::Fault;
use crate::stored::UnitOfWork;
use jiff::Timestamp;
use relance_domain::account::Organization;
use relance_domain::campaign::Campaign;
use relance_domain::contact::{Contact, PersonSeen, Standing};
use relance_domain::invitation::{
    Addressee, Asker, Candidate, Conclusion, Invitation, Outcome, Standings, may_invite,
};
use relance_domain::name::{Address, ConnectionId, ContactId, InvitationId};
use relance_domain::source::Customer;

/// Somebody who would be asked.
#[derive(Clone, Copy)]
pub(super) struct Invitee<'a> {
    pub organization: &'a Organization,
    pub campaign: &'a Campaign,
    /// The tool that told of them, or the API.
    pub source: &'a ConnectionId,
    pub customer: &'a Customer,
    /// The person of the directory, where they were taken from it.
    pub known: Option<&'a ContactId>,
    pub now: Timestamp,
}

/// Somebody who may be asked, with the books that count it open.
pub(super) struct Settled {
    pub id: InvitationId,
    pub contact_id: ContactId,
    /// With the moment that every limit allows.
    pub candidate: Candidate,
    /// That moment is later than the one that was wanted.
    postponed: bool,
    books: OpenBooks,
}

impl Invitee<'_> {
    fn asker(&self) -> Asker<'_> {
        Asker { organization: self.organization, campaign: self.campaign }
    }

    fn person(&self, address: &Address) -> ContactId {
        self.known.cloned().unwrap_or_else(|| Contact::id_of(self.source, self.customer, address))
    }

    /// Asks everything that could forbid it; nothing is reserved yet.
    pub async fn settle(
        &self,
        work: &mut UnitOfWork<'_>,
        candidate: Candidate,
        name: impl FnOnce(&Candidate) -> InvitationId + Send,
    ) -> Result<Settled, Unasked> {
        let (asker, person) = (self.asker(), self.person(&candidate.address));
        let candidate = settle_way(work, asker, candidate, &person).await?;
        let (id, contact_id) = (name(&candidate), self.person(&candidate.address));
        let digest = candidate.address.digest().to_hex();
        let standing = work.get::<Standing>(&self.organization.id, &digest).await?;
        let books = OpenBooks::read(work, &self.wanted(&id, &contact_id, &candidate)).await?;
        let known = Standings { standing: standing.as_ref(), bounds: &books.bounds };
        let due_at = may_invite(&candidate, asker, known)?;
        let postponed = due_at > candidate.due_at;
        Ok(Settled { id, contact_id, postponed, candidate: Candidate { due_at, ..candidate }, books })
    }

    fn wanted<'w>(
        &'w self,
        id: &'w InvitationId,
        contact_id: &'w ContactId,
        candidate: &'w Candidate,
    ) -> Booking<'w> {
        Booking {
            organization: self.organization,
            campaign: self.campaign,
            address: &candidate.address,
            contact_id,
            about: &candidate.about,
            id,
            place: None,
        }
    }

    /// Takes its place in every book that some limit counts.
    pub fn reserve(&self, work: &mut UnitOfWork<'_>, settled: &Settled) -> Result<(), Fault> {
        let Settled { id, contact_id, candidate, books, .. } = settled;
        books.reserve(work, &self.wanted(id, contact_id, candidate), candidate.due_at)
    }

    /// The person as they are described now.
    pub async fn contact(&self, work: &mut UnitOfWork<'_>, settled: &Settled) -> Result<Contact, Fault> {
        let id = &settled.contact_id;
        let before = work.get::<Contact>(&self.organization.id, id.as_str()).await?;
        let seen = PersonSeen {
            id: id.clone(),
            organization: &self.organization.id,
            country: self.organization.contact_policy.sms.calling_code.as_ref(),
            customer: self.customer,
            address: &settled.candidate.address,
            at: self.now,
        };
        Ok(Contact::described_by(before.as_ref(), seen))
    }

    /// The invitation, about no task yet.
    pub fn invitation(&self, settled: Settled) -> Invitation {
        let addressee = Addressee { contact_id: settled.contact_id, source: self.source.clone() };
        Invitation::planned(settled.id, self.campaign, addressee, settled.candidate, self.now)
    }
}

impl Settled {
    /// That it is planned, for the decision log.
    pub fn planned(&self) -> Conclusion {
        let postponed = self.postponed.then_some("postponed to the first moment that every rule allows");
        let remarks = self.candidate.remark.into_iter().chain(postponed);
        let reason = std::iter::once("the invitation is planned").chain(remarks).collect::<Vec<_>>();
        Conclusion::because(Outcome::Planned, reason.join("; "))
    }
}
