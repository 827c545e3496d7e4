//! The question bank as managers keep it: categories, their questions, and what live campaigns need of both.
//! How a campaign's questions come together when it is opened lives in `respond`.

mod categories;
mod questions;

use crate::manage::call::{BadField, Refusal, Reply};
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::UnitOfWork;
pub use categories::Categories;
pub use questions::{NewQuestion, QuestionPlace, Questions};
use relance_domain::campaign::{BankPick, BankQuestion, Campaign, Category, missing_with_bank};
use relance_domain::name::OrganizationId;

/// The bank as it stands.
pub(super) struct Bank {
    pub(super) categories: Vec<Category>,
    pub(super) questions: Vec<BankQuestion>,
}

impl Bank {
    pub(super) async fn read(records: &dyn Records, organization: &OrganizationId) -> Result<Self, Fault> {
        let work = UnitOfWork::new(records);
        Ok(Self {
            categories: work.all(organization, "").await?,
            questions: work.all(organization, "").await?,
        })
    }

    /// What a campaign picks that is not there.
    pub(super) fn unknown(&self, pick: &BankPick) -> Vec<BadField> {
        let mut bad = Vec::new();
        for (index, id) in pick.categories.iter().enumerate() {
            let field = format!("categories.{index}");
            if self.categories.iter().all(|category| category.id != *id) {
                bad.push(BadField::new(field, format!("there is no category `{id}`")));
            } else if pick.categories.iter().take(index).any(|earlier| earlier == id) {
                bad.push(BadField::new(field, format!("`{id}` is picked already")));
            }
        }
        for (index, id) in pick.excluded.iter().enumerate() {
            if self.questions.iter().all(|one| one.question.id != *id) {
                let reason = format!("there is no question `{id}` in the bank");
                bad.push(BadField::new(format!("excluded_questions.{index}"), reason));
            }
        }
        bad
    }

    /// The bank with this question in it, in place of an earlier one of the same id.
    fn with(mut self, question: &BankQuestion) -> Self {
        self.questions.retain(|one| one.question.id != question.question.id);
        self.questions.push(question.clone());
        self
    }

    /// A published campaign is never incomplete (B4), not by a change of the bank either.
    async fn keep_campaigns_whole(&self, records: &dyn Records, organization: &OrganizationId) -> Reply<()> {
        let campaigns = UnitOfWork::new(records).all::<Campaign>(organization, "").await?;
        let picking = |campaign: &&Campaign| campaign.is_live() && !campaign.bank.categories.is_empty();
        for campaign in campaigns.iter().filter(picking) {
            let missing = missing_with_bank(campaign, &self.questions);
            if !missing.is_empty() {
                let detail = format!("it would leave the published campaign `{}` incomplete", campaign.name);
                let errors = missing.into_iter().map(|missing| {
                    let path = missing.field.splitn(4, '.').nth(3).unwrap_or(&missing.field).to_owned();
                    BadField::new(path, missing.reason)
                });
                return Err(Refusal::invalid(detail, errors.collect()).into());
            }
        }
        Ok(())
    }
}
