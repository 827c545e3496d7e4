//! A closed local day of one campaign, folded once. Whatever changes an answer of that day empties it in the
//! same transaction, and the next reader folds it again: no figure can drift.

use crate::answer::Answer;
use crate::name::{CampaignId, OrganizationId, QuestionId};
use crate::question::AnswerValue;
use crate::report::Scores;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One campaign's answers of one local day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTally {
    /// Owner.
    pub organization: OrganizationId,
    /// Whose answers.
    pub campaign_id: CampaignId,
    /// The local day.
    pub day: Date,
    /// What was answered; `None` once an answer of the day changed, until somebody reads, and in days that were folded
    /// when less was counted. The record stays, because its version is what stops a reader who began before the change.
    #[serde(default)]
    pub counts: Option<Counts>,
    /// How often it was emptied. A day that is empty already would else be stored as it is, its version would stay, and a
    /// reader who began before the second change would fold counts that are wrong for ever.
    #[serde(default)]
    pub emptied: u64,
}

/// What some answers say. Merging is addition, so days fold into any period. Answers that are ignored or kept apart are
/// in none of it (P11).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    pub answers: u32,
    /// Scores of NPS.
    pub nps: Scores,
    /// Numbers of every question with a scale.
    pub ratings: BTreeMap<QuestionId, Scores>,
    /// People who were shown where they could leave a review (M5).
    pub reviews_shown: u32,
    /// Those of them who went there.
    pub reviews_clicked: u32,
}

impl Counts {
    /// Counts one answer.
    pub fn count(&mut self, answer: &Answer) {
        if answer.ignored {
            return;
        }
        self.answers = self.answers.saturating_add(1);
        if let Some(score) = answer.nps_score {
            self.nps.count(score);
        }
        for (question, value) in &answer.values {
            if let AnswerValue::Number(number) = value {
                self.ratings.entry(question.clone()).or_default().count(*number);
            }
        }
        self.reviews_shown = self.reviews_shown.saturating_add(answer.review.is_some().into());
        let clicked = answer.review.is_some_and(|review| review.clicked_at.is_some());
        self.reviews_clicked = self.reviews_clicked.saturating_add(clicked.into());
    }

    /// Takes out what fewer than `fewest` people said, so that nobody can be told by it (R5.4); says whether anything was
    /// taken out.
    pub fn hide_fewer_than(&mut self, fewest: usize) -> bool {
        let fewer = |count: u32| usize::try_from(count).unwrap_or(usize::MAX) < fewest;
        let few = |count: u32| count > 0 && fewer(count);
        // Zero is hidden as well: if only zero were shown, every hidden figure would be known to be one to four.
        if fewer(self.answers) {
            *self = Self::default();
            return true;
        }
        let questions = self.ratings.len();
        self.ratings.retain(|_, scores| !few(scores.answers()));
        let nps_hidden = few(self.nps.answers());
        if nps_hidden {
            self.nps = Scores::default();
        }
        nps_hidden || self.ratings.len() < questions
    }

    /// Adds another period's counts.
    pub fn merge(&mut self, other: &Self) {
        self.answers = self.answers.saturating_add(other.answers);
        self.nps.merge(&other.nps);
        for (question, scores) in &other.ratings {
            self.ratings.entry(question.clone()).or_default().merge(scores);
        }
        self.reviews_shown = self.reviews_shown.saturating_add(other.reviews_shown);
        self.reviews_clicked = self.reviews_clicked.saturating_add(other.reviews_clicked);
    }
}
