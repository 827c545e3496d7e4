//! Standard Webhooks: `webhook-signature: v1,<base64> v1,<base64>` over `{id}.{timestamp}.{body}`.
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use super::{freshness, mac, verdict};
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use relance_application::ports::inbound::{NotVerified, RawHook};
use subtle::Choice;

pub(in super::super) fn check(secrets: &[String], hook: &RawHook, now: Timestamp) -> Result<(), NotVerified> {
    let keys: Vec<Vec<u8>> = secrets.iter().filter_map(|secret| mac::pasted_key(secret)).collect();
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

/// The list lets a sender sign with two keys during its own rotation; other versions than `v1` are skipped.
fn one_of(signatures: &str, key: &[u8], message: &[&[u8]]) -> Choice {
    let Some(expected) = mac::hmac_sha256(key, message).map(|mac| STANDARD.encode(mac)) else {
        return Choice::from(0);
    };
    mac::any(signatures.split(' ').filter_map(|one| one.strip_prefix("v1,")), |given| {
        mac::same(given, &expected)
    })
}
