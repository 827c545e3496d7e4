//! The question bank: questions in categories, which campaigns pick as a whole and may exclude one by one (B8, B9).
//! Questions that a campaign writes for itself alone are in its definition.

use crate::name::{CategoryId, OrganizationId, QuestionId};
use crate::question::{Placed, Question};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Questions that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: CategoryId,
    /// Owner.
    pub organization: OrganizationId,
    /// Shown to managers only.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A question that several campaigns may ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankQuestion {
    /// Owner.
    pub organization: OrganizationId,
    /// Where it belongs.
    pub category_id: CategoryId,
    /// Its place among the questions of its category, then by id.
    pub position: u32,
    /// What is asked.
    pub question: Question,
    /// When it was taken out of the bank: asked no more, kept for the answers that were given to it.
    pub retired_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What a campaign takes from the bank.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BankPick {
    /// In the order of asking, after the campaign's own questions.
    pub categories: Vec<CategoryId>,
    /// Left out (B9). Exclusions are stored and not choices, so a question that is added to a category later is asked.
    pub excluded: BTreeSet<QuestionId>,
}

impl BankPick {
    /// The questions picked, in the order of asking.
    #[must_use]
    pub fn questions<'a>(&self, bank: &'a [BankQuestion]) -> Vec<&'a Question> {
        self.placed(bank).into_iter().map(|placed| placed.question).collect()
    }

    /// The questions picked, named by their category and id.
    #[must_use]
    pub fn placed<'a>(&self, bank: &'a [BankQuestion]) -> Vec<Placed<'a>> {
        let mut placed = Vec::new();
        for (index, category) in self.categories.iter().enumerate() {
            let offered = |one: &&BankQuestion| {
                let here = one.category_id == *category && one.retired_at.is_none();
                here && !self.excluded.contains(&one.question.id)
            };
            let mut picked: Vec<&BankQuestion> = bank.iter().filter(offered).collect();
            picked.sort_by_key(|one| (one.position, &one.question.id));
            placed.extend(picked.into_iter().map(|BankQuestion { question, .. }| Placed {
                field: format!("categories.{index}.{}", question.id),
                question,
            }));
        }
        placed
    }
}

#[cfg(test)]
mod tests;
