//! Begins the wave of a campaign whose time has come (P12): makes the list of whom it asks, then plans the next one.
//! The list is worked through as one that was made by hand.

use crate::call::Failure;
use crate::invitation::{ListWanted, People, StartBatch};
use crate::ports::chance::{Clock, Mint};
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::records::{Key, Records};
use crate::stored::UnitOfWork;
use crate::transaction;
use relance_domain::campaign::{Campaign, HeldWave, NextWave};
use relance_domain::name::BatchId;

/// Makes the list of a wave that has come, and plans the next one (P12).
pub struct BeginWave<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Wakes the worker.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names lists.
    pub mint: &'a dyn Mint,
}

impl BeginWave<'_> {
    /// Begins the wave of the campaign of this key, if it is time.
    ///
    /// # Errors
    /// Faults of the store; the due index brings the campaign back, and a list that was made is found again.
    pub async fn run(&self, campaign: &Key) -> Result<(), Fault> {
        transaction!(work in self.records => self.attempt(&mut work, campaign));
        Ok(())
    }

    async fn attempt(&self, work: &mut UnitOfWork<'_>, key: &Key) -> Result<(), Fault> {
        let now = self.clock.now();
        let campaign = work.get_key::<Campaign>(key).await?.filter(Campaign::is_live);
        let Some(mut campaign) = campaign else { return Ok(()) };
        let Some(wave) = campaign.wave_plan.begun(now) else { return Ok(()) };
        let settings = work.settings(&campaign.organization).await?;
        let zone = settings.ok_or_else(|| Fault::permanent("the campaign's organization is gone"))?.zone();
        let (batch_id, remark) = match self.list(&campaign, wave).await? {
            Ok(id) => (Some(id), None),
            Err(reason) => (None, Some(reason)),
        };
        let held = HeldWave { number: wave.number, at: wave.at, batch_id, remark };
        let waves = campaign.reach.waves.clone();
        campaign.wave_plan = campaign.wave_plan.after(held, waves.as_ref(), now, &zone);
        work.put(&campaign)?;
        Ok(())
    }

    /// The list, made once however often this is repeated; or why there is none.
    async fn list(&self, campaign: &Campaign, wave: NextWave) -> Result<Result<BatchId, String>, Fault> {
        let Some(waves) = &campaign.reach.waves else { return Ok(Err("waves were switched off".to_owned())) };
        let wanted = ListWanted {
            campaign_id: campaign.id.clone(),
            people: People::Contacts(waves.criteria.clone()),
            dry_run: false,
            starts_at: Some(wave.at),
            spread: None,
            request: Some(format!("wave {}", wave.number)),
            wave: Some(wave.number),
        };
        let start =
            StartBatch { records: self.records, announce: self.announce, clock: self.clock, mint: self.mint };
        match start.run(&campaign.organization, wanted).await {
            Ok(batch) => Ok(Ok(batch.id)),
            Err(Failure::Refused(refusal)) => Ok(Err(refusal.in_words())),
            Err(Failure::Fault(fault)) => Err(fault),
        }
    }
}
