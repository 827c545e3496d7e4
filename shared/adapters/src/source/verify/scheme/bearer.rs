//! A secret that travels with each request: `Authorization: Bearer {secret}` (RFC 6750, section 2.1), or
//! `?access_token={secret}` (section 2.3) for tools whose hooks have a URL and nothing else: ProgressionLIVE.

use super::{mac, verdict};
use relance_application::ports::inbound::{NotVerified, RawHook};

pub(in super::super) fn check(secrets: &[String], hook: &RawHook) -> Result<(), NotVerified> {
    let given = in_header(hook).or_else(|| in_url(&hook.url)).ok_or(NotVerified::MissingSignature)?;
    verdict(mac::any(secrets, |secret| mac::same(given, secret)))
}

fn in_header(hook: &RawHook) -> Option<&str> {
    let (scheme, token) = hook.header("authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_start_matches(' '))
}

/// Compared as it stands in the URL: a secret that needs percent-encoding works in the header only.
fn in_url(url: &str) -> Option<&str> {
    let (_, query) = url.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix("access_token="))
}
