//! From a presented API key to the organization that it opens (R5.8, R5.9): the organization of a call comes from
//! here and from nowhere else. Making keys is not done here.

use crate::account::find_route;
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::{key, load};
use relance_domain::account::{ApiKey, Route, RouteTarget};
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
}

impl Authenticate<'_> {
    /// Who presents this key; `None` for a key that is unknown, revoked or expired: a stranger is not told which.
    pub async fn run(&self, presented: &str) -> Result<Option<Caller>, Fault> {
        let route = find_route(self.records, &Route::api_key(presented)).await?;
        let Some(Route { organization, target: RouteTarget::ApiKey(id) }) = route else { return Ok(None) };
        let found = load::<ApiKey>(self.records, &key::<ApiKey>(&organization, id.as_str())).await?;
        let live = found.is_some_and(|stored| stored.value.is_live(self.clock.now()));
        Ok(live.then_some(Caller { organization, key: id }))
    }
}
