//! Standard Webhooks: `webhook-signature: v1,<base64> v1,<base64>` over `{id}.{timestamp}.{body}`.
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use super::{freshness, mac, verdict};
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use base64::engine::{DecodePaddingMode, Engine};
use jiff::Timestamp;
use relance_application::ports::inbound::{NotVerified, RawHook};
use subtle::Choice;

pub(in super::super) fn check(secrets: &[String], hook: &RawHook, now: Timestamp) -> Result<(), NotVerified> {
    let keys: Vec<Vec<u8>> = secrets.iter().filter_map(|secret| key(secret)).collect();
    if keys.is_empty() {
        return Err(NotVerified::NoSecret);
    }
    let signatures = hook.header("webhook-signature").ok_or(NotVerified::MissingSignature)?;
    let id = hook.header("webhook-id").ok_or(NotVerified::MissingSignature)?;
    let timestamp = hook.header("webhook-timestamp").ok_or(NotVerified::StaleTimestamp)?;
    freshness::check(timestamp, now)?;
    let message = [id.as_bytes(), b".", timestamp.as_bytes(), b".", &hook.body];
    verdict(mac::any(&keys, |key| one_of(signatures, key, &message)))
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
pub(in crate::webhook) fn key(secret: &str) -> Option<Vec<u8>> {
    let encoded = secret.strip_prefix("whsec_").unwrap_or(secret).replace('-', "+").replace('_', "/");
    PASTED.decode(encoded).ok().filter(|key| !key.is_empty())
}

/// The list lets a sender sign with two keys during its own rotation; other versions than `v1` are skipped.
fn one_of(signatures: &str, key: &[u8], message: &[&[u8]]) -> Choice {
    let Some(expected) = mac::hmac_sha256(key, message).map(|mac| STANDARD.encode(mac)) else {
        return Choice::from(0);
    };
    mac::any(signatures.split(' ').filter_map(|one| one.strip_prefix("v1,")), |given| {
        mac::same(given, &expected)
    })
}
