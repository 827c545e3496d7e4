//! Seals for links: HMAC-SHA256 over purpose and text, with one or two live keys (R5.2).
//! How a seal is laid out in a URL lives in the application; where keys come from in the settings.

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use relance_application::ports::fault::Fault;
use relance_application::ports::seal::{Seal, Sealed};
use sha2::Sha256;
use std::fmt;
use subtle::ConstantTimeEq as _;

/// Bytes of the digest that a seal keeps: 128 bits (R5.1).
const MAC_BYTES: usize = 16;
/// Fewest bytes of key material: as many as the digest has (RFC 2104, section 3).
const MIN_KEY_BYTES: usize = 32;

/// Why bytes are not a seal key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSealKey {
    /// Too little to be unguessable.
    #[error("a seal key holds at least 32 bytes")]
    TooShort,
    /// Would not survive in a link.
    #[error("`{0}` is not a seal key id: expected 1 to 16 letters or digits")]
    BadId(String),
}

/// One key with the id that its seals carry.
#[derive(Clone)]
pub struct SealKey {
    id: String,
    keyed: Hmac<Sha256>,
}

impl SealKey {
    /// Takes a key of at least 32 random bytes; `id` is 1 to 16 letters or digits.
    ///
    /// # Errors
    /// [`InvalidSealKey`] when either is not so.
    pub fn new(id: &str, bytes: &[u8]) -> Result<Self, InvalidSealKey> {
        if !(1..=16).contains(&id.len()) || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(InvalidSealKey::BadId(id.chars().take(16).collect()));
        }
        if bytes.len() < MIN_KEY_BYTES {
            return Err(InvalidSealKey::TooShort);
        }
        let keyed = Hmac::new_from_slice(bytes).map_err(|_| InvalidSealKey::TooShort)?;
        Ok(Self { id: id.to_owned(), keyed })
    }

    /// Each part is length-prefixed, so that no purpose and text can pass for others.
    fn mac(&self, purpose: &str, text: &str) -> String {
        let mut mac = self.keyed.clone();
        for part in [purpose, text] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        let digest: Vec<u8> = mac.finalize().into_bytes().into_iter().take(MAC_BYTES).collect();
        URL_SAFE_NO_PAD.encode(digest)
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Seals with the current key and accepts the previous one too.
#[derive(Debug, Clone)]
pub struct HmacSeal {
    current: SealKey,
    previous: Option<SealKey>,
}

impl HmacSeal {
    /// `previous` is the key before the last rotation, for as long as its links must live.
    #[must_use]
    pub fn new(current: SealKey, previous: Option<SealKey>) -> Self {
        Self { current, previous }
    }
}

#[async_trait]
impl Seal for HmacSeal {
    async fn seal(&self, purpose: &str, text: &str) -> Result<Sealed, Fault> {
        Ok(Sealed { key_id: self.current.id.clone(), mac: self.current.mac(purpose, text) })
    }

    async fn seal_with_each(&self, purpose: &str, text: &str) -> Result<Vec<Sealed>, Fault> {
        let live = std::iter::once(&self.current).chain(&self.previous);
        Ok(live.map(|key| Sealed { key_id: key.id.clone(), mac: key.mac(purpose, text) }).collect())
    }

    async fn holds(&self, purpose: &str, text: &str, sealed: &Sealed) -> Result<bool, Fault> {
        let mut live = std::iter::once(&self.current).chain(&self.previous);
        let Some(key) = live.find(|key| key.id == sealed.key_id) else {
            return Ok(false);
        };
        Ok(key.mac(purpose, text).as_bytes().ct_eq(sealed.mac.as_bytes()).into())
    }
}

#[cfg(test)]
mod tests;
