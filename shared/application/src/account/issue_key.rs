//! Opens an account and hands out keys of its API: to an operator with credentials of the store itself, before anybody can
//! call the API; then to whoever has a key, never more than it has. Checking a presented key lives in `authenticate`.

use crate::account::{Caller, keep_route, unusable};
use crate::call::{BadField, Refusal, Reply};
use crate::ports::chance::{Clock, Mint};
use crate::ports::records::{Change, Committed, Records};
use crate::stored::{Entity as _, load, load_settings, partition, read_whole, record_of};
use jiff::Timestamp;
use relance_domain::account::{ApiKey, KeyScopes, Organization, Route, RouteTarget};
use relance_domain::name::{ApiKeyId, Digest, OrganizationId};

/// A company has a handful; beyond this a program makes them.
const MOST_KEYS: usize = 200;
const LONGEST_NAME: usize = 120;

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

    /// A new key of an open account; its secret is returned once and kept as a digest (R5.9).
    ///
    /// # Errors
    /// Refusals: no such account, fields to mend, more keys than anybody looks through.
    pub async fn run(&self, organization: &OrganizationId, new: NewKey) -> Reply<IssuedKey> {
        if load_settings(self.records, organization).await?.is_none() {
            return Err(Refusal::not_found("organization").into());
        }
        let now = self.clock.now();
        Refusal::unless_fit(new.unusable(now))?;
        let keys = read_whole::<ApiKey>(self.records, partition::<ApiKey>(organization)).await?;
        if keys.iter().filter(|stored| stored.value.is_live(now)).count() >= MOST_KEYS {
            return Err(Refusal::conflict(format!("there are {MOST_KEYS} keys: revoke one first")).into());
        }
        let secret = format!("rlk_{}", self.mint.secret());
        let key = ApiKey {
            id: ApiKeyId::new(&self.mint.unique(now)),
            organization: organization.clone(),
            name: new.name,
            digest: Digest::of_bytes(secret.as_bytes()).to_hex(),
            scopes: new.scopes,
            created_at: now,
            expires_at: new.expires_at,
            last_used_at: None,
            revoked_at: None,
        };
        let route = Route { organization: organization.clone(), target: RouteTarget::ApiKey(key.id.clone()) };
        let changes = [Change::Create(record_of(&key, 0)?), keep_route(&Route::api_key(&secret), &route)?];
        match self.records.commit(&changes).await? {
            Committed::Done => Ok(IssuedKey { key, secret }),
            Committed::Conflict => Err(Refusal::conflict("somebody made the same key: try again").into()),
        }
    }

    /// The same for somebody who has a key: theirs opens whatever the new one does, and for as long.
    ///
    /// # Errors
    /// Refusals: a key that would open more, and the others.
    pub async fn for_caller(&self, caller: &Caller, new: NewKey) -> Reply<IssuedKey> {
        Refusal::unless_allowed(new.beyond(caller))?;
        self.run(&caller.organization, new).await
    }
}

/// Of what a key is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// What people call it.
    pub name: String,
    /// What it opens.
    pub scopes: KeyScopes,
    /// Until when; for ever where nothing is said.
    pub expires_at: Option<Timestamp>,
}

impl NewKey {
    fn unusable(&self, now: Timestamp) -> Vec<BadField> {
        let mut bad = Vec::new();
        let length = self.name.trim().chars().count();
        if length == 0 || length > LONGEST_NAME || self.name.chars().any(char::is_control) {
            bad.push(BadField::new("name", format!("give it 1 to {LONGEST_NAME} characters on one line")));
        }
        if self.expires_at.is_some_and(|end| end <= now) {
            bad.push(BadField::new("expires_at", "choose an instant that lies ahead"));
        }
        bad
    }

    /// What the caller's own key does not have (R5.9).
    fn beyond(&self, caller: &Caller) -> Vec<BadField> {
        let mut bad = Vec::new();
        if !caller.scopes.may_give(&self.scopes) {
            let reason = format!("your key has {}: it cannot give more", caller.scopes);
            bad.push(BadField::new("scopes", reason));
        }
        let ends = |until: Timestamp| self.expires_at.is_none_or(|end| end > until);
        if let Some(until) = caller.until.filter(|until| ends(*until)) {
            bad.push(BadField::new("expires_at", format!("your key ends at {until}: so does what it gives")));
        }
        bad
    }
}

/// A new key, and what opens it: nobody is shown that again.
pub struct IssuedKey {
    /// What is kept of it.
    pub key: ApiKey,
    /// The key itself.
    pub secret: String,
}
