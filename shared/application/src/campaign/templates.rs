//! Mail templates (C11, C12): checked when they are saved, so that a send never meets one that cannot be used (R3.8).
//! The template language lives in `views`, behind [`CheckTemplate`].

use crate::call::{BadField, Edit, Page, Refusal, Reply, Wanted, created, edited, found, removed, scan};
use crate::campaign::look::{campaigns_with, in_use};
use crate::ports::chance::{Clock, Mint};
use crate::ports::compose::CheckTemplate;
use crate::ports::fault::Fault;
use crate::ports::records::{Key, Records, Version};
use crate::stored::{Stored, key, load};
use relance_domain::campaign::MailTemplate;
use relance_domain::name::{OrganizationId, TemplateId};
use std::collections::BTreeMap;

/// Reads and changes templates.
pub struct Templates<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names new ones.
    pub mint: &'a dyn Mint,
    /// Reads their language.
    pub check: CheckTemplate,
}

/// A template that is stored, and what is odd about it.
#[derive(Debug, Clone)]
pub struct CheckedTemplate {
    /// The template.
    pub stored: Stored<MailTemplate>,
    /// Remarks that keep nobody from using it.
    pub warnings: Vec<String>,
}

/// Largest template over all languages, in bytes: records have room for 400 kB.
const LARGEST: usize = 250 * 1024;

impl Templates<'_> {
    /// A page of templates, oldest first.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        wanted: &Wanted,
    ) -> Result<Page<MailTemplate>, Fault> {
        scan::<MailTemplate>(self.records, organization, false, wanted, &|_| true).await
    }

    /// One template.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<CheckedTemplate> {
        let key = template_key(organization, id)?;
        let stored = found(load::<MailTemplate>(self.records, &key).await?, "template")?;
        Ok(self.checked(stored))
    }

    /// A new template.
    ///
    /// # Errors
    /// Refusals: fields to mend.
    pub async fn create(
        &self,
        organization: &OrganizationId,
        edit: Edit<'_, MailTemplate>,
    ) -> Reply<CheckedTemplate> {
        let now = self.clock.now();
        let blank = MailTemplate {
            id: TemplateId::new(&self.mint.unique(now)),
            organization: organization.clone(),
            name: String::new(),
            texts: BTreeMap::new(),
            created_at: now,
            updated_at: now,
        };
        let value = edit(&blank)?;
        self.fit(&value)?;
        Ok(self.checked(created(self.records, value, "template").await?))
    }

    /// An edited template; mails that are planned already use it too.
    ///
    /// # Errors
    /// Refusals: no such template, an older version than the present one, fields to mend.
    pub async fn change(
        &self,
        organization: &OrganizationId,
        id: &str,
        expected: Option<Version>,
        edit: Edit<'_, MailTemplate>,
    ) -> Reply<CheckedTemplate> {
        let now = self.clock.now();
        let edit = |present: &MailTemplate| {
            let next = MailTemplate { updated_at: now, ..edit(present)? };
            self.fit(&next)?;
            Ok(next)
        };
        let key = template_key(organization, id)?;
        Ok(self.checked(edited(self.records, &key, "template", expected, &edit).await?))
    }

    /// Removes a template that no campaign uses.
    ///
    /// # Errors
    /// Refusals: no such template, or it is in use.
    pub async fn remove(&self, organization: &OrganizationId, id: &str) -> Reply<()> {
        let key = template_key(organization, id)?;
        let users = campaigns_with(self.records, organization, |look| {
            look.template_id.as_ref().is_some_and(|used| used.as_str() == id)
        });
        in_use(&users.await?)?;
        removed::<MailTemplate>(self.records, &key, "template").await
    }

    fn fit(&self, template: &MailTemplate) -> Result<(), Refusal> {
        let mut bad = Vec::new();
        if !(1..=120).contains(&template.name.trim().chars().count()) {
            bad.push(BadField::new("name", "give it 1 to 120 characters"));
        }
        if template.texts.is_empty() {
            bad.push(BadField::new("texts", "write it in at least one language, such as `texts.fr.html`"));
        }
        let size: usize = template.texts.values().map(size_bytes).sum();
        if size > LARGEST {
            bad.push(BadField::new("texts", format!("at most {LARGEST} bytes over all languages")));
        } else if let Err(flaws) = (self.check)(template) {
            bad.extend(flaws.into_iter().map(BadField::from));
        }
        Refusal::unless_fit(bad)
    }

    fn checked(&self, stored: Stored<MailTemplate>) -> CheckedTemplate {
        let warnings = (self.check)(&stored.value).unwrap_or_default();
        CheckedTemplate { stored, warnings }
    }
}

fn size_bytes(texts: &relance_domain::campaign::TemplateTexts) -> usize {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    texts.html.len() + length(&texts.subject) + length(&texts.text)
}

fn template_key(organization: &OrganizationId, id: &str) -> Result<Key, Refusal> {
    let id = TemplateId::parse(id).map_err(|_| Refusal::not_found("template"))?;
    Ok(key::<MailTemplate>(organization, id.as_str()))
}
