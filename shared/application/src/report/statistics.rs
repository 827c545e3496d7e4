//! NPS, CSAT, CES and review clicks over a period, with where to look when there is nothing (E14).
//! Counting lives in `read_counts`.

use crate::answer::{AnswerFilter, Answers, hidden_because};
use crate::call::{Refusal, Reply, Wanted, found};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::report::{CountsRead, ReadCounts};
use crate::stored::{load_settings, partition, read_whole};
use jiff::{Zoned, civil::Date};
use relance_domain::account::Organization;
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::name::{CampaignId, OrganizationId, QuestionId};
use relance_domain::question::{AnswerValue, BankQuestion, Question};
use relance_domain::report::{Measure, Period, Scores};

/// Reads figures.
pub struct Statistics<'a> {
    /// Where answers are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// What was answered in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// What was counted.
    pub reading: CountsRead,
    /// The questions with a scale beside NPS, by campaign, as they are defined now, with what was answered to each. One
    /// that its campaign no longer asks is shown as long as the bank has it.
    pub questions: Vec<RatedQuestion>,
    /// Where to look when nothing was counted of what is wanted.
    pub hint: Option<String>,
}

/// A question with a scale, and what was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedQuestion {
    /// Who asked.
    pub campaign_id: CampaignId,
    /// What it measures.
    pub measure: Measure,
    pub question: Question,
    /// How often each value was given.
    pub scores: Scores,
}

/// Which figures somebody wants; decides what an empty period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Promoters less detractors, in points.
    Nps,
    /// What questions of this measure say.
    Of(Measure),
    /// Who went to leave a review.
    Reviews,
}

impl Statistics<'_> {
    /// Counts the answers of one campaign, or of all, over a period of the organization's local days.
    ///
    /// # Errors
    /// Refusals: no such campaign.
    pub async fn read(
        &self,
        organization: &OrganizationId,
        campaign: Option<&CampaignId>,
        figure: Figure,
        period: Period,
    ) -> Reply<Figures> {
        let settings = found(load_settings(self.records, organization).await?, "organization")?.value;
        let chosen = self.chosen(organization, campaign).await?;
        let read = ReadCounts { records: self.records, clock: self.clock };
        let reading = read.run(&settings, &chosen, period).await?;
        let questions = match figure {
            Figure::Of(_) => self.rated(&chosen, &reading).await?,
            Figure::Nps | Figure::Reviews => Vec::new(),
        };
        let counted = match figure {
            Figure::Nps => reading.counts.nps.nps().answers() > 0,
            Figure::Of(measure) => questions.iter().any(|rated| rated.measure == measure),
            Figure::Reviews => reading.counts.reviews_shown > 0,
        };
        let hint = match (counted, reading.hidden.first()) {
            (true, _) => None,
            (false, Some(hidden)) => Some(hidden_because(hidden)),
            (false, None) => Some(self.hint(&settings, campaign, figure).await?),
        };
        Ok(Figures { reading, questions, hint })
    }

    async fn chosen(
        &self,
        organization: &OrganizationId,
        campaign: Option<&CampaignId>,
    ) -> Reply<Vec<Campaign>> {
        let all = read_whole::<Campaign>(self.records, partition::<Campaign>(organization))
            .await?
            .into_iter()
            .map(|stored| stored.value);
        let chosen: Vec<Campaign> = all.filter(|c| campaign.is_none_or(|id| *id == c.id)).collect();
        if campaign.is_some() && chosen.is_empty() {
            return Err(Refusal::bad_field("campaign", "there is no such campaign").into());
        }
        Ok(chosen)
    }

    /// The questions that were answered, as they are defined. The bank is read only for those that a campaign does not word
    /// itself.
    async fn rated(&self, campaigns: &[Campaign], reading: &CountsRead) -> Result<Vec<RatedQuestion>, Fault> {
        let mut rated = Vec::new();
        let mut bank: Option<Vec<BankQuestion>> = None;
        for campaign in campaigns {
            let Some(counts) = reading.by_campaign.get(&campaign.id) else { continue };
            for (id, scores) in &counts.ratings {
                let own = campaign.questions.iter().find(|question| question.id == *id);
                let question = match (own, &bank) {
                    (Some(own), _) => Some(own.clone()),
                    (None, Some(bank)) => in_bank(bank, id),
                    (None, None) => in_bank(bank.insert(self.bank(&campaign.organization).await?), id),
                };
                let Some(question) = question else { continue };
                let Some(measure) = Measure::of(&question.kind) else { continue };
                let campaign_id = campaign.id.clone();
                rated.push(RatedQuestion { campaign_id, measure, question, scores: *scores });
            }
        }
        Ok(rated)
    }

    async fn bank(&self, organization: &OrganizationId) -> Result<Vec<BankQuestion>, Fault> {
        Ok(read_whole(self.records, partition::<BankQuestion>(organization))
            .await?
            .into_iter()
            .map(|stored| stored.value)
            .collect())
    }

    /// Names the shortest usual period that holds the latest answer of the kind.
    async fn hint(
        &self,
        settings: &Organization,
        campaign: Option<&CampaignId>,
        figure: Figure,
    ) -> Result<String, Fault> {
        let answers = Answers { records: self.records, clock: self.clock };
        let min_score = (figure == Figure::Nps).then_some(0);
        let filter = AnswerFilter { campaign_id: campaign.cloned(), min_score, ..AnswerFilter::default() };
        let wanted = Wanted { limit: 50, after: None };
        let latest = answers.list(&settings.id, &filter, &wanted).await?.page.items;
        let what = match figure {
            Figure::Nps => "answers with a score",
            Figure::Of(_) => "answers to such a question",
            Figure::Reviews => "people who were shown where to leave a review",
        };
        let tells = |answer: &&Answer| match figure {
            Figure::Nps => true,
            Figure::Of(_) => answer.values.values().any(|value| matches!(value, AnswerValue::Number(_))),
            Figure::Reviews => answer.review.is_some(),
        };
        let Some(latest) = latest.iter().filter(|answer| !answer.ignored).find(tells) else {
            return Ok(format!("there are no {what} yet"));
        };
        let zone = settings.zone();
        let (now, at) = (self.clock.now().to_zoned(zone.clone()), latest.completed_at.to_zoned(zone));
        let period = usual_period(&now, at.date());
        Ok(format!("no {what} in this period; the latest is of {}: try `{period}`", at.date()))
    }
}

fn in_bank(bank: &[BankQuestion], id: &QuestionId) -> Option<Question> {
    bank.iter().map(|kept| &kept.question).find(|question| question.id == *id).cloned()
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
