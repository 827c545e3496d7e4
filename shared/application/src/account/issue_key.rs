//! Opens an account and hands out a key of its API: what an operator does with credentials of the store itself, before
//! anybody can call the API. Checking a presented key lives in `authenticate`.

use crate::account::{keep_route, unusable};
use crate::call::{Refusal, Reply};
use crate::ports::chance::{Clock, Mint};
use crate::ports::records::{Change, Committed, Records};
use crate::stored::{Entity as _, load, load_settings, record_of};
use relance_domain::account::{ApiKey, Organization, Route, RouteTarget};
use relance_domain::name::{ApiKeyId, Digest, OrganizationId};

/// Opens accounts and makes keys.
pub struct IssueKey<'a> {
    /// Where both are kept.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Makes keys.
    pub mint: &'a dyn Mint,
}

impl IssueKey<'_> {
    /// Opens the account unless it is open; tells whether it did. An open one keeps its settings.
    ///
    /// # Errors
    /// Refusals: fields to mend.
    pub async fn open(&self, organization: &Organization) -> Reply<bool> {
        if load::<Organization>(self.records, &organization.key()).await?.is_some() {
            return Ok(false);
        }
        if organization.id.is_reserved() {
            let reason = format!("`{}` is reserved: choose another short name", organization.id);
            return Err(Refusal::bad_field("organization", reason).into());
        }
        Refusal::unless_fit(unusable(organization))?;
        let opened = self.records.commit(&[Change::Create(record_of(organization, 0)?)]).await?;
        Ok(opened == Committed::Done)
    }

    /// A new key of an open account, called `name`; returned once, kept as a digest (R5.9).
    ///
    /// # Errors
    /// A refusal when there is no such account.
    pub async fn run(&self, organization: &OrganizationId, name: &str) -> Reply<String> {
        if load_settings(self.records, organization).await?.is_none() {
            return Err(Refusal::not_found("organization").into());
        }
        let now = self.clock.now();
        let presented = format!("rlk_{}", self.mint.secret());
        let key = ApiKey {
            id: ApiKeyId::new(&self.mint.unique(now)),
            organization: organization.clone(),
            name: name.to_owned(),
            digest: Digest::of_bytes(presented.as_bytes()).to_hex(),
            created_at: now,
            expires_at: None,
            revoked_at: None,
        };
        let route = Route { organization: organization.clone(), target: RouteTarget::ApiKey(key.id.clone()) };
        let changes = [Change::Create(record_of(&key, 0)?), keep_route(&Route::api_key(&presented), &route)?];
        match self.records.commit(&changes).await? {
            Committed::Done => Ok(presented),
            Committed::Conflict => Err(Refusal::conflict("somebody made the same key: try again").into()),
        }
    }
}
