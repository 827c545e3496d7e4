//! Links that only we can make. Nothing secret is stored: the token holds a keyed digest of what it names, so a
//! copy of every table opens no survey, and two mails of one invitation carry the same link.
//!
//! - survey: `{organization}.{invitation}.{key}.{mac}`; revoked by the invitation's state (R5.1)
//! - survey in a text message: fourteen letters and digits, in `short`
//! - unsubscribe: `{organization}.{scope}.{address digest}.{key}.{mac}`; never expires (R5.2)
//! - form of a public survey: `{shown ms}.{random}.{key}.{mac}`, sealed for its survey; of no use after its local day

mod short;

use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::ports::seal::{Seal, Sealed};
use crate::ports::trail;
use jiff::Timestamp;
use relance_domain::contact::Scope;
use relance_domain::invitation::Invitation;
use relance_domain::name::{CampaignId, Digest, InvitationId, OrganizationId};

pub use short::ShortLink;

const SURVEY: &str = "survey";
const UNSUBSCRIBE: &str = "unsubscribe";
const PUBLIC_FORM: &str = "public_form";

/// A token as it was presented, without what a mail program took for a part of its link: no character outside a token's
/// alphabet, and no full stop at its end, can belong to it.
#[must_use]
pub fn presented(token: &str) -> &str {
    let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    token.split(|c: char| !belongs(c)).next().unwrap_or_default().trim_end_matches('.')
}

/// A survey link whose digest was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyLink {
    /// Owner.
    pub organization: OrganizationId,
    /// The invitation that it opens.
    pub invitation: InvitationId,
}

impl SurveyLink {
    /// The token of an invitation; the same every time.
    pub async fn seal(seal: &dyn Seal, invitation: &Invitation) -> Result<String, Fault> {
        let named = format!("{}.{}", invitation.organization, invitation.id);
        let Sealed { key_id, mac } = seal.seal(SURVEY, &named).await?;
        Ok(format!("{named}.{key_id}.{mac}"))
    }

    /// Reads a presented token, of a mail or of a text message; `None` for anything that we did not make.
    pub async fn open(records: &dyn Records, seal: &dyn Seal, token: &str) -> Result<Option<Self>, Fault> {
        let token = presented(token);
        if ShortLink::looks_like_one(token) {
            return short::find(records, seal, token).await;
        }
        let parts: Vec<&str> = token.split('.').collect();
        let [organization, invitation, key_id, mac] = parts.as_slice() else { return Ok(None) };
        let sealed = Sealed { key_id: (*key_id).to_owned(), mac: (*mac).to_owned() };
        if !seal.holds(SURVEY, &format!("{organization}.{invitation}"), &sealed).await? {
            return Ok(None);
        }
        let named = OrganizationId::parse(organization).ok().zip(InvitationId::parse(invitation).ok());
        // Only whose: an invitation beside the time of its answer in a log would say who gave an anonymous one.
        Ok(named
            .inspect(|(whose, _)| trail::of(whose))
            .map(|(organization, invitation)| Self { organization, invitation }))
    }
}

/// An unsubscribe link whose digest was checked. It grants nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsubscribeLink {
    /// Owner.
    pub organization: OrganizationId,
    /// What the link unsubscribes from.
    pub scope: Scope,
    /// Digest of the address, hexadecimal.
    pub digest: String,
}

impl UnsubscribeLink {
    /// Name in the link's query of the language of the mail: the page behind it speaks it too.
    pub const LANGUAGE: &'static str = "l";

    /// The token for an address and a scope; the same every time.
    pub async fn seal(
        seal: &dyn Seal,
        organization: &OrganizationId,
        scope: &Scope,
        address: Digest,
    ) -> Result<String, Fault> {
        let scope = match scope {
            Scope::All => "all",
            Scope::Campaign(id) => id.as_str(),
        };
        let named = format!("{organization}.{scope}.{}", address.to_hex());
        let Sealed { key_id, mac } = seal.seal(UNSUBSCRIBE, &named).await?;
        Ok(format!("{named}.{key_id}.{mac}"))
    }

    /// Reads a presented token; `None` for anything that we did not make.
    pub async fn open(seal: &dyn Seal, token: &str) -> Result<Option<Self>, Fault> {
        let parts: Vec<&str> = presented(token).split('.').collect();
        let [organization, scope, digest, key_id, mac] = parts.as_slice() else { return Ok(None) };
        let sealed = Sealed { key_id: (*key_id).to_owned(), mac: (*mac).to_owned() };
        if !seal.holds(UNSUBSCRIBE, &format!("{organization}.{scope}.{digest}"), &sealed).await? {
            return Ok(None);
        }
        let scope = match *scope {
            "all" => Some(Scope::All),
            id => CampaignId::parse(id).ok().map(Scope::Campaign),
        };
        let named =
            OrganizationId::parse(organization).ok().zip(scope).inspect(|(whose, _)| trail::of(whose));
        Ok(named.map(|(organization, scope)| Self { organization, scope, digest: (*digest).to_owned() }))
    }
}

/// Where anybody may answer a campaign, below the base URL. The name of a survey is no secret: it hangs on walls.
#[must_use]
pub fn public_path(organization: &OrganizationId, campaign: &CampaignId) -> String {
    format!("/p/{organization}/{campaign}")
}

/// Which public survey: whose, and of which campaign.
#[derive(Debug, Clone, Copy)]
pub struct SurveyName<'a> {
    /// Whose survey.
    pub organization: &'a OrganizationId,
    /// The campaign that asks.
    pub campaign: &'a CampaignId,
}

/// One form of a public survey, as it was shown to somebody. Nothing of it is stored when it is shown; what it is
/// sent with is one answer, whose id follows from it (P10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicForm {
    /// When it was shown, to the millisecond.
    pub shown_at: Timestamp,
    /// What tells it from every other form.
    pub chance: String,
    /// Its text on the page.
    pub token: String,
}

impl PublicForm {
    /// A form that is shown now.
    pub async fn seal(
        seal: &dyn Seal,
        survey: SurveyName<'_>,
        shown_at: Timestamp,
        chance: String,
    ) -> Result<Self, Fault> {
        let shown_ms = shown_at.as_millisecond();
        let Sealed { key_id, mac } = seal.seal(PUBLIC_FORM, &named(survey, shown_ms, &chance)).await?;
        let token = format!("{shown_ms}.{chance}.{key_id}.{mac}");
        let shown_at = Timestamp::from_millisecond(shown_ms).unwrap_or(shown_at);
        Ok(Self { shown_at, chance, token })
    }

    /// Reads a presented token; `None` for anything that we did not make for this survey.
    pub async fn open(seal: &dyn Seal, survey: SurveyName<'_>, token: &str) -> Result<Option<Self>, Fault> {
        let parts: Vec<&str> = token.split('.').collect();
        let [shown_ms, chance, key_id, mac] = parts.as_slice() else { return Ok(None) };
        let sealed = Sealed { key_id: (*key_id).to_owned(), mac: (*mac).to_owned() };
        let Ok(shown_ms) = shown_ms.parse() else { return Ok(None) };
        if !seal.holds(PUBLIC_FORM, &named(survey, shown_ms, chance), &sealed).await? {
            return Ok(None);
        }
        let shown_at = Timestamp::from_millisecond(shown_ms).ok();
        Ok(shown_at.map(|shown_at| Self { shown_at, chance: (*chance).to_owned(), token: token.to_owned() }))
    }
}

fn named(survey: SurveyName<'_>, shown_ms: i64, chance: &str) -> String {
    let SurveyName { organization, campaign } = survey;
    format!("{organization}.{campaign}.{shown_ms}.{chance}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_link_in_a_text_is_no_part_of_it() {
        let token = "demo.inv_01m8.k1.aZ-9_x";

        for tail in ["", ".", "...", ")", ">", " ", "\r\n", "\u{200b}", "=", "=3D", ",", "/", ").x", "%20"] {
            assert_eq!(presented(&format!("{token}{tail}")), token, "{tail:?}");
        }
        assert_eq!(presented("/"), "");
    }
}
