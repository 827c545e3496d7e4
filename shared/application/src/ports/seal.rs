//! Keyed digests for links: survey links that only we can make, unsubscribe links that outlive everything.
//! How a sealed token is laid out in a URL lives in [`crate::links`].

use crate::ports::fault::Fault;
use async_trait::async_trait;

/// A keyed digest of a text, 128 bits in base64url (22 characters).
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Names the key that made it, so that two keys can be live during a rotation (R5.2).
    pub key_id: String,
    /// The digest.
    pub mac: String,
}

/// Makes and checks keyed digests; keys are fetched by name and never leave the adapter.
#[async_trait]
pub trait Seal: Send + Sync {
    /// Seals `text` for `purpose` with the current key.
    async fn seal(&self, purpose: &str, text: &str) -> Result<Sealed, Fault>;

    /// The same with every live key, the current one first: for what is kept under its seal, and looked up by it.
    async fn seal_with_each(&self, purpose: &str, text: &str) -> Result<Vec<Sealed>, Fault>;

    /// Tells in constant time whether `sealed` is `text` sealed for `purpose` with a live key.
    async fn holds(&self, purpose: &str, text: &str, sealed: &Sealed) -> Result<bool, Fault>;
}

/// Secrets of connections, by name (R4.6): never in the environment, a template, a log or an API answer.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// The live values, newest first (two during a rotation); empty when there is no such secret.
    async fn live(&self, name: &str) -> Result<Vec<String>, Fault>;

    /// Replaces the live values.
    async fn replace(&self, name: &str, values: &[String]) -> Result<(), Fault>;
}
