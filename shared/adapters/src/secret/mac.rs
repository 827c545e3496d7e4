//! Keyed digests and comparisons that take the same time whatever the sender guessed.
//! What is digested, and where the digest stands, lives with whoever verifies (`source`) or signs (`outbound`).

use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, Engine};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// HMAC-SHA256 of the parts, one after the other. HMAC takes keys of any length: there is always a value.
pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> Option<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac.finalize().into_bytes().into())
}

/// Tells whether two texts are equal; hashing first also hides the length of ours.
pub(crate) fn same(given: &str, ours: &str) -> Choice {
    Sha256::digest(given).ct_eq(&Sha256::digest(ours))
}

/// Tells whether any item matches, trying every one.
pub(crate) fn any<T>(items: impl IntoIterator<Item = T>, matches: impl Fn(T) -> Choice) -> Choice {
    items.into_iter().fold(Choice::from(0), |found, item| found | matches(item))
}

/// Base64 as secrets are pasted: with or without its padding, and whatever its last bits hold.
const PASTED: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The key is what follows `whsec_`, decoded; the alphabet for URLs means the same. An empty key would let anybody sign.
/// Saving takes what is decoded here (`application::source`).
pub(crate) fn pasted_key(secret: &str) -> Option<Vec<u8>> {
    let encoded = secret.strip_prefix("whsec_").unwrap_or(secret).replace('-', "+").replace('_', "/");
    PASTED.decode(encoded).ok().filter(|key| !key.is_empty())
}
