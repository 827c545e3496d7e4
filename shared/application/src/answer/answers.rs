//! Answers over all campaigns, newest first, and whether one counts in statistics (P11).
//! Recording them lives in `submit_answer`.

use crate::answer::empty_tally;
use crate::call::{Failure, Page, Refusal, Reply, Wanted, found, listed, merged_newest_first};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::{Key, RecordListing, Records};
use crate::stored::{
    Entity as _, UnitOfWork, key, key_in, load, load_settings, partition, partition_in, read_whole,
};
use crate::transaction;
use relance_domain::answer::Answer;
use relance_domain::campaign::{Campaign, CampaignVersion, Respondents};
use relance_domain::name::{
    AnswerId, CampaignId, ContactId, InvitationId, OrganizationId, QuestionId, Unique,
};
use relance_domain::question::BankQuestion;
use relance_domain::report::{Period, Span};
use std::collections::BTreeSet;
use std::ops;

/// A page of answers, and whose answers are too few to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswersFound {
    /// What may be shown.
    pub page: Page<Answer>,
    /// Anonymous campaigns with too few answers in what was asked for (R5.4).
    pub hidden: Vec<CampaignId>,
}

/// Why answers of an anonymous campaign are not shown (R5.4), for people.
#[must_use]
pub fn hidden_because(campaign: &CampaignId) -> String {
    let fewest = Respondents::FEWEST_SHOWN;
    format!(
        "campaign `{campaign}` is anonymous: its answers are hidden while fewer than {fewest} of them are in what was asked for"
    )
}

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
    pub campaign_id: Option<CampaignId>,
    /// Of this person.
    pub contact_id: Option<ContactId>,
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
    pub async fn list(
        &self,
        organization: &OrganizationId,
        filter: &AnswerFilter,
        wanted: &Wanted,
    ) -> Result<AnswersFound, Fault> {
        let ids = match filter.period {
            Some(period) => Some(self.ids_of(organization, period).await?),
            None => None,
        };
        let (mut groups, mut hidden) = (Vec::new(), Vec::new());
        for campaign in self.chosen(organization, filter.campaign_id.as_ref()).await? {
            if self.hides(&campaign, filter, ids.as_ref()).await? {
                hidden.push(campaign.id);
            } else {
                groups.push(campaign.id.to_string());
            }
        }
        let keep = |answer: &Answer| filter.keeps(answer);
        let page = if let Some(person) = &filter.contact_id {
            let shown = |answer: &Answer| {
                let within = ids.as_ref().is_none_or(|ids| ids.contains(&answer.id.to_string()));
                within && keep(answer) && groups.iter().any(|group| group == answer.campaign_id.as_str())
            };
            let listing = RecordListing::Person(Answer::KIND, person.to_string());
            listed::<Answer>(self.records, organization, listing, wanted, &shown).await?
        } else {
            merged_newest_first::<Answer>(self.records, organization, &groups, ids, wanted, &keep).await?
        };
        Ok(AnswersFound { page, hidden })
    }

    /// Whether too few answers of an anonymous campaign are in what was asked for (R5.4). Those that count nowhere do
    /// not count here either: a program's answers must not uncover a person's.
    async fn hides(
        &self,
        campaign: &Campaign,
        filter: &AnswerFilter,
        ids: Option<&ops::Range<String>>,
    ) -> Result<bool, Fault> {
        if !campaign.respondents.anonymous {
            return Ok(false);
        }
        let group = [campaign.id.to_string()];
        let keep = |answer: &Answer| filter.keeps(answer) && !answer.ignored;
        let mut wanted = Wanted { limit: Respondents::FEWEST_SHOWN, after: None };
        let mut found = 0;
        loop {
            let (whose, ids) = (&campaign.organization, ids.cloned());
            let page =
                merged_newest_first::<Answer>(self.records, whose, &group, ids, &wanted, &keep).await?;
            found += page.items.len();
            match page.next {
                Some(next) if campaign.respondents.hides(found) => wanted.after = Some(next),
                _ => return Ok(campaign.respondents.hides(found)),
            }
        }
    }

    async fn chosen(
        &self,
        organization: &OrganizationId,
        campaign: Option<&CampaignId>,
    ) -> Result<Vec<Campaign>, Fault> {
        if let Some(id) = campaign {
            let found = load::<Campaign>(self.records, &key::<Campaign>(organization, id.as_str())).await?;
            return Ok(found.into_iter().map(|stored| stored.value).collect());
        }
        let all = read_whole::<Campaign>(self.records, partition::<Campaign>(organization)).await?;
        Ok(all.into_iter().map(|stored| stored.value).collect())
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
        Ok(transaction!(work in self.records => self.attempt(&mut work, organization, &key, ignored)))
    }

    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &OrganizationId,
        key: &Key,
        ignored: bool,
    ) -> Result<Answer, Failure> {
        let present = found(work.get_key::<Answer>(key).await?, "answer")?;
        if present.ignored == ignored {
            return Ok(present);
        }
        let settings = work.settings(organization).await?;
        let settings = found(settings, "organization")?;
        let answer = Answer { ignored, ..present };
        empty_tally(work, &settings, &answer).await?;
        work.put(&answer)?;
        Ok(answer)
    }

    /// The questions of one campaign, or of all, each once, in the order in which they are asked.
    pub async fn questions(
        &self,
        organization: &OrganizationId,
        campaign: Option<&CampaignId>,
    ) -> Result<Vec<QuestionId>, Fault> {
        let chosen = self.chosen(organization, campaign).await?;
        let bank = if chosen.iter().all(|campaign| campaign.bank.categories.is_empty()) {
            Vec::new()
        } else {
            read_whole::<BankQuestion>(self.records, partition::<BankQuestion>(organization)).await?
        };
        // Retired and excluded ones too: earlier answers may hold them.
        let of_bank = |campaign: &Campaign| {
            let picked = bank.iter().filter(|one| campaign.bank.categories.contains(&one.value.category_id));
            picked.map(|one| one.value.question.clone()).collect::<Vec<_>>()
        };
        // And what earlier versions asked.
        let mut earlier = Vec::new();
        for campaign in chosen.iter().filter(|campaign| campaign.version.number > 1) {
            let versions = read_whole::<CampaignVersion>(
                self.records,
                partition_in::<CampaignVersion>(organization, campaign.id.as_str()),
            )
            .await?;
            earlier.extend(versions.into_iter().map(|version| version.value.definition.questions));
        }
        let asked = chosen
            .into_iter()
            .flat_map(|campaign| [of_bank(&campaign), campaign.questions].into_iter().rev())
            .chain(earlier);
        let mut seen = BTreeSet::new();
        let ids = asked.flatten().filter(|question| question.kind.is_asked()).map(|question| question.id);
        Ok(ids.filter(|id| seen.insert(id.clone())).collect())
    }

    /// Answers are kept by campaign, and an id alone does not tell which.
    async fn find(&self, organization: &OrganizationId, id: &str) -> Reply<Key> {
        let id = AnswerId::parse(id).map_err(|_| Refusal::not_found("answer"))?;
        for campaign in self.chosen(organization, None).await? {
            let key = key_in::<Answer>(organization, campaign.id.as_str(), id.as_str());
            if self.records.get(&key).await?.is_some() {
                if self.hides(&campaign, &AnswerFilter::default(), None).await? {
                    return Err(Refusal::conflict(hidden_because(&campaign.id)).into());
                }
                return Ok(key);
            }
        }
        Err(Refusal::not_found("answer").into())
    }

    /// The ids of a period: ids of answers sort by completion.
    async fn ids_of(
        &self,
        organization: &OrganizationId,
        period: Period,
    ) -> Result<ops::Range<String>, Fault> {
        let settings = load_settings(self.records, organization).await?;
        let zone = settings
            .map(|stored| stored.value.zone())
            .ok_or_else(|| Fault::permanent("the organization of a live key does not exist"))?;
        let span = period.span(self.clock.now(), &zone);
        let id_at = |at| AnswerId::new(&Unique::first_at(at)).to_string();
        let first = Span::instants(span.first, &zone).start;
        let end = Span::instants(span.last, &zone).end;
        Ok(id_at(first)..id_at(end))
    }
}
