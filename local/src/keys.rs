//! The keys of an account, as its operator makes, sees and revokes them: beside a running program by its desk, or in the store
//! itself. What the API does with keys lives in `serve-api`.

use jiff::Timestamp;
use relance_adapters::chance::{SystemClock, UlidMint};
use relance_application::account::{ApiKeys, Audited, Author, Doer, IssueKey, NewKey};
use relance_application::call::{Reply, Wanted};
use relance_application::ports::records::Records;
use relance_domain::account::{ApiKey, KeyScopes, Organization};
use relance_domain::name::{ApiKeyId, OrganizationId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Keys of one page of the store.
const PAGE: usize = 200;

/// Who wants a key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyWanted {
    /// The account.
    pub organization: OrganizationId,
    /// What the key is called.
    pub name: String,
    /// What it opens.
    pub scopes: KeyScopes,
    /// Until when; for ever where nothing is said.
    pub expires_at: Option<Timestamp>,
    /// Opens the account unless it is open.
    pub account: Option<Organization>,
}

/// Whose keys are looked at.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeysWanted {
    /// The account.
    pub organization: OrganizationId,
    /// The key that is taken back before.
    pub revoke: Option<ApiKeyId>,
}

/// The store as its operator uses it: what they change is told of (R5.12).
#[must_use]
pub fn by_operator(records: &Arc<dyn Records>, call: &str) -> Arc<dyn Records> {
    let doer = Doer { who: Author::Operator, call: call.to_owned() };
    let (clock, mint) = (Arc::new(SystemClock), Arc::new(UlidMint));
    Arc::new(Audited { records: records.clone(), clock, mint, doer })
}

/// Makes a key, and its account where one is described; the key itself is returned once.
///
/// # Errors
/// Refusals, and faults of the store.
pub async fn make(records: &Arc<dyn Records>, wanted: KeyWanted) -> Reply<String> {
    let records = by_operator(records, "relance api-key create");
    let issue = IssueKey { records: records.as_ref(), clock: &SystemClock, mint: &UlidMint };
    if let Some(account) = &wanted.account {
        issue.open(account).await?;
    }
    let KeyWanted { organization, name, scopes, expires_at, .. } = wanted;
    Ok(issue.run(&organization, NewKey { name, scopes, expires_at }).await?.secret)
}

/// A line for each key, after the one that is to be taken back was.
///
/// # Errors
/// Refusals, and faults of the store.
pub async fn show_or_revoke(records: &Arc<dyn Records>, wanted: &KeysWanted) -> Reply<String> {
    let records = by_operator(records, "relance api-key revoke");
    let keys = ApiKeys { records: records.as_ref(), clock: &SystemClock };
    if let Some(id) = &wanted.revoke {
        keys.revoke(&wanted.organization, id.as_str()).await?;
    }
    let (mut lines, mut after) = (Vec::new(), None);
    loop {
        let page = keys.list(&wanted.organization, &Wanted { limit: PAGE, after }).await?;
        lines.extend(page.items.iter().map(line));
        after = page.next;
        if after.is_none() {
            return Ok(if lines.is_empty() { "there is no key".to_owned() } else { lines.join("\n") });
        }
    }
}

fn line(key: &ApiKey) -> String {
    let ApiKey { id, name, scopes, created_at, expires_at, last_used_at, revoked_at, .. } = key;
    let used = last_used_at.map_or("never used".to_owned(), |at| format!("used {}", to_the_minute(at)));
    let end = match (revoked_at, expires_at) {
        (Some(at), _) => format!("; revoked {}", to_the_minute(*at)),
        (None, Some(at)) => format!("; until {at:.0}"),
        (None, None) => String::new(),
    };
    format!("{id}  `{name}`: {scopes}; made {}; {used}{end}", to_the_minute(*created_at))
}

/// To the minute: nobody looks for seconds here.
fn to_the_minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
