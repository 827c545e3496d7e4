//! The versions of a campaign that was published: what respondents are asked and told, as it was from each change on.
//! Which of them somebody is asked is decided in `application::campaign`.

use crate::campaign::{Campaign, CampaignStatus, CampaignTexts};
use crate::name::{ApiKeyId, CampaignId, LanguageTag, OrganizationId};
use crate::question::{BankPick, BankQuestion, Question, SurveyType};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which version a campaign is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CurrentVersion {
    /// From 1, which the first publication makes.
    pub number: u32,
    /// Since when; `None` while no version was written down.
    pub since: Option<Timestamp>,
}

impl Default for CurrentVersion {
    fn default() -> Self {
        Self { number: 1, since: None }
    }
}

/// What respondents are asked and told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// What it measures first (C7).
    #[serde(default)]
    pub survey_type: SurveyType,
    /// Used when the customer's language has no texts.
    pub default_language: LanguageTag,
    /// What it says, per language.
    pub texts: BTreeMap<LanguageTag, CampaignTexts>,
    /// The questions, those of the bank behind its own, as they were worded.
    pub questions: Vec<Question>,
    /// How many questions beside NPS one survey asks; 0 = all.
    pub questions_per_survey: usize,
}

impl Definition {
    /// What a campaign asks and tells with this bank.
    #[must_use]
    pub fn of(campaign: &Campaign, bank: &[BankQuestion]) -> Self {
        Self {
            survey_type: campaign.survey_type,
            default_language: campaign.default_language.clone(),
            texts: campaign.texts.clone(),
            questions: campaign.placed_questions(bank).iter().map(|placed| placed.question.clone()).collect(),
            questions_per_survey: campaign.questions_per_survey,
        }
    }

    /// The campaign as it was asked. For reading only, never stored.
    #[must_use]
    pub fn onto(self, campaign: Campaign) -> Campaign {
        let Self { survey_type, default_language, texts, questions, questions_per_survey } = self;
        let bank = BankPick::default();
        Campaign { survey_type, default_language, texts, questions, bank, questions_per_survey, ..campaign }
    }

    /// What differs, by the names of the API.
    fn changed(&self, before: &Self) -> Vec<String> {
        let differs = [
            self.survey_type != before.survey_type,
            self.default_language != before.default_language,
            self.texts != before.texts,
            self.questions != before.questions,
            self.questions_per_survey != before.questions_per_survey,
        ];
        let parts = CampaignVersion::PARTS.into_iter().zip(differs);
        parts.filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned()).collect()
    }
}

/// One version, written down for good: old mails and answers stay explainable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignVersion {
    /// Owner.
    pub organization: OrganizationId,
    /// Of which campaign.
    pub campaign_id: CampaignId,
    /// From 1.
    pub number: u32,
    /// What was asked and told.
    pub definition: Definition,
    /// What differs from the version before, by the names of the API; nothing for the first one.
    pub changed: Vec<String>,
    /// From when on.
    pub made_at: Timestamp,
    /// The API key that made it, where one did.
    pub made_by: Option<ApiKeyId>,
}

impl CampaignVersion {
    /// What of it may differ from the version before, by the names of the API.
    pub const PARTS: [&str; 5] = ["type", "default_language", "texts", "questions", "questions_per_survey"];

    /// Its id among the versions of its campaign; sorts by number.
    #[must_use]
    pub fn id_of(number: u32) -> String {
        format!("{number:08}")
    }
}

/// When a version was made, and by which API key, where by one.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    /// The instant of the change.
    pub at: Timestamp,
    /// Whose request it was.
    pub by: Option<&'a ApiKeyId>,
}

/// A campaign after a change.
#[derive(Debug)]
pub struct Versioned {
    /// With its next version where respondents are asked or told something else than before.
    pub campaign: Campaign,
    /// What is to be written down then.
    pub written: Vec<CampaignVersion>,
}

/// A change of a campaign or of its bank. A version that was never written down, because it is older than versions, is
/// written down once it is over.
#[must_use]
pub fn versioned(
    present: &Campaign,
    bank_before: &[BankQuestion],
    next: Campaign,
    bank: &[BankQuestion],
    made: Made<'_>,
) -> Versioned {
    let (before, asked) = (Definition::of(present, bank_before), Definition::of(&next, bank));
    let first = present.status == CampaignStatus::Draft;
    if next.status == CampaignStatus::Draft || (!first && before == asked) {
        return Versioned { campaign: next, written: Vec::new() };
    }
    let version = |number, definition, changed, made: Made<'_>| {
        let (organization, campaign_id) = (present.organization.clone(), present.id.clone());
        let (made_at, made_by) = (made.at, made.by.cloned());
        CampaignVersion { organization, campaign_id, number, definition, changed, made_at, made_by }
    };
    let CurrentVersion { number, since } = present.version;
    let mut written = Vec::new();
    let changed = if first { Vec::new() } else { asked.changed(&before) };
    if !first && since.is_none() {
        let made = Made { at: present.created_at, by: None };
        written.push(version(number, before, Vec::new(), made));
    }
    let number = if first { number } else { number.saturating_add(1) };
    written.push(version(number, asked, changed, made));
    let current = CurrentVersion { number, since: Some(made.at) };
    Versioned { campaign: Campaign { version: current, ..next }, written }
}

#[cfg(test)]
mod tests;
