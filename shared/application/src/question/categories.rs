//! Categories of the question bank (B8). One can be removed once nothing stands in it and nothing asks from it.
//! The questions in them are in `questions`.

use crate::call::{BadField, Edit, Page, Refusal, Reply, Wanted, created, edited, found, scan};
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Key, Records, Version};
use crate::question::Bank;
use crate::stored::{Entity, Stored, UnitOfWork, key, load};
use relance_domain::campaign::Campaign;
use relance_domain::name::{CategoryId, OrganizationId};
use relance_domain::question::Category;

/// Reads and changes categories.
pub struct Categories<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names new ones.
    pub mint: &'a dyn Mint,
}

impl Categories<'_> {
    /// A page of categories, oldest first.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        wanted: &Wanted,
    ) -> Result<Page<Category>, Fault> {
        scan::<Category>(self.records, organization, false, wanted, &|_| true).await
    }

    /// One category with its version.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<Stored<Category>> {
        Ok(found(load::<Category>(self.records, &category_key(organization, id)?).await?, "category")?)
    }

    /// A new category.
    ///
    /// # Errors
    /// Refusals: fields to mend.
    pub async fn create(&self, organization: &OrganizationId, name: &str) -> Reply<Stored<Category>> {
        let created_at = self.clock.now();
        let id = CategoryId::new(&self.mint.unique(created_at));
        let value =
            Category { id, organization: organization.clone(), name: name.trim().to_owned(), created_at };
        Refusal::unless_fit(unusable(&value))?;
        created(self.records, value, "category").await
    }

    /// An edited category.
    ///
    /// # Errors
    /// Refusals: no such category, an older version than the present one, fields to mend.
    pub async fn change(
        &self,
        organization: &OrganizationId,
        id: &str,
        expected: Option<Version>,
        edit: Edit<'_, Category>,
    ) -> Reply<Stored<Category>> {
        let edit = |present: &Category| {
            let next = edit(present)?;
            Refusal::unless_fit(unusable(&next))?;
            Ok(next)
        };
        let key = category_key(organization, id)?;
        edited(self.records, &key, "category", expected, &edit).await
    }

    /// Removes an empty category.
    ///
    /// # Errors
    /// Refusals: no such category, questions in it, campaigns that pick it.
    pub async fn remove(&self, organization: &OrganizationId, id: &str) -> Reply<()> {
        let Stored { value, version } = self.get(organization, id).await?;
        let bank = Bank::read(self.records, organization).await?;
        if bank.questions.iter().any(|one| one.category_id == value.id && one.retired_at.is_none()) {
            return Err(
                Refusal::conflict("there are questions in the category: move or remove them first").into()
            );
        }
        let campaigns = UnitOfWork::new(self.records).all::<Campaign>(organization).await?;
        if let Some(campaign) = campaigns.iter().find(|campaign| campaign.bank.categories.contains(&value.id))
        {
            let detail =
                format!("the campaign `{}` asks from the category: take it out there first", campaign.name);
            return Err(Refusal::conflict(detail).into());
        }
        match self.records.commit(&[Change::Delete(value.key(), version)]).await? {
            Committed::Done => Ok(()),
            Committed::Conflict => Err(Refusal::stale().into()),
        }
    }
}

fn category_key(organization: &OrganizationId, id: &str) -> Result<Key, Refusal> {
    let id = CategoryId::parse(id).map_err(|_| Refusal::not_found("category"))?;
    Ok(key::<Category>(organization, id.as_str()))
}

fn unusable(category: &Category) -> Vec<BadField> {
    let fit =
        (1..=120).contains(&category.name.chars().count()) && !category.name.chars().any(char::is_control);
    if fit { Vec::new() } else { vec![BadField::new("name", "give it 1 to 120 characters on one line")] }
}
