//! Plans an invitation's reminders in the very transaction that makes its mail a sent one (P5): whoever learns it first,
//! the sender or the delivery reports. Whether a reminder still goes is asked when it is due.

use crate::ports::fault::Fault;
use crate::stored::UnitOfWork;
use jiff::Timestamp;
use relance_domain::campaign::Campaign;
use relance_domain::invitation::{Asker, Invitation, Reminder, moved_into_opening};

/// Plans the reminders of an invitation that is sent and not answered; those that are planned already stay.
pub(crate) async fn plan_reminders(
    work: &mut UnitOfWork<'_>,
    invitation: &Invitation,
    now: Timestamp,
) -> Result<(), Fault> {
    let Some(sent_at) = invitation.send.sent_at() else { return Ok(()) };
    if invitation.origin.reminders.is_empty() || invitation.is_answered() {
        return Ok(());
    }
    let id = &invitation.organization;
    let campaign = work.get::<Campaign>(id, invitation.campaign_id.as_str()).await?;
    let organization = work.settings(id).await?;
    let (Some(campaign), Some(organization)) = (campaign, organization) else { return Ok(()) };
    for (number, delay) in invitation.origin.reminders.numbered() {
        let known = Reminder::id_of(&invitation.id, number);
        if work.get::<Reminder>(id, known.as_str()).await?.is_none() {
            let asker = Asker { organization: &organization, campaign: &campaign };
            let (way, zone) = (invitation.address.way(), invitation.origin.time_zone.as_deref());
            let due_at = moved_into_opening(asker, way, zone, delay.after(sent_at));
            work.put(&Reminder::of(invitation, number, due_at, now))?;
        }
    }
    Ok(())
}
