//! The keys that seal links, kept like any other secret: the list `seal`, newest first, each value `{id}.{key}` with
//! the key in base64url (R5.2). What a seal is lives in [`crate::seal`]; infra makes the first key.
//!
//! Rotating: put a new value in front. It seals at once where it was read, and is looked up where it is not known yet.

use crate::secret::{HmacSeal, SealKey};
use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use relance_application::ports::chance::Clock;
use relance_application::ports::fault::Fault;
use relance_application::ports::seal::{Seal, Sealed, Secrets};
use std::sync::{Arc, Mutex, PoisonError};

/// The secret's name.
const NAME: &str = "seal";
/// A withdrawn key stops working after this long at the latest (R4.6).
const MAX_AGE: SignedDuration = SignedDuration::from_mins(5);
/// A link with a key that we do not know makes us look again after this long: a flood of forged links costs four
/// look-ups a minute.
const MIN_AGE: SignedDuration = SignedDuration::from_secs(15);

/// Seals with keys from a store of secrets.
pub struct KeptSeal {
    secrets: Arc<dyn Secrets>,
    clock: Arc<dyn Clock>,
    keys: Mutex<Option<Arc<Keys>>>,
}

struct Keys {
    read_at: Timestamp,
    ids: Vec<String>,
    seal: HmacSeal,
}

impl KeptSeal {
    /// Reads its keys when it first needs them.
    #[must_use]
    pub fn new(secrets: Arc<dyn Secrets>, clock: Arc<dyn Clock>) -> Self {
        Self { secrets, clock, keys: Mutex::default() }
    }

    async fn keys(&self, max_age: SignedDuration) -> Result<Arc<Keys>, Fault> {
        let now = self.clock.now();
        let known = self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let fresh =
            |keys: &Arc<Keys>| (SignedDuration::ZERO..max_age).contains(&now.duration_since(keys.read_at));
        if let Some(keys) = known.filter(fresh) {
            return Ok(keys);
        }
        let keys = Arc::new(read(&self.secrets.live(NAME).await?, now)?);
        *self.keys.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&keys));
        Ok(keys)
    }
}

#[async_trait]
impl Seal for KeptSeal {
    async fn seal(&self, purpose: &str, text: &str) -> Result<Sealed, Fault> {
        self.keys(MAX_AGE).await?.seal.seal(purpose, text).await
    }

    /// Looked up often, because what was sealed elsewhere with a newer key names no key that we could miss.
    async fn seal_with_each(&self, purpose: &str, text: &str) -> Result<Vec<Sealed>, Fault> {
        self.keys(MIN_AGE).await?.seal.seal_with_each(purpose, text).await
    }

    async fn holds(&self, purpose: &str, text: &str, sealed: &Sealed) -> Result<bool, Fault> {
        let mut keys = self.keys(MAX_AGE).await?;
        if !keys.ids.contains(&sealed.key_id) {
            keys = self.keys(MIN_AGE).await?;
        }
        keys.seal.holds(purpose, text, sealed).await
    }
}

/// Faults are worth another try: the work waits until an operator has put the keys right.
fn read(values: &[String], now: Timestamp) -> Result<Keys, Fault> {
    let keys = values.iter().take(2).map(|value| key(value)).collect::<Result<Vec<_>, _>>()?;
    let mut keys = keys.into_iter();
    let (id, current) = keys.next().ok_or_else(|| Fault::transient("no key seals links yet"))?;
    let (mut ids, mut previous) = (vec![id], None);
    if let Some((id, key)) = keys.next() {
        ids.push(id);
        previous = Some(key);
    }
    Ok(Keys { read_at: now, ids, seal: HmacSeal::new(current, previous) })
}

fn key(value: &str) -> Result<(String, SealKey), Fault> {
    let malformed = || Fault::transient("a key that seals links is not `{id}.{key in base64url}`");
    let (id, encoded) = value.split_once('.').ok_or_else(malformed)?;
    let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| malformed())?;
    let key = SealKey::new(id, &bytes).map_err(|error| Fault::transient(error.to_string()))?;
    Ok((id.to_owned(), key))
}

#[cfg(test)]
mod tests;
