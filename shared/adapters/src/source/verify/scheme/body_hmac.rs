//! HMAC-SHA256 of the body in a header that the connection names: hex or base64, with or without `sha256=`.
//! No time is signed: an old request can be repeated, and has no second effect (F33).

use super::{mac, verdict};
use base64::{Engine, engine::general_purpose::STANDARD};
use relance_application::ports::inbound::{NotVerified, RawHook};
use subtle::Choice;

pub(in super::super) fn check(secrets: &[String], hook: &RawHook, header: &str) -> Result<(), NotVerified> {
    let signature = hook.header(header).ok_or(NotVerified::MissingSignature)?;
    let given = signature.strip_prefix("sha256=").unwrap_or(signature);
    verdict(mac::any(secrets, |secret| {
        mac::hmac_sha256(secret.as_bytes(), &[&hook.body])
            .map_or(Choice::from(0), |expected| mac::any(written(expected), |ours| mac::same(given, &ours)))
    }))
}

/// The texts that mean this digest. Hex of mixed case is none of them: no tool writes it.
fn written(digest: [u8; 32]) -> [String; 3] {
    [hex::encode(digest), hex::encode_upper(digest), STANDARD.encode(digest)]
}
