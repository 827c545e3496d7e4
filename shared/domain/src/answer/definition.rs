//! One submitted form and what is read off it.
//! Checking the form before it becomes one lives in `validate`.

use crate::answer::Signal;
use crate::invitation::Occasion;
use crate::name::{AnswerId, CampaignId, ContactId, InvitationId, LanguageTag, OrganizationId};
use crate::question::{AnswerValue, NpsType, Question, Values};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Sites that take reviews were shown to whoever answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewShown {
    /// When they first went to one of them.
    pub clicked_at: Option<Timestamp>,
}

/// One submitted form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Its id; sorts by the local day of completion.
    pub id: AnswerId,
    /// Owner.
    pub organization: OrganizationId,
    /// What was asked.
    pub campaign_id: CampaignId,
    /// The invitation that led to it.
    pub invitation_id: Option<InvitationId>,
    /// Who answered, where known.
    pub contact_id: Option<ContactId>,
    /// The wave of the campaign that asked (P12).
    #[serde(default)]
    pub wave: Option<u32>,
    /// What it is about; nothing of an anonymous answer, nor of one by a public link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occasion: Option<Occasion>,
    /// Language of the form; of an anonymous answer, the campaign's default.
    pub language: LanguageTag,
    /// What was answered.
    pub values: Values,
    /// The raw NPS score; its band is always computed from it (P11).
    pub nps_score: Option<u8>,
    /// Whether the satisfaction filter was met when it was submitted; `None` where nothing filtered was answered (E5).
    #[serde(default)]
    pub satisfied: Option<bool>,
    /// The version of the campaign that was asked: the campaign may change, an answer stays explainable. Answers of
    /// before versions have none.
    #[serde(default)]
    pub campaign_version: Option<u32>,
    /// Of answers of before versions: the questions of the bank that were asked, as they were worded.
    #[serde(default)]
    pub from_bank: Vec<Question>,
    /// Whether only the first screen was filled in so far: what follows of it waits for the rest, for a while.
    #[serde(default)]
    pub unfinished: bool,
    /// First submission; periods and the edit window count from here. Of an anonymous answer, the start of the local
    /// day (R5.4).
    pub completed_at: Timestamp,
    /// Last change by the respondent.
    pub edited_at: Option<Timestamp>,
    /// Values before each change, oldest first (R5.3).
    pub earlier: Vec<Values>,
    /// Set when sites that take reviews were shown with the thanks (E7).
    #[serde(default)]
    pub review: Option<ReviewShown>,
    /// Marks of a program that the form bears (R3.2).
    #[serde(default)]
    pub signals: BTreeSet<Signal>,
    /// Set while the answer counts in no statistic (P11).
    pub ignored: bool,
    /// When rules were evaluated, once, at first completion (A34); until then it is due.
    pub evaluated_at: Option<Timestamp>,
}

impl Answer {
    /// Work due now is written with a watchdog a minute ahead.
    pub const WATCHDOG: SignedDuration = SignedDuration::from_secs(60);

    /// How long after the first submission marks of a program may still appear.
    pub const SETTLES: SignedDuration = SignedDuration::from_secs(10);

    /// How long the rest of a survey is waited for, once its first screen is sent: rules look at all of it.
    pub const REST_AWAITED: SignedDuration = SignedDuration::from_secs(120);

    /// When nothing can show any more that a program filled it in, and all that is to be expected has been answered: until
    /// then nobody is told of it (R3.2).
    #[must_use]
    pub fn settles_at(&self) -> Timestamp {
        let wait = if self.unfinished { Self::REST_AWAITED } else { Self::SETTLES };
        self.completed_at.checked_add(wait).unwrap_or(self.completed_at)
    }

    /// When evaluation is due again; nothing once it is done (I1).
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        let wait = if self.unfinished { Self::REST_AWAITED + Self::WATCHDOG } else { Self::WATCHDOG };
        let watchdog = self.completed_at.checked_add(wait).unwrap_or(self.completed_at);
        self.evaluated_at.is_none().then_some(watchdog)
    }

    /// Changes of one answer: more than anybody needs to say what they mean.
    pub const MOST_EDITS: usize = 20;
    /// Bytes of text in all its versions, below what a store takes of one record.
    pub const MOST_TEXT: usize = 200_000;

    /// Whether the respondent may change it once more: every version is kept (R5.3), and a record has an end.
    #[must_use]
    pub fn takes_edits(&self) -> bool {
        let versions = self.earlier.iter().chain([&self.values]);
        let text: usize = versions.flat_map(Values::values).map(AnswerValue::size_bytes).sum();
        self.earlier.len() < Self::MOST_EDITS && text < Self::MOST_TEXT
    }

    /// The band of the score, computed on every read (P11).
    #[must_use]
    pub fn nps_type(&self) -> Option<NpsType> {
        self.nps_score.and_then(NpsType::of)
    }
}

/// Answers are personal: debug output shows the id only.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("id", &self.id).finish_non_exhaustive()
    }
}
