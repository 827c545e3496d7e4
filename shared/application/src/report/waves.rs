//! The waves of a campaign side by side (P12): how many were asked, what they answered, how far that is from the wave
//! before. Beginning waves lives in `invitation::begin_wave`.

use crate::call::{Refusal, Reply, found};
use crate::ports::fault::Fault;
use crate::ports::records::{Range, Records};
use crate::stored::{Pages, key, key_in, load, partition_in};
use jiff::SignedDuration;
use relance_domain::answer::Answer;
use relance_domain::campaign::{Campaign, HeldWave, NextWave};
use relance_domain::invitation::Batch;
use relance_domain::name::{AnswerId, CampaignId, OrganizationId, Unique};
use relance_domain::report::{Nps, NpsChange, Scores};
use std::collections::BTreeMap;

/// Answers per query.
const PAGE: usize = 1_000;
/// A local day, where clocks are put back.
const LONGEST_DAY: SignedDuration = SignedDuration::from_hours(26);

/// A campaign's waves beside each other (M2).
pub struct ReadWaves<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WavesOfCampaign {
    /// The one to come.
    pub next: Option<NextWave>,
    /// Those that have begun, newest first.
    pub held: Vec<WaveResult>,
}

/// One wave and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct WaveResult {
    /// Its number and beginning.
    pub wave: HeldWave,
    /// Its list; absent when nobody was asked.
    pub list: Option<Batch>,
    /// Its answers, whenever they came; none are told while they are hidden.
    pub answers: u32,
    /// True while fewer people than may be shown answered an anonymous campaign (R5.4).
    pub hidden: bool,
    /// Its score.
    pub nps: Nps,
    /// From the wave before to this one.
    pub change: Option<NpsChange>,
}

impl ReadWaves<'_> {
    /// The latest waves of a campaign, `most` of them.
    ///
    /// # Errors
    /// Refusals: no such campaign.
    pub async fn read(
        &self,
        organization: &OrganizationId,
        campaign: &str,
        most: usize,
    ) -> Reply<WavesOfCampaign> {
        let id = CampaignId::parse(campaign).map_err(|_| Refusal::not_found("campaign"))?;
        let place = key::<Campaign>(organization, id.as_str());
        let campaign = found(load::<Campaign>(self.records, &place).await?, "campaign")?.value;
        let next = campaign.wave_plan.next.filter(|_| campaign.is_live());
        // One more than is shown: the oldest of them is compared with it.
        let first = campaign.wave_plan.held.len().saturating_sub(most.saturating_add(1));
        let latest = campaign.wave_plan.held.get(first..).unwrap_or_default();
        let counted = self.counted(&campaign, latest).await?;
        let mut held: Vec<WaveResult> = Vec::new();
        for wave in latest {
            let (answers, scores) = counted.get(&wave.number).copied().unwrap_or_default();
            let hidden =
                answers > 0 && campaign.respondents.hides(usize::try_from(answers).unwrap_or(usize::MAX));
            let (answers, nps) = if hidden { (0, Scores::default().nps()) } else { (answers, scores.nps()) };
            let change = held.last().and_then(|before| nps.change_since(&before.nps));
            let list = match &wave.batch_id {
                Some(list) => {
                    let place = key_in::<Batch>(organization, id.as_str(), list.as_str());
                    load::<Batch>(self.records, &place).await?.map(|stored| stored.value)
                }
                None => None,
            };
            held.push(WaveResult { wave: wave.clone(), list, answers, hidden, nps, change });
        }
        held.reverse();
        held.truncate(most);
        Ok(WavesOfCampaign { next, held })
    }

    /// Answers and scores by wave, in one pass over what was answered since the first of these waves began.
    async fn counted(
        &self,
        campaign: &Campaign,
        waves: &[HeldWave],
    ) -> Result<BTreeMap<u32, (u32, Scores)>, Fault> {
        let mut counted: BTreeMap<u32, (u32, Scores)> = BTreeMap::new();
        let Some(first) = waves.first() else { return Ok(counted) };
        let answers = partition_in::<Answer>(&campaign.organization, campaign.id.as_str());
        let mut range = Range::all(answers, PAGE);
        // Ids of anonymous answers begin with their local day.
        let since = first.at.checked_sub(LONGEST_DAY).unwrap_or(first.at);
        range.from = Some(AnswerId::new(&Unique::first_at(since)).to_string());
        let mut pages = Pages::of(self.records, range);
        while let Some(page) = pages.values::<Answer>().await? {
            for answer in page.iter().filter(|answer| !answer.ignored) {
                let Some(wave) = answer.wave.or_else(|| veiled_wave(campaign, waves, answer)) else {
                    continue;
                };
                let (answers, scores) = counted.entry(wave).or_default();
                *answers = answers.saturating_add(1);
                answer.nps_score.into_iter().for_each(|score| scores.count(score));
            }
        }
        Ok(counted)
    }
}

/// An anonymous answer keeps its local day and not its wave (R5.4): it counts for the latest one that had begun by the end
/// of that day.
fn veiled_wave(campaign: &Campaign, waves: &[HeldWave], answer: &Answer) -> Option<u32> {
    let end_of_day = answer.completed_at.checked_add(LONGEST_DAY).unwrap_or(answer.completed_at);
    let begun = waves.iter().rev().find(|wave| wave.at < end_of_day);
    begun.filter(|_| campaign.respondents.anonymous).map(|wave| wave.number)
}
