//! What only a text asks about at the send: room under the month's cap, counted before it is handed over and given back
//! when it surely was not taken (E20); who may be meant by a reply; and e-mail instead, where no text may go.

use crate::account::keep_sms_route;
use crate::invitation::send_mail::prepare::Halt;
use crate::invitation::{Booking, OpenBooks, SendMail, Sendable, release_mute};
use crate::ports::fault::Fault;
use crate::ports::mail::OutgoingText;
use crate::ports::records::{Committed, Key};
use crate::stored::UnitOfWork;
use crate::transaction;
use jiff::Timestamp;
use relance_domain::account::{Organization, SmsMonth};
use relance_domain::campaign::{Campaign, SmsLength};
use relance_domain::contact::Standing;
use relance_domain::invitation::{
    Asker, CancelReason, Candidate, Command, Conclusion, DecidedAbout, Decision, Invitation, Outcome, Ruling,
    SendOutcome, SendRules, SendState, Standings, may_invite, step,
};
use relance_domain::name::{DecisionId, EmailAddress};

/// What would be a text, as an e-mail.
struct ByMail<'a> {
    invitation: &'a Invitation,
    email: &'a EmailAddress,
    /// The first mail of its invitation, not a reminder.
    first: bool,
    /// Why no text may go.
    why: CancelReason,
}

impl SendMail<'_> {
    /// Takes the text's parts out of the month, if there is room, and writes down who texts this phone, so that a reply
    /// finds its way; both before anything is handed over.
    pub(super) async fn admit_text(
        &self,
        organization: &Organization,
        text: &OutgoingText,
    ) -> Result<(), Halt> {
        let known = self.records.commit(&[keep_sms_route(&text.to, &organization.id)?]).await?;
        let (Committed::Done | Committed::Conflict) = known;
        let parts = SmsLength::of(&text.text).parts;
        let cap = organization.contact_policy.sms.monthly_cap;
        let counted = self.count(organization, |month, now| month.take(parts, cap, now)).await?;
        if counted { Ok(()) } else { Err(Ruling::Never { reason: CancelReason::SmsCap }.into()) }
    }

    /// Gives the parts of a text back that surely was not taken. A worker that dies before this wastes them: the cap is
    /// never passed.
    pub(super) async fn settle_text(&self, text: &OutgoingText, outcome: &SendOutcome) {
        if matches!(outcome, SendOutcome::Accepted { .. } | SendOutcome::Unknown) {
            return;
        }
        let parts = SmsLength::of(&text.text).parts;
        let give_back = async {
            let mut work = UnitOfWork::new(self.records);
            let found = work.settings(&text.tag.organization).await?;
            let Some(organization) = found else { return Ok(true) };
            let returned = |month: &mut SmsMonth, now| {
                month.give_back(parts, now);
                true
            };
            self.count(&organization, returned).await
        };
        if let Err(fault) = give_back.await {
            let organization = &text.tag.organization;
            tracing::warn!(%organization, parts, reason = fault.chain(), "parts of a text that was not taken stay counted");
        }
    }

    async fn count(
        &self,
        organization: &Organization,
        change: impl Fn(&mut SmsMonth, Timestamp) -> bool + Sync,
    ) -> Result<bool, Fault> {
        let change = &change;
        Ok(transaction!(work in self.records => self.count_once(&mut work, organization, change)))
    }

    async fn count_once(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &Organization,
        change: &(impl Fn(&mut SmsMonth, Timestamp) -> bool + Sync),
    ) -> Result<bool, Fault> {
        let now = self.clock.now();
        let name = SmsMonth::name(now, organization.zone());
        let known = work.get::<SmsMonth>(&organization.id, &name).await?;
        let mut month = known.unwrap_or_else(|| SmsMonth::empty(&organization.id, name, now));
        if !change(&mut month, now) {
            return Ok(false);
        }
        work.put(&month)?;
        Ok(true)
    }

    /// No text may go: asks by e-mail instead, where the invitation has such an address and that one may be written to
    /// (B27). Tells whether it does; what asks again later is the e-mail's own claim.
    pub(super) async fn fall_back<T: Sendable>(
        &self,
        key: &Key,
        attempt: u32,
        why: CancelReason,
    ) -> Result<bool, Fault> {
        let again =
            transaction!(work in self.records => self.fall_back_once::<T>(&mut work, key, attempt, why));
        let readdressed = again.is_some();
        self.hint_if_soon(again).await;
        Ok(readdressed)
    }

    async fn fall_back_once<T: Sendable>(
        &self,
        work: &mut UnitOfWork<'_>,
        key: &Key,
        attempt: u32,
        why: CancelReason,
    ) -> Result<Option<T>, Fault> {
        let now = self.clock.now();
        let Some(found) = work.get_key::<T>(key).await? else { return Ok(None) };
        let mine =
            matches!(found.progress().state, SendState::Sending { attempt: held, .. } if held == attempt);
        let asked = asked_by(work, &found).await?.filter(|_| mine);
        let fallback = asked.as_ref().and_then(|asked| asked.origin.fallback.as_ref());
        let Some((invitation, email)) = asked.as_ref().zip(fallback) else { return Ok(None) };
        let first = found.as_invitation().is_some();
        let instead = ByMail { invitation, email, first, why };
        let Some(due_at) = self.may_mail(work, instead, now).await? else { return Ok(None) };
        let put_off = Command::Refused { attempt, ruling: Ruling::Later { at: due_at } };
        let stepped = step(found.progress(), &put_off, now, &SendRules::default());
        let Some(mut next) = stepped.next else { return Ok(None) };
        // It is planned anew: what was reserved for the mailbox is this instant.
        next.planned_for = due_at;
        let changed = found.with_progress(next).readdressed(email.clone().into());
        work.put(&changed)?;
        Ok(Some(changed))
    }

    /// When the mailbox may be written to; nothing where a wish, a verdict or a limit forbids it. A first mail moves its
    /// reservation there (B25); a reminder holds none.
    async fn may_mail(
        &self,
        work: &mut UnitOfWork<'_>,
        instead: ByMail<'_>,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Fault> {
        let ByMail { invitation, email, first, why } = instead;
        let id = &invitation.organization;
        let organization = work.settings(id).await?;
        let campaign = work.get::<Campaign>(id, invitation.campaign_id.as_str()).await?;
        let (Some(organization), Some(campaign)) = (organization, campaign) else { return Ok(None) };
        let asker = Asker { organization: &organization, campaign: &campaign };
        let standing = work.get::<Standing>(id, &email.digest().to_hex()).await?;
        let candidate = candidate(invitation, email, now);
        let wanted =
            Booking { address: &candidate.address, ..Booking::of(asker, invitation, &candidate.about) };
        let books = if first && !invitation.origin.test {
            release_mute(work, invitation).await?;
            Some(OpenBooks::read(work, &wanted).await?)
        } else {
            None
        };
        let bounds = books.as_ref().map_or(&[][..], |books| &books.bounds);
        let known = Standings { standing: standing.as_ref(), bounds };
        let Ok(due_at) = may_invite(&candidate, asker, known) else { return Ok(None) };
        if let Some(books) = books {
            books.reserve(work, &wanted, due_at)?;
            work.put(&self.by_mail_instead(invitation, why, now))?;
        }
        Ok(Some(due_at))
    }

    fn by_mail_instead(&self, invitation: &Invitation, why: CancelReason, now: Timestamp) -> Decision {
        let reason = format!("by e-mail instead of a text: {}", why.words());
        let conclusion = Conclusion::because(Outcome::Planned, reason);
        let id = DecisionId::new(&self.mint.unique(now));
        Decision::of(id, DecidedAbout::after_planning(invitation), conclusion, now)
    }
}

/// The invitation that a text asks for; a reminder repeats one.
async fn asked_by<T: Sendable>(work: &mut UnitOfWork<'_>, mail: &T) -> Result<Option<Invitation>, Fault> {
    if let Some(invitation) = mail.as_invitation() {
        return Ok(Some(invitation.clone()));
    }
    let repeated = mail.as_reminder().map(|reminder| &reminder.invitation_id);
    work.get_if::<Invitation>(mail.organization(), repeated).await
}

/// The same person, at once and by e-mail.
fn candidate(invitation: &Invitation, email: &EmailAddress, now: Timestamp) -> Candidate {
    Candidate {
        address: email.clone().into(),
        fallback: None,
        language: invitation.language.clone(),
        wanted_at: now,
        due_at: now,
        time_zone: invitation.origin.time_zone.clone(),
        about: invitation.trace(),
        remark: None,
    }
}
