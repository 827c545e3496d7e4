//! A secret alone in a header that the connection names, for tools that can add a fixed header (Freshdesk).
//! Proves no more than a bearer token does.

use super::{mac, verdict};
use relance_application::ports::inbound::{NotVerified, RawHook};

pub(in super::super) fn check(secrets: &[String], hook: &RawHook, header: &str) -> Result<(), NotVerified> {
    let given = hook.header(header).ok_or(NotVerified::MissingSignature)?;
    verdict(mac::any(secrets, |secret| mac::same(given, secret)))
}
