//! From a presented API key to the organization that it opens (R5.8, R5.9): the organization of a call comes from
//! here and from nowhere else. Making keys is not done here.

use crate::account::find_route;
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Records};
use crate::stored::{Stored, key, load, record_of};
use jiff::Timestamp;
use relance_domain::account::{ApiKey, KeyScopes, Route, RouteTarget};
use relance_domain::name::{ApiKeyId, OrganizationId};

/// Checks keys.
pub struct Authenticate<'a> {
    /// Where routes and keys are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The only organization that the call may touch.
    pub organization: OrganizationId,
    /// The key that was presented.
    pub key: ApiKeyId,
    /// What the key opens.
    pub scopes: KeyScopes,
    /// Until when.
    pub until: Option<Timestamp>,
}

impl Authenticate<'_> {
    /// Who presents this key; `None` for a key that is unknown, revoked or expired: a stranger is not told which.
    pub async fn run(&self, presented: &str) -> Result<Option<Caller>, Fault> {
        let route = find_route(self.records, &Route::api_key(presented)).await?;
        let Some(Route { organization, target: RouteTarget::ApiKey(id) }) = route else { return Ok(None) };
        let found = load::<ApiKey>(self.records, &key::<ApiKey>(&organization, id.as_str())).await?;
        let Some(found) = found.filter(|stored| stored.value.is_live(self.clock.now())) else {
            return Ok(None);
        };
        self.note(&found).await;
        let ApiKey { scopes, expires_at: until, .. } = found.value;
        Ok(Some(Caller { organization, key: id, scopes, until }))
    }

    /// Notes that the key is used, once an hour: the read above is paid for anyway, so this is one write an hour and key.
    /// Whoever else notes it at the same instant says the same, and a note that fails is made by the next call.
    async fn note(&self, Stored { value, version }: &Stored<ApiKey>) {
        let Some(noted) = value.noted(self.clock.now()) else { return };
        let Ok(record) = record_of(&noted, *version) else { return };
        if let Err(fault) = self.records.commit(&[Change::Update(record)]).await {
            tracing::warn!(key_id = %noted.id, reason = fault.chain(), "the use of a key is not noted");
        }
    }
}
