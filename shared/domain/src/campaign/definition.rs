//! The definition of a campaign.
//! What is missing before it may be published lives in `publish`; its questions in `question`.

use crate::campaign::{
    AddressSource, AfterAnswer, CurrentVersion, Look, OccasionKind, OnUncertain, Reach, Respondents,
    ThankYouByBand, TriggerRule, WavePlan,
};
use crate::name::{CampaignId, LanguageTag, OrganizationId};
use crate::question::{Asked, BankPick, BankQuestion, Placed, Question, QuestionKind, SurveyType};
use crate::schedule::Delay;
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a campaign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignStatus {
    /// Being written; may be incomplete, never sends (B31).
    Draft,
    /// Live.
    Published,
    /// Stopped: plans nothing and sends nothing, also of what is already planned (B33).
    Paused,
}

/// What a campaign says in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CampaignTexts {
    /// Display name of the sender (B12); the organization's name when absent.
    pub sender_name: Option<String>,
    /// Subject of the mail (B13); required.
    pub subject: String,
    /// Shown bold in the header (B14); required.
    pub title: String,
    /// Shown under the title, above the first question (B15).
    pub description: Option<String>,
    /// Why somebody is asked, above the question; by the occasion, in built-in words, when blank.
    pub reason: Option<String>,
    /// How the answers are used, at most 800 characters (C8); a built-in text when blank (C9).
    pub information: Option<String>,
    /// Shown when the answer is recorded; a built-in text when absent.
    pub thank_you: Option<String>,
    /// The same by band of the score, before `thank_you`.
    pub thank_you_by_band: ThankYouByBand,
    /// The text message that asks; a built-in one when absent.
    pub sms: Option<String>,
}

impl CampaignTexts {
    /// Longest information message, in Unicode scalar values after trim (C8).
    pub const MAX_INFORMATION: usize = 800;
    /// Longest title and description together, in bytes: a mail is cut where it is longer than 102 kB, and each part of it is
    /// written twice.
    pub const MOST_TEXT: usize = 20_000;

    /// Every text that mails and pages say, with where it is written down.
    #[must_use]
    pub fn said(&self) -> [(&'static str, &str); 9] {
        let by_band = &self.thank_you_by_band;
        [
            ("subject", &self.subject),
            ("title", &self.title),
            ("description", own(self.description.as_ref())),
            ("reason", own(self.reason.as_ref())),
            ("information", own(self.information.as_ref())),
            ("thank_you", own(self.thank_you.as_ref())),
            ("thank_you_by_band.promoter", own(by_band.promoter.as_ref())),
            ("thank_you_by_band.passive", own(by_band.passive.as_ref())),
            ("thank_you_by_band.detractor", own(by_band.detractor.as_ref())),
        ]
    }
}

fn own(text: Option<&String>) -> &str {
    text.map_or("", String::as_str)
}

/// What is asked, to whom, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    pub id: CampaignId,
    /// Owner.
    pub organization: OrganizationId,
    /// Shown to managers only (B5).
    pub name: String,
    /// Where it stands.
    pub status: CampaignStatus,
    /// What it measures first (C7).
    #[serde(default)]
    pub survey_type: SurveyType,
    /// Used when the customer's language has no texts (B17).
    pub default_language: LanguageTag,
    /// What it says, per enabled language.
    pub texts: BTreeMap<LanguageTag, CampaignTexts>,
    /// The questions, in order; an NPS question is always asked first (B10).
    pub questions: Vec<Question>,
    /// What it asks from the question bank (B8, B9), after its own questions.
    #[serde(default)]
    pub bank: BankPick,
    /// How many questions beside NPS one invitation asks; 0 = all (B7).
    pub questions_per_survey: usize,
    /// Which events start it; none = manual sends only (B19).
    pub triggers: Vec<TriggerRule>,
    /// What its events are to customers, where that is not what they look like: some jobs are projects.
    #[serde(default)]
    pub occasion: Option<OccasionKind>,
    /// From the event's own time to the send (B24).
    pub delay: Delay,
    /// At most one survey per address in any window of this length (B25).
    pub mute: Delay,
    /// Where the address is (B27).
    pub primary_address: AddressSource,
    /// Where it is when the primary source is blank.
    pub secondary_address: Option<AddressSource>,
    /// Whether agents may opt a case out (C14).
    pub agent_opt_out_allowed: bool,
    /// Extended privacy policy (C10), https.
    pub privacy_url: Option<String>,
    /// Where people go after answering (B11), https.
    pub redirect_url: Option<String>,
    /// What people see once their answer is recorded.
    #[serde(default)]
    pub after_answer: AfterAnswer,
    /// How long after its send an invitation can be answered.
    pub expires_after: Delay,
    /// How long an answer can be changed.
    pub edit_window: Delay,
    /// What to do when nobody can tell whether a mail went out.
    pub on_uncertain: OnUncertain,
    /// How its mails and pages look.
    #[serde(default)]
    pub look: Look,
    /// Whom it reaches and when, beyond its triggers.
    #[serde(default)]
    pub reach: Reach,
    /// Who else may answer it.
    #[serde(default)]
    pub respondents: Respondents,
    /// Whether it got its rule on detractors (C2): it gets one once, so that a removed one stays removed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub detractors_watched: bool,
    /// Where it is with its waves (P12).
    #[serde(default)]
    pub wave_plan: WavePlan,
    /// Which version of it is asked now. (Every record has a `version` of its own: how often it was written.)
    #[serde(default, rename = "current_version")]
    pub version: CurrentVersion,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Campaign {
    /// A draft with the defaults of everything, and without a name and texts: those are for people to write.
    #[must_use]
    pub fn draft(
        id: CampaignId,
        organization: OrganizationId,
        default_language: LanguageTag,
        made_at: Timestamp,
    ) -> Self {
        Self {
            id,
            organization,
            name: String::new(),
            status: CampaignStatus::Draft,
            survey_type: SurveyType::Nps,
            default_language,
            texts: BTreeMap::new(),
            questions: Vec::new(),
            bank: BankPick::default(),
            questions_per_survey: 0,
            triggers: Vec::new(),
            occasion: None,
            delay: Delay::NONE,
            mute: Delay::NONE,
            primary_address: AddressSource::Email,
            secondary_address: None,
            agent_opt_out_allowed: false,
            privacy_url: None,
            redirect_url: None,
            after_answer: AfterAnswer::default(),
            expires_after: Delay::of_days(30),
            edit_window: Delay::of_days(2),
            on_uncertain: OnUncertain::default(),
            look: Look::default(),
            reach: Reach::default(),
            respondents: Respondents::default(),
            detractors_watched: false,
            wave_plan: WavePlan::default(),
            version: CurrentVersion::default(),
            created_at: made_at,
            updated_at: made_at,
        }
    }

    /// True while invitations may be planned and sent.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.status == CampaignStatus::Published
    }

    /// When its next wave begins (I1).
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        self.wave_plan.next.filter(|_| self.is_live()).map(|next| next.at)
    }

    /// The campaign with its waves planned anew where they changed, or where it went live, since it was `before`. A wave
    /// whose time has come meanwhile is not passed over.
    #[must_use]
    pub fn with_waves_planned(mut self, before: &Self, now: Timestamp, zone: &TimeZone) -> Self {
        let kept = before.is_live() && before.reach.waves == self.reach.waves;
        if self.is_live() && !kept {
            self.wave_plan = self.wave_plan.planned(self.reach.waves.as_ref(), now, zone);
        }
        self
    }

    /// Its questions, those that it picks from the bank behind its own, and where each is written down.
    #[must_use]
    pub fn placed_questions<'a>(&'a self, bank: &'a [BankQuestion]) -> Vec<Placed<'a>> {
        let own = self.questions.iter().enumerate();
        let own = own.map(|(index, question)| Placed { field: format!("questions.{index}"), question });
        own.chain(self.bank.placed(bank)).collect()
    }

    /// Whether it asks people how likely they are to recommend the company.
    #[must_use]
    pub fn asks_nps(&self, bank: &[BankQuestion]) -> bool {
        self.placed_questions(bank).iter().any(|placed| placed.question.kind == QuestionKind::Nps)
    }

    /// Whether it asks NPS for the first time, now that it follows `before`.
    #[must_use]
    pub fn begins_to_ask_nps(&self, before: &Self, bank: &[BankQuestion]) -> bool {
        let asked_before = before.status != CampaignStatus::Draft && before.asks_nps(bank);
        self.is_live() && !self.detractors_watched && !asked_before && self.asks_nps(bank)
    }

    /// The question that its mail asks (B15).
    #[must_use]
    pub fn leading_question(&self) -> Option<&Question> {
        self.survey_type.leading(self.questions.iter())
    }

    /// What one of its invitations asks (B7, B10).
    #[must_use]
    pub fn asked_by(&self, invitation: &str) -> Asked<'_> {
        Asked::led_by(self.survey_type, &self.questions, self.questions_per_survey, invitation)
    }

    /// The texts of a language that the campaign has, else those of the default language.
    #[must_use]
    pub fn texts_in(&self, language: &LanguageTag) -> Option<&CampaignTexts> {
        self.texts.get(language).or_else(|| self.texts.get(&self.default_language))
    }
}
