//! Questions of the bank. A question that was asked is never lost: removing one retires it, so that every answer can
//! still be explained. Which campaigns ask it is decided by their categories (B8, B9).

use crate::call::{BadField, Edit, Page, Refusal, Reply, Wanted, found, scan};
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::{Records, Version};
use crate::question::Bank;
use crate::stored::{Entity as _, Key, Stored, UnitOfWork, key, load};
use crate::transaction;
use relance_domain::name::{CategoryId, OrganizationId, QuestionId};
use relance_domain::question::{BankQuestion, Question};

/// Reads and changes questions of the bank.
pub struct Questions<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names new ones.
    pub mint: &'a dyn Mint,
}

/// Where a question stands in the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionPlace {
    /// In which category.
    pub category_id: CategoryId,
    /// Its place there, then by id.
    pub position: u32,
}

/// A question to be put into the bank.
#[derive(Debug, Clone)]
pub struct NewQuestion {
    /// Where.
    pub place: QuestionPlace,
    /// What is asked.
    pub question: Question,
}

impl Questions<'_> {
    /// An id for a question that was given none.
    #[must_use]
    pub fn fresh_id(&self) -> QuestionId {
        QuestionId::new(&self.mint.unique(self.clock.now()))
    }

    /// A page of questions in order of their ids, of one category or of all; retired ones are left out.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        category: Option<&CategoryId>,
        wanted: &Wanted,
    ) -> Result<Page<BankQuestion>, Fault> {
        let keep = |one: &BankQuestion| {
            one.retired_at.is_none() && category.is_none_or(|category| one.category_id == *category)
        };
        scan::<BankQuestion>(self.records, organization, false, wanted, &keep).await
    }

    /// One question with its version, also a retired one.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<Stored<BankQuestion>> {
        Ok(found(load::<BankQuestion>(self.records, &question_key(organization, id)?).await?, "question")?)
    }

    /// A new question: every campaign that picks its category asks it from now on (B9).
    ///
    /// # Errors
    /// Refusals: fields to mend, an id that is taken, a published campaign that it would leave incomplete.
    pub async fn create(
        &self,
        organization: &OrganizationId,
        new: NewQuestion,
    ) -> Reply<Stored<BankQuestion>> {
        let NewQuestion { place, question } = new;
        let value = BankQuestion {
            organization: organization.clone(),
            category_id: place.category_id,
            position: place.position,
            question,
            retired_at: None,
            created_at: self.clock.now(),
        };
        Ok(transaction!(work in self.records => self.create_once(&mut work, &value)))
    }

    async fn create_once(
        &self,
        work: &mut UnitOfWork<'_>,
        value: &BankQuestion,
    ) -> Reply<Stored<BankQuestion>> {
        self.checked(work, value).await?;
        if work.get_key::<BankQuestion>(&value.key()).await?.is_some() {
            return Err(Refusal::conflict("a question of this id exists already").into());
        }
        work.put(value)?;
        Ok(Stored { value: value.clone(), version: work.version_after(&value.key()) })
    }

    /// An edited question; its id and its kind stay, so that answers of one question can be compared.
    ///
    /// # Errors
    /// Refusals: no such question, an older version than the present one, fields to mend, a published campaign that it
    /// would leave incomplete.
    pub async fn change(
        &self,
        organization: &OrganizationId,
        id: &str,
        expected: Option<Version>,
        edit: Edit<'_, BankQuestion>,
    ) -> Reply<Stored<BankQuestion>> {
        let key = question_key(organization, id)?;
        Ok(transaction!(work in self.records => self.change_once(&mut work, &key, expected, edit)))
    }

    async fn change_once(
        &self,
        work: &mut UnitOfWork<'_>,
        key: &Key,
        expected: Option<Version>,
        edit: Edit<'_, BankQuestion>,
    ) -> Reply<Stored<BankQuestion>> {
        let present = found(work.stored::<BankQuestion>(key).await?, "question")?;
        if expected.is_some_and(|version| version != present.version) {
            return Err(Refusal::stale().into());
        }
        let value = edit(&present.value)?;
        Refusal::unless_fit(moved(&present.value.question, &value.question))?;
        self.checked(work, &value).await?;
        work.put(&value)?;
        Ok(Stored { value, version: work.version_after(key) })
    }

    /// Retires a question: asked no more, and kept. Repeating it changes nothing.
    ///
    /// # Errors
    /// Refusals: no such question, a published campaign that it would leave incomplete.
    pub async fn retire(&self, organization: &OrganizationId, id: &str) -> Reply<()> {
        let key = question_key(organization, id)?;
        transaction!(work in self.records => self.retire_once(&mut work, &key));
        Ok(())
    }

    async fn retire_once(&self, work: &mut UnitOfWork<'_>, key: &Key) -> Reply<()> {
        let value = found(work.get_key::<BankQuestion>(key).await?, "question")?;
        if value.retired_at.is_some() {
            return Ok(());
        }
        let retired = BankQuestion { retired_at: Some(self.clock.now()), ..value };
        self.checked(work, &retired).await?;
        Ok(work.put(&retired)?)
    }

    /// What follows from the question for campaigns, if it may be so.
    async fn checked(&self, work: &mut UnitOfWork<'_>, question: &BankQuestion) -> Reply<()> {
        let bank = Bank::read(self.records, &question.organization).await?;
        if bank.categories.iter().all(|category| category.id != question.category_id) {
            return Err(Refusal::bad_field("category_id", "there is no such category").into());
        }
        bank.followed(work, question, self.clock.now()).await
    }
}

fn moved(present: &Question, next: &Question) -> Vec<BadField> {
    let mut bad = Vec::new();
    if next.id != present.id {
        bad.push(BadField::new("id", "a question keeps its id: make another question"));
    }
    if std::mem::discriminant(&next.kind) != std::mem::discriminant(&present.kind) {
        bad.push(BadField::new("kind", "a question keeps its kind: make another question"));
    }
    bad
}

fn question_key(organization: &OrganizationId, id: &str) -> Result<Key, Refusal> {
    let id = QuestionId::parse(id).map_err(|_| Refusal::not_found("question"))?;
    Ok(key::<BankQuestion>(organization, id.as_str()))
}
