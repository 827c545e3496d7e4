//! Where it is stored what a presented secret opens: a session, or a sign-in link.
//! What becomes of them lives in `session` and `sign_in`.

use relance_domain::name::{Digest, OrganizationId};

/// Longest secret looked at, in bytes.
const LONGEST_SECRET: usize = 256;

/// Where it is stored what a secret opens.
pub(super) struct Presented {
    pub(super) organization: OrganizationId,
    pub(super) digest: String,
}

/// What opens a session or a sign-in link is `{organization}.{256 random bits}`, and only its digest is stored. The
/// organization tells where to look; a wrong one finds nothing, because the digest covers it (R5.8).
pub(super) fn place_of(purpose: &str, presented: &str) -> Option<Presented> {
    let (organization, _) = presented.split_once('.').filter(|_| presented.len() <= LONGEST_SECRET)?;
    let organization = OrganizationId::parse(organization).ok()?;
    Some(Presented { organization, digest: Digest::of(&[purpose, presented]).to_hex() })
}
