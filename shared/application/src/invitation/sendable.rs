//! The things that are mailed, seen alike by the protocol: invitations, their reminders, and staff mails.
//! What each says is gathered in `send_mail`.

use crate::ports::fault::Fault;
use crate::stored::{Entity, UnitOfWork};
use relance_domain::alert::StaffMail;
use relance_domain::invitation::{Invitation, MuteBook, MuteScope, Reminder, SendProgress};
use relance_domain::name::{Address, CampaignId, SendId};

/// A thing that is mailed.
pub trait Sendable: Entity {
    /// What its mail is called.
    fn send_id(&self) -> SendId;
    /// How its mail is doing.
    fn progress(&self) -> &SendProgress;
    /// The same thing, further on its way.
    #[must_use]
    fn with_progress(self, progress: SendProgress) -> Self;
    /// Where it goes.
    fn recipient(&self) -> Address;
    /// The same thing to another address; only what asks a customer is ever sent elsewhere.
    #[must_use]
    fn readdressed(self, address: Address) -> Self;
    /// The invitation, where it is one: only those hold mute reservations and leave decisions.
    fn as_invitation(&self) -> Option<&Invitation>;
    /// The reminder, where it is one.
    fn as_reminder(&self) -> Option<&Reminder> {
        None
    }
    /// The campaign that asks, where it asks a customer.
    fn campaign_id(&self) -> Option<&CampaignId> {
        let invited = self.as_invitation().map(|invitation| &invitation.campaign_id);
        invited.or(self.as_reminder().map(|reminder| &reminder.campaign_id))
    }
}

impl Sendable for Reminder {
    fn send_id(&self) -> SendId {
        SendId::Reminder(self.id.clone())
    }
    fn progress(&self) -> &SendProgress {
        &self.send
    }
    fn with_progress(self, send: SendProgress) -> Self {
        Self { send, ..self }
    }
    fn recipient(&self) -> Address {
        self.address.clone()
    }
    fn readdressed(self, address: Address) -> Self {
        Self { address, ..self }
    }
    fn as_invitation(&self) -> Option<&Invitation> {
        None
    }
    fn as_reminder(&self) -> Option<&Reminder> {
        Some(self)
    }
}

impl Sendable for Invitation {
    fn send_id(&self) -> SendId {
        SendId::Invitation(self.id.clone())
    }
    fn progress(&self) -> &SendProgress {
        &self.send
    }
    fn with_progress(self, send: SendProgress) -> Self {
        Self { send, ..self }
    }
    fn recipient(&self) -> Address {
        self.address.clone()
    }
    fn readdressed(self, address: Address) -> Self {
        Self { address, ..self }
    }
    fn as_invitation(&self) -> Option<&Invitation> {
        Some(self)
    }
}

impl Sendable for StaffMail {
    fn send_id(&self) -> SendId {
        SendId::StaffMail(self.id.clone())
    }
    fn progress(&self) -> &SendProgress {
        &self.send
    }
    fn with_progress(self, send: SendProgress) -> Self {
        Self { send, ..self }
    }
    fn recipient(&self) -> Address {
        self.to.clone().into()
    }
    fn readdressed(self, _: Address) -> Self {
        self
    }
    fn as_invitation(&self) -> Option<&Invitation> {
        None
    }
}

/// Gives back the mute reservations of an invitation that did not reach anybody (B25, R1.2). One with an attempt in
/// doubt keeps them: a mail may have arrived.
pub async fn release_mute(work: &mut UnitOfWork<'_>, invitation: &Invitation) -> Result<(), Fault> {
    if invitation.send.doubts > 0 {
        return Ok(());
    }
    let address = invitation.address.digest().to_hex();
    let person = MuteBook::digest_of_contact(&invitation.contact_id).to_hex();
    let own = MuteScope::Campaign(invitation.campaign_id.clone());
    for (scope, digest) in
        [(&own, &address), (&MuteScope::Organization, &address), (&MuteScope::Organization, &person)]
    {
        release_in(work, invitation, scope, digest).await?;
    }
    Ok(())
}

async fn release_in(
    work: &mut UnitOfWork<'_>,
    invitation: &Invitation,
    scope: &MuteScope,
    digest: &str,
) -> Result<(), Fault> {
    let book = work.get_in::<MuteBook>(&invitation.organization, scope.as_str(), digest).await?;
    let Some(mut book) = book else { return Ok(()) };
    if book.release(&invitation.id) { work.put(&book) } else { Ok(()) }
}
