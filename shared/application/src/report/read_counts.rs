//! What was answered in a period, derived from answers and never incremented: a closed local day is folded once into a small
//! record, an open or changed one is counted from its answers (house rule "statistics are derived").

use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Range, Records};
use crate::stored::{Pages, Stored, partition_in, read_between, record_of};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use relance_domain::account::Organization;
use relance_domain::answer::Answer;
use relance_domain::campaign::{Campaign, Respondents};
use relance_domain::name::{AnswerId, CampaignId, Unique};
use relance_domain::report::{Counts, DayTally, Period, Span};
use std::collections::BTreeMap;

/// A day is closed this long after its end: longer than any answer takes to be stored, clocks' skew included.
const CLOSING: SignedDuration = SignedDuration::from_mins(10);
/// Answers per query.
const PAGE: usize = 1_000;

/// Reads figures.
pub struct ReadCounts<'a> {
    /// Where answers and folded days are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// Counts over a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountsRead {
    /// What was answered, in all.
    pub counts: Counts,
    /// The same by campaign.
    pub by_campaign: BTreeMap<CampaignId, Counts>,
    /// The local days that were counted.
    pub span: Span,
    /// Anonymous campaigns that are not in it: too few of their answers are of these days (R5.4).
    pub hidden: Vec<CampaignId>,
}

impl ReadCounts<'_> {
    /// Counts the answers of some campaigns over a period of the organization's local days.
    pub async fn run(
        &self,
        organization: &Organization,
        campaigns: &[Campaign],
        period: Period,
    ) -> Result<CountsRead, Fault> {
        let zone = organization.zone();
        let span = period.span(self.clock.now(), &zone);
        let (mut counts, mut by_campaign) = (Counts::default(), BTreeMap::new());
        let mut hidden = Vec::new();
        for campaign in campaigns {
            let born = campaign.created_at.to_zoned(zone.clone()).date();
            let alive = Span { first: span.first.max(born), last: span.last };
            let mut of_one = self.campaign(organization, campaign, alive).await?;
            if campaign.respondents.anonymous && of_one.hide_fewer_than(Respondents::FEWEST_SHOWN) {
                hidden.push(campaign.id.clone());
            }
            counts.merge(&of_one);
            by_campaign.insert(campaign.id.clone(), of_one);
        }
        Ok(CountsRead { counts, by_campaign, span, hidden })
    }

    async fn campaign(
        &self,
        organization: &Organization,
        campaign: &Campaign,
        span: Span,
    ) -> Result<Counts, Fault> {
        let known = self.tallies(organization, campaign, span).await?;
        let mut total = Counts::default();
        let mut missing = Vec::new();
        for day in span.days() {
            match known.get(&day).and_then(|tally| tally.value.counts.as_ref()) {
                Some(counts) => total.merge(counts),
                None => missing.push(day),
            }
        }
        for run in consecutive(&missing) {
            for (day, counts) in self.count(organization, campaign, run).await? {
                total.merge(&counts);
                self.fold(organization, campaign, day, counts, known.get(&day)).await?;
            }
        }
        Ok(total)
    }

    async fn tallies(
        &self,
        organization: &Organization,
        campaign: &Campaign,
        span: Span,
    ) -> Result<BTreeMap<Date, Stored<DayTally>>, Fault> {
        let days = [Some(span.first.to_string()), span.last.tomorrow().ok().map(|day| day.to_string())];
        let tallies = partition_in::<DayTally>(&organization.id, campaign.id.as_str());
        let found = read_between::<DayTally>(self.records, tallies, days).await?;
        Ok(found.into_iter().map(|tally| (tally.value.day, tally)).collect())
    }

    /// Counts the answers of consecutive days in as few queries as there are pages.
    async fn count(
        &self,
        organization: &Organization,
        campaign: &Campaign,
        run: Span,
    ) -> Result<BTreeMap<Date, Counts>, Fault> {
        let zone = organization.zone();
        let (start, end) = (Span::instants(run.first, &zone).start, Span::instants(run.last, &zone).end);
        let mut days: BTreeMap<Date, Counts> = run.days().map(|day| (day, Counts::default())).collect();
        let answers = partition_in::<Answer>(&organization.id, campaign.id.as_str());
        let (from, before) = (Some(answer_id_at(start)), Some(answer_id_at(end)));
        let mut pages = Pages::of(self.records, Range { from, before, ..Range::all(answers, PAGE) });
        while let Some(page) = pages.values::<Answer>().await? {
            for answer in &page {
                count_one(&mut days, answer, &zone);
            }
        }
        Ok(days)
    }

    /// Keeps a closed day's counts, on condition that no answer of the day changed since it was looked up.
    async fn fold(
        &self,
        organization: &Organization,
        campaign: &Campaign,
        day: Date,
        counts: Counts,
        known: Option<&Stored<DayTally>>,
    ) -> Result<(), Fault> {
        let end = Span::instants(day, &organization.zone()).end;
        if self.clock.now() < end.checked_add(CLOSING).unwrap_or(Timestamp::MAX) {
            return Ok(());
        }
        let tally = DayTally {
            organization: organization.id.clone(),
            campaign_id: campaign.id.clone(),
            day,
            counts: Some(counts),
            emptied: known.map_or(0, |stored| stored.value.emptied),
        };
        let change = match known {
            Some(stored) => Change::Update(record_of(&tally, stored.version)?),
            None => Change::Create(record_of(&tally, 0)?),
        };
        match self.records.commit(&[change]).await? {
            // Somebody else folded it, or an answer changed: the next reader counts again.
            Committed::Done | Committed::Conflict => Ok(()),
        }
    }
}

fn count_one(days: &mut BTreeMap<Date, Counts>, answer: &Answer, zone: &TimeZone) {
    let day = answer.completed_at.to_zoned(zone.clone()).date();
    if let Some(counts) = days.get_mut(&day) {
        counts.count(answer);
    }
}

/// The smallest id of an answer completed at or after an instant: ids sort by time of completion.
fn answer_id_at(at: Timestamp) -> String {
    AnswerId::new(&Unique::first_at(at)).to_string()
}

/// Splits days into runs without gaps.
fn consecutive(days: &[Date]) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some(run) if run.last.tomorrow().is_ok_and(|next| next == *day) => run.last = *day,
            _ => runs.push(Span { first: *day, last: *day }),
        }
    }
    runs
}
