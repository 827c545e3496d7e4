//! Housecall Pro: `Api-Signature`, lower-case hex HMAC-SHA256 of `{Api-Timestamp}.{body}`.
//! The form of the timestamp is not documented: seconds, milliseconds and RFC 3339 are all taken.

use super::{freshness, mac, verdict};
use jiff::Timestamp;
use relance_application::ports::inbound::{NotVerified, RawHook};
use subtle::Choice;

pub(in super::super) fn check(secrets: &[String], hook: &RawHook, now: Timestamp) -> Result<(), NotVerified> {
    let signature = hook.header("api-signature").ok_or(NotVerified::MissingSignature)?;
    let timestamp = hook.header("api-timestamp").ok_or(NotVerified::StaleTimestamp)?;
    freshness::check(timestamp, now)?;
    let given = signature.strip_prefix("sha256=").unwrap_or(signature);
    let message = [timestamp.as_bytes(), b".", &hook.body];
    verdict(mac::any(secrets, |secret| {
        mac::hmac_sha256(secret.as_bytes(), &message)
            .map_or(Choice::from(0), |expected| mac::same(given, &hex::encode(expected)))
    }))
}
