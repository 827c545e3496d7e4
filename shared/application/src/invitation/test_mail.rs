//! A test mail, or a test text: a real one, through the one gate (R3.4), so that somebody of the organization sees what customers get.
//! Its link opens the survey; nothing of it counts: no answer, no figure, no mute period, no decision, no alert.

use crate::call::{Failure, Refusal, Reply, found};
use crate::invitation::preview::language_of;
use crate::invitation::resend::check_address;
use crate::invitation::sample_invitation;
use crate::ports::chance::{Clock, Mint};
use crate::ports::due::Announce;
use crate::ports::records::Records;
use crate::stored::{Entity as _, UnitOfWork};
use crate::transaction;
use relance_domain::campaign::Campaign;
use relance_domain::invitation::Invitation;
use relance_domain::name::{Address, CampaignId, InvitationId, LanguageTag, OrganizationId};

/// Sends test mails.
pub struct SendTest<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Wakes the sender.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names the mail.
    pub mint: &'a dyn Mint,
}

impl SendTest<'_> {
    /// Plans a test mail for now, of a draft too; the campaign's default language when none is asked for.
    ///
    /// # Errors
    /// Refusals: no such campaign, a language that it does not have, an address that opted out or is suppressed.
    pub async fn run(
        &self,
        organization: &OrganizationId,
        campaign: &str,
        address: &Address,
        language: Option<&LanguageTag>,
    ) -> Reply<Invitation> {
        let id = CampaignId::parse(campaign).map_err(|_| Refusal::not_found("campaign"))?;
        let planned = transaction!(work in self.records => self.attempt(&mut work, organization, &id, address, language));
        self.announce.announce(&[planned.announcement(0)]).await;
        Ok(planned)
    }

    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &OrganizationId,
        campaign: &CampaignId,
        address: &Address,
        language: Option<&LanguageTag>,
    ) -> Result<Invitation, Failure> {
        let now = self.clock.now();
        let campaign = work.get::<Campaign>(organization, campaign.as_str()).await?;
        let campaign = found(campaign, "campaign")?;
        let language = language_of(&campaign, language)?;
        let id = InvitationId::new(&self.mint.unique(now));
        let tail = id.as_str().trim_start_matches("inv_");
        let planned = sample_invitation(&campaign, address, &language, tail, now)?;
        check_address(work, &planned).await?;
        work.put(&planned)?;
        Ok(planned)
    }
}
