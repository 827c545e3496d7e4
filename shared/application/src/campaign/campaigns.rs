//! Campaigns: drafts may be incomplete, published ones never are (B4, B31). Whoever changes one sends what they
//! have seen as `expected`, so that two people do not overwrite each other (B30).

mod versions;
mod watch;

use crate::call::{BadField, Edit, Page, Refusal, Reply, Wanted, created, found, scan};
use crate::campaign::check_look;
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::{Key, Records, Version};
use crate::question::Bank;
use crate::stored::{Stored, UnitOfWork, key, load, load_settings};
use crate::transaction;
use jiff::tz::TimeZone;
use relance_domain::account::Organization;
use relance_domain::campaign::{
    Campaign, CampaignStatus, CampaignTexts, Made, Versioned, missing_with_bank, versioned, wrong_sms,
};
use relance_domain::condition::{Condition, Vocabulary, Wrong};
use relance_domain::contact::ContactFields;
use relance_domain::name::{ApiKeyId, CampaignId, LanguageTag, OrganizationId};
use relance_domain::question::wrong_logic;
use relance_domain::source::EventFields;

/// Reads and changes campaigns.
pub struct Campaigns<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names new ones.
    pub mint: &'a dyn Mint,
    /// The key that changes them, for their versions.
    pub by: Option<ApiKeyId>,
}

/// A change that is asked for, and what it is checked against.
struct CampaignChange<'a> {
    expected: Option<Version>,
    edit: Edit<'a, Campaign>,
    bank: &'a Bank,
    zone: &'a TimeZone,
}

impl Campaigns<'_> {
    /// A page of campaigns, oldest first.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        wanted: &Wanted,
    ) -> Result<Page<Campaign>, Fault> {
        scan::<Campaign>(self.records, organization, false, wanted, &|_| true).await
    }

    /// One campaign with its version.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<Stored<Campaign>> {
        let key = campaign_key(organization, id)?;
        Ok(found(load::<Campaign>(self.records, &key).await?, "campaign")?)
    }

    /// A new draft: the defaults, edited.
    ///
    /// # Errors
    /// Refusals of the edit.
    pub async fn create(
        &self,
        organization: &OrganizationId,
        edit: Edit<'_, Campaign>,
    ) -> Reply<Stored<Campaign>> {
        let settings = self.settings(organization).await?;
        let now = self.clock.now();
        let id = CampaignId::new(&self.mint.unique(now));
        let draft = Campaign::draft(id, settings.id, settings.language, now);
        let value = Campaign { id: draft.id.clone(), ..edit(&draft)? };
        let bank = Bank::read(self.records, organization).await?;
        Refusal::unless_fit(unusable(&value, &bank))?;
        check_look(self.records, &value).await?;
        created(self.records, value, "campaign").await
    }

    /// An edited campaign. A published one must stay complete (B4).
    ///
    /// # Errors
    /// Refusals: no such campaign, an older version than the present one, fields to mend.
    pub async fn change(
        &self,
        organization: &OrganizationId,
        id: &str,
        expected: Option<Version>,
        edit: Edit<'_, Campaign>,
    ) -> Reply<Stored<Campaign>> {
        let bank = Bank::read(self.records, organization).await?;
        let key = campaign_key(organization, id)?;
        // Looked at first and outside of the edit, which reads nothing; a look removed meanwhile harms no send.
        let present = found(load::<Campaign>(self.records, &key).await?, "campaign")?;
        if expected.is_none_or(|expected| expected == present.version) {
            check_look(self.records, &edit(&present.value)?).await?;
        }
        let zone = self.settings(organization).await?.zone();
        let change = CampaignChange { expected, edit, bank: &bank, zone: &zone };
        Ok(transaction!(work in self.records => self.attempt(&mut work, &key, &change)))
    }

    /// The change and the version that it makes, in one transaction.
    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        key: &Key,
        change: &CampaignChange<'_>,
    ) -> Reply<Stored<Campaign>> {
        let CampaignChange { expected, edit, bank, zone } = change;
        let Stored { value: present, version } = found(work.stored::<Campaign>(key).await?, "campaign")?;
        if expected.is_some_and(|expected| expected != version) {
            return Err(Refusal::stale().into());
        }
        let (now, bank_questions) = (self.clock.now(), bank.questions.as_slice());
        let next = Campaign { updated_at: now, ..edit(&present)? }.with_waves_planned(&present, now, zone);
        let next = watch::detractors(work, &present, fit(&present, next, bank)?, bank).await?;
        let made = Made { at: now, by: self.by.as_ref() };
        let Versioned { campaign: value, written: versions } =
            versioned(&present, bank_questions, next, bank_questions, made);
        work.put(&value)?;
        for version in &versions {
            work.put(version)?;
        }
        Ok(Stored { value, version: work.version_after(key) })
    }

    /// Makes a campaign live.
    ///
    /// # Errors
    /// Refusals: everything that is missing, at once.
    pub async fn publish(&self, organization: &OrganizationId, id: &str) -> Reply<Stored<Campaign>> {
        let edit = |present: &Campaign| Ok(Campaign { status: CampaignStatus::Published, ..present.clone() });
        self.change(organization, id, None, &edit).await
    }

    /// Stops a live campaign, also what it has planned (B33).
    ///
    /// # Errors
    /// Refusals: a draft is not live.
    pub async fn pause(&self, organization: &OrganizationId, id: &str) -> Reply<Stored<Campaign>> {
        let edit = |present: &Campaign| match present.status {
            CampaignStatus::Draft => Err(Refusal::conflict("a draft is not live: there is nothing to pause")),
            CampaignStatus::Published | CampaignStatus::Paused => {
                Ok(Campaign { status: CampaignStatus::Paused, ..present.clone() })
            }
        };
        self.change(organization, id, None, &edit).await
    }

    async fn settings(&self, organization: &OrganizationId) -> Reply<Organization> {
        Ok(found(load_settings(self.records, organization).await?, "organization")?.value)
    }
}

fn campaign_key(organization: &OrganizationId, id: &str) -> Result<Key, Refusal> {
    let id = CampaignId::parse(id).map_err(|_| Refusal::not_found("campaign"))?;
    Ok(key::<Campaign>(organization, id.as_str()))
}

/// Whoever was asked was told what becomes of their answer (R5.4).
fn still_as_told(present: &Campaign, next: &Campaign) -> Result<(), Refusal> {
    let told = present.status != CampaignStatus::Draft;
    if told && present.respondents.anonymous != next.respondents.anonymous {
        let reason =
            "it was published: people were told whether their answers are anonymous; make a new campaign";
        return Err(Refusal::bad_field("anonymous", reason));
    }
    Ok(())
}

/// What may follow from the present campaign; a published one stays complete.
fn fit(present: &Campaign, next: Campaign, bank: &Bank) -> Result<Campaign, Refusal> {
    still_as_told(present, &next)?;
    Refusal::unless_fit(unusable(&next, bank))?;
    if !next.is_live() {
        return Ok(next);
    }
    let otherwise = match present.status {
        CampaignStatus::Published => "it would leave the published campaign incomplete",
        _ => "the campaign is not complete yet",
    };
    complete(next, bank, otherwise)
}

fn complete(campaign: Campaign, bank: &Bank, otherwise: &str) -> Result<Campaign, Refusal> {
    let missing: Vec<_> =
        missing_with_bank(&campaign, &bank.questions).into_iter().map(BadField::from).collect();
    if missing.is_empty() { Ok(campaign) } else { Err(Refusal::invalid(otherwise, missing)) }
}

/// Longest name of a campaign, in characters (A7 for rules; campaigns alike).
const LONGEST_NAME: usize = 120;
/// Longest subject, title and sender name: what mail clients show of them.
const LONGEST_LINE: usize = 200;

/// What not even a draft may hold.
fn unusable(campaign: &Campaign, bank: &Bank) -> Vec<BadField> {
    let mut bad = Vec::new();
    let name = campaign.name.trim().chars().count();
    if name == 0 || name > LONGEST_NAME {
        bad.push(BadField::new("name", format!("give it 1 to {LONGEST_NAME} characters")));
    }
    // Which questions were drawn for somebody would tell whose answer it is (R5.4).
    if campaign.respondents.anonymous && campaign.questions_per_survey > 0 {
        let reason = "an anonymous campaign asks everybody the same questions: use 0";
        bad.push(BadField::new("questions_per_survey", reason));
    }
    if campaign.expires_after.is_none() {
        bad.push(BadField::new("expires_after", "a link must work for some time"));
    }
    let criteria = [
        ("criteria", wrong_of(campaign.reach.criteria.as_ref(), &EventFields)),
        (
            "waves.criteria",
            wrong_of(campaign.reach.waves.as_ref().and_then(|w| w.criteria.as_ref()), &ContactFields),
        ),
    ];
    bad.extend(criteria.iter().flat_map(|(field, wrong)| BadField::in_condition(field, wrong)));
    // Conditions are mended at once: nobody can tell later which question was meant (A10).
    let placed = campaign.placed_questions(&bank.questions);
    bad.extend(wrong_logic(campaign.survey_type, &placed).into_iter().map(BadField::from));
    bad.extend(bank.unknown(&campaign.bank));
    bad.extend(campaign.texts.iter().flat_map(|(language, texts)| unusable_texts(language, texts)));
    bad
}

fn wrong_of(condition: Option<&Condition>, vocabulary: &impl Vocabulary) -> Vec<Wrong> {
    condition.and_then(|condition| condition.clone().check(vocabulary).err()).unwrap_or_default()
}

fn unusable_texts(language: &LanguageTag, texts: &CampaignTexts) -> Vec<BadField> {
    let mut bad = Vec::new();
    let lines = [
        ("subject", Some(&texts.subject)),
        ("title", Some(&texts.title)),
        ("sender_name", texts.sender_name.as_ref()),
    ];
    for (field, text) in lines {
        let field = format!("texts.{language}.{field}");
        match text {
            Some(text) if text.chars().any(char::is_control) => {
                bad.push(BadField::new(field, "use one line without control characters"));
            }
            Some(text) if text.chars().count() > LONGEST_LINE => {
                bad.push(BadField::new(field, format!("at most {LONGEST_LINE} characters")));
            }
            _ => {}
        }
    }
    if let Some(reason) = texts.sms.as_deref().and_then(wrong_sms) {
        bad.push(BadField::new(format!("texts.{language}.sms"), reason));
    }
    let information = texts.information.as_deref().unwrap_or_default().trim().chars().count();
    if information > CampaignTexts::MAX_INFORMATION {
        let reason = format!("at most {} characters, this has {information}", CampaignTexts::MAX_INFORMATION);
        bad.push(BadField::new(format!("texts.{language}.information"), reason));
    }
    bad
}
