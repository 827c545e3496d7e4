//! Mute and frequency, asked again when a mail is due, by what is in force now (B33). What is planned is asked in `settle`;
//! the books are opened in `reserve`.

use crate::call::{Wanted, listed};
use crate::invitation::{Booking, OpenBooks, Place, SendMail};
use crate::kind::Kind;
use crate::ports::fault::Fault;
use crate::ports::records::RecordListing;
use crate::stored::UnitOfWork;
use crate::transaction;
use jiff::Timestamp;
use relance_domain::invitation::{Asker, Invitation, Ruling, SendState, still_free};

/// Of one person's history, what is read at once: more than any limit lets through in a month.
const AT_ONCE: usize = 100;

impl SendMail<'_> {
    /// What mute and frequency say. A test and what an operator repeats are not counted, and what may be out already keeps
    /// its place.
    pub(super) async fn too_often(
        &self,
        work: &mut UnitOfWork<'_>,
        asker: Asker<'_>,
        invitation: &Invitation,
    ) -> Result<Option<Ruling>, Fault> {
        if invitation.origin.test || invitation.resend_of.is_some() || invitation.send.doubts > 0 {
            return Ok(None);
        }
        let about = invitation.trace();
        let place = Some(Place { until: invitation.send.planned_for, behind: &[] });
        let wanted = Booking { place, ..Booking::of(asker, invitation, &about) };
        let mut books = OpenBooks::read(work, &wanted).await?;
        if !books.hold(&invitation.id) {
            let all_asked = self.everything_asked(invitation).await?;
            let behind: Vec<_> = all_asked
                .iter()
                .filter(|other| gives_way(other, invitation))
                .map(|other| other.id.clone())
                .collect();
            let until = self.clock.now().max(invitation.send.planned_for);
            let wanted = Booking { place: Some(Place { until, behind: &behind }), ..wanted };
            books = transaction!(work in self.records => filled(&mut work, &wanted, &all_asked));
        }
        let ruling = still_free(invitation, asker, &books.bounds, self.clock.now());
        if let Some(Ruling::Anew { at }) = ruling {
            transaction!(work in self.records => reserve_anew(&mut work, &wanted, at));
        }
        Ok(ruling)
    }

    /// What the same person was or will be asked, this mail among it: read only where no book has a place for it, because
    /// nothing counted it when it was planned.
    async fn everything_asked(&self, invitation: &Invitation) -> Result<Vec<Invitation>, Fault> {
        let of_person = RecordListing::Person(Kind::Invitation, invitation.contact_id.to_string());
        let counted = |other: &Invitation| other.id != invitation.id && is_counted(other);
        let (mut asked, mut wanted) = (Vec::new(), Wanted { limit: AT_ONCE, after: None });
        loop {
            let (whose, listing) = (&invitation.organization, of_person.clone());
            let page = listed::<Invitation>(self.records, whose, listing, &wanted, &counted).await?;
            asked.extend(page.items);
            wanted.after = page.next;
            if wanted.after.is_none() {
                asked.push(invitation.clone());
                return Ok(asked);
            }
        }
    }
}

/// Whether somebody was asked by it, or may yet be.
fn is_counted(invitation: &Invitation) -> bool {
    match invitation.send.state {
        SendState::Cancelled { .. } | SendState::Expired | SendState::Failed { .. } => {
            invitation.send.doubts > 0
        }
        SendState::Scheduled { .. }
        | SendState::Sending { .. }
        | SendState::Uncertain { .. }
        | SendState::Sent { .. }
        | SendState::Held { .. } => true,
    }
}

/// Whether an invitation that is not out yet was planned for later than another.
fn gives_way(other: &Invitation, to: &Invitation) -> bool {
    let place = |invitation: &Invitation| (invitation.send.planned_for, invitation.id.clone());
    other.send.nothing_sent() && place(other) > place(to)
}

/// The books with a place for everything that the person is asked.
async fn filled(
    work: &mut UnitOfWork<'_>,
    wanted: &Booking<'_>,
    all_asked: &[Invitation],
) -> Result<OpenBooks, Fault> {
    OpenBooks::read(work, wanted).await?.fill(work, wanted, all_asked)?;
    OpenBooks::read(work, wanted).await
}

/// The mail's place in the books is where it goes now.
async fn reserve_anew(work: &mut UnitOfWork<'_>, wanted: &Booking<'_>, at: Timestamp) -> Result<(), Fault> {
    OpenBooks::read(work, wanted).await?.reserve(work, wanted, at)
}
