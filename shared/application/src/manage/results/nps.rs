//! NPS over a period, with where to look when there is nothing (E14).
//! Counting lives in `follow_up`.

use crate::follow_up::{NpsReading, ReadNps};
use crate::manage::call::{Refusal, Reply, Wanted, found};
use crate::manage::results::{AnswerFilter, Answers, hidden_because};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::{Range, Records};
use crate::stored::{key, load, partition, read_all};
use jiff::{Zoned, civil::Date};
use relance_domain::campaign::Campaign;
use relance_domain::name::{CampaignId, OrganizationId};
use relance_domain::organization::Organization;
use relance_domain::score::Period;

/// Reads figures.
pub struct Statistics<'a> {
    /// Where answers are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// NPS over a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NpsStatistics {
    /// What was counted.
    pub reading: NpsReading,
    /// Where to look when nothing was.
    pub hint: Option<String>,
}

impl Statistics<'_> {
    /// Counts the answers of one campaign, or of all, over a period of the organization's local days.
    ///
    /// # Errors
    /// Refusals: no such campaign.
    pub async fn nps(
        &self,
        organization: &OrganizationId,
        campaign: Option<&CampaignId>,
        period: Period,
    ) -> Reply<NpsStatistics> {
        let settings = key::<Organization>(organization, "", "settings");
        let settings = found(load::<Organization>(self.records, &settings).await?, "organization")?.value;
        let range = Range::all(partition::<Campaign>(organization, ""), 1_000);
        let all = read_all::<Campaign>(self.records, &range).await?.into_iter().map(|stored| stored.value);
        let chosen: Vec<Campaign> = all.filter(|c| campaign.is_none_or(|id| *id == c.id)).collect();
        if campaign.is_some() && chosen.is_empty() {
            return Err(Refusal::bad_field("campaign", "there is no such campaign").into());
        }
        let read = ReadNps { records: self.records, clock: self.clock };
        let reading = read.run(&settings, &chosen, period).await?;
        let hint = match (reading.scores.nps().answers(), reading.hidden.first()) {
            (0, Some(hidden)) => Some(hidden_because(hidden)),
            (0, None) => Some(self.hint(&settings, campaign).await?),
            _ => None,
        };
        Ok(NpsStatistics { reading, hint })
    }

    /// Names the shortest usual period that holds the latest answer.
    async fn hint(&self, settings: &Organization, campaign: Option<&CampaignId>) -> Result<String, Fault> {
        let answers = Answers { records: self.records, clock: self.clock };
        let filter =
            AnswerFilter { campaign_id: campaign.cloned(), min_score: Some(0), ..AnswerFilter::default() };
        let wanted = Wanted { limit: 50, after: None };
        let latest = answers.list(&settings.id, &filter, &wanted).await?.page.items;
        let Some(latest) = latest.iter().find(|answer| !answer.ignored) else {
            return Ok("there are no answers with a score yet".to_owned());
        };
        let zone = settings.zone();
        let (now, at) = (self.clock.now().to_zoned(zone.clone()), latest.completed_at.to_zoned(zone));
        let period = usual_period(&now, at.date());
        Ok(format!("no answers with a score in this period; the latest is of {}: try `{period}`", at.date()))
    }
}

fn usual_period(now: &Zoned, day: Date) -> String {
    let names = ["today", "7d", "30d", "last_month", "year"];
    let holds = |name: &str| {
        Period::parse(name).is_ok_and(|period| {
            let span = period.span(now.timestamp(), now.time_zone());
            span.first <= day && day <= span.last
        })
    };
    let found = names.into_iter().find(|name| holds(name)).map(str::to_owned);
    found.unwrap_or_else(|| format!("{day}..{day}"))
}
