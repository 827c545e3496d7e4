//! The keys of an organization: which there are, what each opens and when it was last used, and taking one back.
//! Making one lives in `issue_key`; checking a presented one in `authenticate`.

use crate::call::{Page, Reply, Wanted, edited, found, scan};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::{Key, Records};
use crate::stored::{key, load};
use relance_domain::account::ApiKey;
use relance_domain::name::{ApiKeyId, OrganizationId};

/// Reads keys and takes them back.
pub struct ApiKeys<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

impl ApiKeys<'_> {
    /// A page of keys, oldest first; those that were taken back stay, because the audit names them.
    pub async fn list(&self, organization: &OrganizationId, wanted: &Wanted) -> Result<Page<ApiKey>, Fault> {
        scan::<ApiKey>(self.records, organization, false, wanted, &|_| true).await
    }

    /// One key.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<ApiKey> {
        Ok(found(load::<ApiKey>(self.records, &key_of(organization, id)?).await?, NOUN)?.value)
    }

    /// Takes a key back: from now on it opens nothing. Repeating it changes nothing.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn revoke(&self, organization: &OrganizationId, id: &str) -> Reply<()> {
        let now = self.clock.now();
        let revoke = |key: &ApiKey| Ok(ApiKey { revoked_at: key.revoked_at.or(Some(now)), ..key.clone() });
        let key = key_of(organization, id)?;
        edited::<ApiKey>(self.records, &key, NOUN, None, &revoke).await.map(drop)
    }
}

const NOUN: &str = "api key";

fn key_of(organization: &OrganizationId, id: &str) -> Reply<Key> {
    let id = found(ApiKeyId::parse(id).ok(), NOUN)?;
    Ok(key::<ApiKey>(organization, id.as_str()))
}
