//! Asks again, in another language or at another address (E17, F29): a new invitation whose link replaces the old
//! one's. Bypasses mute, never an opt-out or a suppression.

use crate::call::{BadField, Failure, Refusal, Reply, found};
use crate::invitation::invitations::{decided, invitation_id, stopped};
use crate::invitation::{Booking, OpenBooks, release_mute};
use crate::ports::chance::{Clock, Mint};
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::{Entity as _, UnitOfWork};
use crate::transaction;
use jiff::Timestamp;
use relance_domain::campaign::Campaign;
use relance_domain::contact::Standing;
use relance_domain::invitation::{Asker, Conclusion, Invitation, Origin, Outcome, SendProgress, SendState};
use relance_domain::name::{Address, InvitationId, LanguageTag, OrganizationId};
use relance_domain::source::TaskRecord;

/// Repeats invitations.
pub struct ResendInvitation<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Wakes the sender.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names the new one.
    pub mint: &'a dyn Mint,
}

/// What is different this time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Again {
    /// Another of the campaign's languages.
    pub language: Option<LanguageTag>,
    /// Another mailbox or phone.
    pub address: Option<Address>,
}

impl ResendInvitation<'_> {
    /// Asks again, at once; returns the new invitation.
    ///
    /// # Errors
    /// Refusals: no such invitation; answered, opted out, suppressed, already repeated or on its way; a language
    /// that the campaign does not have.
    pub async fn run(&self, organization: &OrganizationId, id: &str, again: &Again) -> Reply<Invitation> {
        let id = invitation_id(id)?;
        let new = transaction!(work in self.records => self.attempt(&mut work, organization, &id, again));
        self.announce.announce(&[new.announcement(0)]).await;
        Ok(new)
    }

    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &OrganizationId,
        id: &InvitationId,
        again: &Again,
    ) -> Result<Invitation, Failure> {
        let now = self.clock.now();
        let old = found(work.get::<Invitation>(organization, id.as_str()).await?, "invitation")?;
        may_repeat(&old)?;
        let campaign = work.get::<Campaign>(organization, old.campaign_id.as_str()).await?;
        let campaign = found(campaign, "campaign")?;
        let new = repeated(&old, &campaign, again, InvitationId::new(&self.mint.unique(now)), now)?;
        check_address(work, &new).await?;
        let waiting = matches!(old.send.state, SendState::Scheduled { .. } | SendState::Held { .. });
        let old = stopped(&old, now).filter(|_| waiting).unwrap_or(old);
        if waiting {
            release_mute(work, &old).await?;
        }
        reserve(work, &new, &campaign, now).await?;
        follow_task(work, &new).await?;
        work.put(&Invitation { replaced_by: Some(new.id.clone()), ..old.clone() })?;
        work.put(&new)?;
        let reason = format!("asked again by an operator; replaces {}", old.id);
        work.put(&decided(self.mint, &new, Conclusion::because(Outcome::Planned, reason), now))?;
        if waiting {
            let reason = format!("replaced by {}", new.id);
            work.put(&decided(self.mint, &old, Conclusion::because(Outcome::Cancelled, reason), now))?;
        }
        Ok(new)
    }
}

fn may_repeat(old: &Invitation) -> Result<(), Refusal> {
    if old.origin.test {
        return Err(Refusal::conflict("it is a test mail: send another one from its campaign"));
    }
    if old.is_answered() {
        return Err(Refusal::conflict("it is already answered"));
    }
    if let Some(newer) = &old.replaced_by {
        return Err(Refusal::conflict(format!("it was already asked again, as `{newer}`")));
    }
    match old.send.state {
        SendState::Sending { .. } => {
            Err(Refusal::conflict("it is being sent right now: try again in a minute"))
        }
        SendState::Uncertain { .. } => {
            Err(Refusal::conflict("nobody knows yet whether it went out: wait until that is settled"))
        }
        _ => Ok(()),
    }
}

fn repeated(
    old: &Invitation,
    campaign: &Campaign,
    again: &Again,
    id: InvitationId,
    now: Timestamp,
) -> Result<Invitation, Refusal> {
    let language = again.language.clone().unwrap_or_else(|| old.language.clone());
    if !campaign.texts.contains_key(&language) {
        let known: Vec<_> = campaign.texts.keys().map(|tag| format!("`{tag}`")).collect();
        let reason = format!("the campaign has no texts in `{language}`: use {}", known.join(" or "));
        return Err(Refusal::invalid("a field cannot be used", vec![BadField::new("language", reason)]));
    }
    if !campaign.is_live() {
        return Err(Refusal::conflict("its campaign is not live"));
    }
    // Somebody who names an address means that one and no other.
    let fallback = old.origin.fallback.clone().filter(|_| again.address.is_none());
    Ok(Invitation {
        id,
        language,
        address: again.address.clone().unwrap_or_else(|| old.address.clone()),
        send: SendProgress::scheduled(now),
        resend_of: Some(old.id.clone()),
        replaced_by: None,
        created_at: now,
        origin: Origin { fallback, ..old.origin.clone() },
        ..old.clone()
    })
}

pub(super) async fn check_address(work: &mut UnitOfWork<'_>, new: &Invitation) -> Result<(), Failure> {
    let digest = new.address.digest().to_hex();
    let Some(standing) = work.get::<Standing>(&new.organization, &digest).await? else { return Ok(()) };
    if standing.opted_out_of(&new.campaign_id).is_some() {
        return Err(Refusal::conflict("the person opted out").into());
    }
    match &standing.suppressed {
        Some(suppression) => {
            Err(Refusal::conflict(format!("the address is suppressed: {}", suppression.reason.as_str()))
                .into())
        }
        None => Ok(()),
    }
}

/// Mute periods and frequency rules do not stop a resend, but count it for what comes after.
async fn reserve(
    work: &mut UnitOfWork<'_>,
    new: &Invitation,
    campaign: &Campaign,
    now: Timestamp,
) -> Result<(), Fault> {
    let organization = work.settings(&new.organization).await?;
    let Some(organization) = organization else { return Ok(()) };
    let about = new.trace();
    let wanted = Booking::of(Asker { organization: &organization, campaign }, new, &about);
    OpenBooks::read(work, &wanted).await?.reserve(work, &wanted, now)
}

/// From now on the task's invitation is the new one: reopening the task cancels that one (B33).
async fn follow_task(work: &mut UnitOfWork<'_>, new: &Invitation) -> Result<(), Fault> {
    let Some(task_id) = &new.task_id else { return Ok(()) };
    let id = TaskRecord::id_of(&new.source, task_id);
    let Some(mut task) = work.get::<TaskRecord>(&new.organization, &id).await? else { return Ok(()) };
    task.invitations.insert(new.campaign_id.clone(), new.id.clone());
    work.put(&task)
}
