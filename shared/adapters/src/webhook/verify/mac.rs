//! Keyed digests and comparisons that take the same time whatever the sender guessed.
//! What is digested, and where the sender puts the digest, lives with each scheme.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// HMAC-SHA256 of the parts, one after the other. HMAC takes keys of any length: there is always a value.
pub(in crate::webhook) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> Option<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac.finalize().into_bytes().into())
}

/// Tells whether two texts are equal; hashing first also hides the length of ours.
pub(super) fn same(given: &str, ours: &str) -> Choice {
    Sha256::digest(given).ct_eq(&Sha256::digest(ours))
}

/// Tells whether any item matches, trying every one.
pub(super) fn any<T>(items: impl IntoIterator<Item = T>, matches: impl Fn(T) -> Choice) -> Choice {
    items.into_iter().fold(Choice::from(0), |found, item| found | matches(item))
}
