//! The question bank as managers keep it: categories, their questions, and what live campaigns need of both.
//! How a campaign's questions come together when somebody is asked lives in `campaign::asking`.

use crate::call::{BadField, Refusal, Reply};
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::{Entity as _, UnitOfWork};
use jiff::Timestamp;
use relance_domain::campaign::{Campaign, Made, Versioned, missing_with_bank, versioned};
use relance_domain::name::OrganizationId;
use relance_domain::question::{BankPick, BankQuestion, Category};

/// The bank as it stands.
pub(crate) struct Bank {
    pub(crate) categories: Vec<Category>,
    pub(crate) questions: Vec<BankQuestion>,
}

impl Bank {
    pub(crate) async fn read(records: &dyn Records, organization: &OrganizationId) -> Result<Self, Fault> {
        let work = UnitOfWork::new(records);
        Ok(Self { categories: work.all(organization).await?, questions: work.all(organization).await? })
    }

    /// What a campaign picks that is not there.
    pub(crate) fn unknown(&self, pick: &BankPick) -> Vec<BadField> {
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
    pub(super) fn with(mut self, question: &BankQuestion) -> Self {
        self.questions.retain(|one| one.question.id != question.question.id);
        self.questions.push(question.clone());
        self
    }

    /// What becomes of the campaigns that pick this question when it is put into the bank as `question`: a published one
    /// is never incomplete (B4), and what it asks from now on is its next version.
    pub(super) async fn followed(
        self,
        work: &mut UnitOfWork<'_>,
        question: &BankQuestion,
        now: Timestamp,
    ) -> Reply<()> {
        let before = self.questions.clone();
        let after = self.with(question).questions;
        let mut changes = 0;
        for campaign in work.all::<Campaign>(&question.organization).await? {
            // Read again by its id: its version is a condition of what is stored.
            let picks = !campaign.bank.categories.is_empty();
            let campaign = if picks { work.get_key::<Campaign>(&campaign.key()).await? } else { None };
            let Some(campaign) = campaign else { continue };
            if campaign.is_live() {
                still_whole(&campaign, &after)?;
            }
            let made = Made { at: now, by: None };
            let Versioned { campaign: next, written: versions } =
                versioned(&campaign, &before, campaign.clone(), &after, made);
            if versions.is_empty() {
                continue;
            }
            changes += 1 + versions.len();
            work.put(&next)?;
            for version in &versions {
                work.put(version)?;
            }
        }
        if changes > MOST_CHANGES {
            return Err(Refusal::conflict("too many published campaigns pick this category: split it").into());
        }
        Ok(())
    }
}

/// Changes of campaigns in one transaction, beside the question's own.
const MOST_CHANGES: usize = 99;

fn still_whole(campaign: &Campaign, bank: &[BankQuestion]) -> Result<(), Refusal> {
    let missing = missing_with_bank(campaign, bank);
    if missing.is_empty() {
        return Ok(());
    }
    let detail = format!("it would leave the published campaign `{}` incomplete", campaign.name);
    let errors = missing.into_iter().map(|missing| {
        let path = missing.field.splitn(4, '.').nth(3).unwrap_or(&missing.field).to_owned();
        BadField::new(path, missing.reason)
    });
    Err(Refusal::invalid(detail, errors.collect()))
}
