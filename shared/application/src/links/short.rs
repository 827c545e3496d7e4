//! Survey links for text messages, where every character counts: `/s/` and fourteen letters and digits, so that a link has 45
//! characters with a domain of twenty.
//!
//! A token follows from the invitation by the key that seals links, so each text of it carries the same link, and nothing of the
//! token is stored: the record that says whose it is lies under a keyed digest of it. So nobody can try tokens on a copy of the
//! tables. What is left is to try them here, one request each: they have 83 bits, misses are slowed down, and a hit
//! opens one survey until it expires or is revoked, by the invitation's state as with a link in a mail (R5.1).

use crate::kind::Kind;
use crate::links::SurveyLink;
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Key, Partition, RawRecord, Records};
use crate::ports::seal::{Seal, Sealed};
use crate::ports::trail;
use jiff::{SignedDuration, Timestamp};
use relance_domain::invitation::Invitation;
use relance_domain::name::{Digest, InvitationId, OrganizationId};
use serde::{Deserialize, Serialize};

const PURPOSE: &str = "short_survey";
const PLACE: &str = "short_survey_place";
/// How long a link whose time is over still says so, instead of being unknown.
const KEPT_AFTERWARDS: SignedDuration = SignedDuration::from_hours(365 * 24);

/// A link of a text message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortLink {
    /// What follows `/s/`.
    pub token: String,
}

/// What is kept of it.
#[derive(Serialize, Deserialize)]
struct LinkTarget {
    organization: OrganizationId,
    invitation: InvitationId,
}

impl ShortLink {
    /// Letters and digits of a token: 62 of them in each place, 83 bits in all.
    pub const LENGTH: usize = 14;

    /// Whether a presented token may be one, before anything is looked up.
    #[must_use]
    pub fn looks_like_one(token: &str) -> bool {
        token.len() == Self::LENGTH && token.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    /// The link of an invitation, the same every time; kept until the survey's time is over, and for a while after that.
    ///
    /// # Errors
    /// Faults of the store and of the key store; nothing may be handed over then.
    pub async fn keep(
        records: &dyn Records,
        seal: &dyn Seal,
        invitation: &Invitation,
        open_until: Timestamp,
    ) -> Result<Self, Fault> {
        let named = format!("{}.{}", invitation.organization, invitation.id);
        let Sealed { mac, .. } = seal.seal(PURPOSE, &named).await?;
        let token = Digest::of_bytes(mac.as_bytes()).in_letters(Self::LENGTH);
        let place = seal.seal(PLACE, &token).await?;
        let kept =
            LinkTarget { organization: invitation.organization.clone(), invitation: invitation.id.clone() };
        let expires_at = open_until.checked_add(KEPT_AFTERWARDS).ok();
        let record = RawRecord { expires_at, ..RawRecord::plain(key(&place)?, kept.body()?) };
        // There already: the text before this one carries the same link.
        let (Committed::Done | Committed::Conflict) = records.commit(&[Change::Create(record)]).await?;
        Ok(Self { token })
    }
}

impl LinkTarget {
    fn body(&self) -> Result<serde_json::Map<String, serde_json::Value>, Fault> {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(body)) => Ok(body),
            _ => Err(Fault::permanent("a short link is not an object")),
        }
    }
}

/// What a token opens, looked up with every live key; `None` for one that we did not make.
pub(super) async fn find(
    records: &dyn Records,
    seal: &dyn Seal,
    token: &str,
) -> Result<Option<SurveyLink>, Fault> {
    for place in seal.seal_with_each(PLACE, token).await? {
        if let Some(found) = records.get(&key(&place)?).await? {
            let kept = serde_json::from_value(serde_json::Value::Object(found.body));
            let LinkTarget { organization, invitation } =
                kept.map_err(|_| Fault::permanent("a short link is unreadable"))?;
            trail::of(&organization);
            return Ok(Some(SurveyLink { organization, invitation }));
        }
    }
    Ok(None)
}

/// Links live under a name that no organization can have been given by a person.
fn key(place: &Sealed) -> Result<Key, Fault> {
    let organization =
        OrganizationId::parse("_links").map_err(|error| Fault::permanent(error.to_string()))?;
    let partition = Partition { organization, kind: Kind::ShortLink, group: String::new() };
    Ok(Key { partition, id: place.mac.clone() })
}
