//! Answers over all campaigns, newest first, and whether one counts in statistics (P11).
//! Recording them lives in `respond`.

use crate::manage::call::{Failure, Page, Refusal, Reply, Wanted, decide_again, found, merged_newest_first};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::{Committed, Range, Records};
use crate::respond::empty_tally;
use crate::stored::{Key, UnitOfWork, key, load, partition, read_all};
use relance_domain::answer::Answer;
use relance_domain::campaign::{BankQuestion, Campaign};
use relance_domain::name::{
    AnswerId, CampaignId, ContactId, InvitationId, OrganizationId, QuestionId, Unique,
};
use relance_domain::organization::Organization;
use relance_domain::score::{Period, Span};
use std::collections::BTreeSet;

/// Reads answers.
pub struct Answers<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// Which answers are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerFilter {
    /// Of this campaign.
    pub campaign_id: Option<CampaignId>,
    /// Of this person.
    pub contact_id: Option<ContactId>,
    /// To this invitation.
    pub invitation_id: Option<InvitationId>,
    /// Completed in this period of the organization's local days.
    pub period: Option<Period>,
    /// With at least this NPS score.
    pub min_score: Option<u8>,
    /// With at most this NPS score.
    pub max_score: Option<u8>,
}

impl AnswerFilter {
    fn keeps(&self, answer: &Answer) -> bool {
        let contact = self.contact_id.is_none() || self.contact_id == answer.contact_id;
        let invitation = self.invitation_id.is_none() || self.invitation_id == answer.invitation_id;
        let low = self.min_score.is_none_or(|min| answer.nps_score.is_some_and(|score| score >= min));
        let high = self.max_score.is_none_or(|max| answer.nps_score.is_some_and(|score| score <= max));
        contact && invitation && low && high
    }
}

impl Answers<'_> {
    /// A page of answers, newest first.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        filter: &AnswerFilter,
        wanted: &Wanted,
    ) -> Result<Page<Answer>, Fault> {
        let bounds = match filter.period {
            Some(period) => Some(self.bounds(organization, period).await?),
            None => None,
        };
        let groups = match &filter.campaign_id {
            Some(id) => vec![id.to_string()],
            None => self.campaigns(organization).await?,
        };
        let keep = |answer: &Answer| filter.keeps(answer);
        merged_newest_first::<Answer>(self.records, organization, &groups, (wanted, bounds), &keep).await
    }

    /// One answer, of whichever campaign.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<Answer> {
        let key = self.find(organization, id).await?;
        Ok(found(load::<Answer>(self.records, &key).await?, "answer")?.value)
    }

    /// Takes an answer out of every statistic, or back in; repeating it changes nothing.
    ///
    /// # Errors
    /// Refusals: no such answer.
    pub async fn ignore(&self, organization: &OrganizationId, id: &str, ignored: bool) -> Reply<Answer> {
        let key = self.find(organization, id).await?;
        decide_again(|| Box::pin(self.attempt(organization, &key, ignored))).await
    }

    async fn attempt(
        &self,
        organization: &OrganizationId,
        key: &Key,
        ignored: bool,
    ) -> Result<Option<Answer>, Failure> {
        let mut work = UnitOfWork::new(self.records);
        let present = found(work.get_key::<Answer>(key).await?, "answer")?;
        if present.ignored == ignored {
            return Ok(Some(present));
        }
        let settings = work.get::<Organization>(organization, "", "settings").await?;
        let settings = found(settings, "organization")?;
        let answer = Answer { ignored, ..present };
        empty_tally(&mut work, &settings, &answer).await?;
        work.put(&answer)?;
        Ok((work.commit().await? == Committed::Done).then_some(answer))
    }

    /// The questions of one campaign, or of all, each once, in the order in which they are asked.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn questions(
        &self,
        organization: &OrganizationId,
        campaign: Option<&CampaignId>,
    ) -> Result<Vec<QuestionId>, Fault> {
        let range = Range::all(partition::<Campaign>(organization, ""), 1_000);
        let campaigns = read_all::<Campaign>(self.records, &range).await?;
        let chosen = campaigns.into_iter().filter(|stored| campaign.is_none_or(|id| *id == stored.value.id));
        let chosen: Vec<Campaign> = chosen.map(|stored| stored.value).collect();
        let bank = if chosen.iter().all(|campaign| campaign.bank.categories.is_empty()) {
            Vec::new()
        } else {
            let range = Range::all(partition::<BankQuestion>(organization, ""), 1_000);
            read_all::<BankQuestion>(self.records, &range).await?
        };
        // Retired and excluded ones too: earlier answers may hold them.
        let of_bank = |campaign: &Campaign| {
            let picked = bank.iter().filter(|one| campaign.bank.categories.contains(&one.value.category_id));
            picked.map(|one| one.value.question.clone()).collect::<Vec<_>>()
        };
        let asked = chosen
            .into_iter()
            .flat_map(|campaign| [of_bank(&campaign), campaign.questions].into_iter().rev());
        let mut seen = BTreeSet::new();
        let ids = asked.flatten().filter(|question| question.kind.is_asked()).map(|question| question.id);
        Ok(ids.filter(|id| seen.insert(id.clone())).collect())
    }

    /// Answers are kept by campaign, and an id alone does not tell which.
    async fn find(&self, organization: &OrganizationId, id: &str) -> Reply<Key> {
        let id = AnswerId::parse(id).map_err(|_| Refusal::not_found("answer"))?;
        for campaign in self.campaigns(organization).await? {
            let key = key::<Answer>(organization, &campaign, id.as_str());
            if self.records.get(&key).await?.is_some() {
                return Ok(key);
            }
        }
        Err(Refusal::not_found("answer").into())
    }

    async fn campaigns(&self, organization: &OrganizationId) -> Result<Vec<String>, Fault> {
        let range = Range::all(partition::<Campaign>(organization, ""), 1_000);
        let campaigns = read_all::<Campaign>(self.records, &range).await?;
        Ok(campaigns.into_iter().map(|stored| stored.value.id.to_string()).collect())
    }

    /// First and last id (exclusive) of a period: ids of answers sort by completion.
    async fn bounds(&self, organization: &OrganizationId, period: Period) -> Result<(String, String), Fault> {
        let settings = key::<Organization>(organization, "", "settings");
        let settings = load::<Organization>(self.records, &settings).await?;
        let zone = settings
            .map(|stored| stored.value.zone())
            .ok_or_else(|| Fault::permanent("the organization of a live key does not exist"))?;
        let span = period.span(self.clock.now(), &zone);
        let id_at = |at| AnswerId::new(&Unique::first_at(at)).to_string();
        let (first, _) = Span::instants(span.first, &zone);
        let (_, end) = Span::instants(span.last, &zone);
        Ok((id_at(first), id_at(end)))
    }
}
