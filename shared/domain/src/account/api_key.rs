//! Keys of the JSON API, and the routes that lead from a public name to its organization.
//! Checking a presented key lives in `serve-api`.

use crate::account::KeyScopes;
use crate::name::{ApiKeyId, ConnectionId, Digest, OrganizationId, PhoneNumber};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How exactly it is known when a key was last used: a note costs a write, so there is at most one in this time.
const NOTED_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// A key of the JSON API; the key itself is known to its owner only (R5.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    pub id: ApiKeyId,
    /// Owner.
    pub organization: OrganizationId,
    /// What people call it.
    pub name: String,
    /// SHA-256 of the key, hexadecimal.
    pub digest: String,
    /// What it opens; keys of earlier versions open everything.
    #[serde(default = "KeyScopes::all")]
    pub scopes: KeyScopes,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
    /// When it opened something lately, to the hour.
    #[serde(default)]
    pub last_used_at: Option<Timestamp>,
    /// Set when it was taken back.
    pub revoked_at: Option<Timestamp>,
}

impl ApiKey {
    /// True while it opens the API.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    /// The key with a note that it is used now; nothing while the last note is young.
    #[must_use]
    pub fn noted(&self, now: Timestamp) -> Option<Self> {
        let young = self.last_used_at.is_some_and(|last| now.duration_since(last) < NOTED_EVERY);
        (!young).then(|| Self { last_used_at: Some(now), ..self.clone() })
    }
}

/// Finds the organization behind a name that a stranger presents, before anything of it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Whose it is.
    pub organization: OrganizationId,
    /// What the name stands for.
    pub target: RouteTarget,
}

/// What a public name stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouteTarget {
    /// `/hooks/{connection}`
    Connection(ConnectionId),
    /// A presented API key.
    ApiKey(ApiKeyId),
    /// A phone that the organization texted: its replies are for it.
    Phone,
}

impl Route {
    /// The name under which a hook's route is found.
    #[must_use]
    pub fn hook(connection: &ConnectionId) -> String {
        format!("hook.{connection}")
    }

    /// What the names of all routes of a phone begin with; the organization follows.
    #[must_use]
    pub fn phone(phone: &PhoneNumber) -> String {
        format!("phone.{}.", phone.digest().to_hex())
    }

    /// The name under which an API key's route is found: its digest, never the key.
    #[must_use]
    pub fn api_key(presented: &str) -> String {
        Self::of_digest(&Digest::of_bytes(presented.as_bytes()).to_hex())
    }

    /// The same for a key of which only the digest is known.
    #[must_use]
    pub fn of_digest(digest: &str) -> String {
        format!("key.{digest}")
    }
}
