//! What binds us about one address: its owner's wishes and what providers told us of it. One record per
//! address, kept under its digest, storable before the person was ever seen (E2, R3.5).

use crate::name::{Address, CampaignId, OrganizationId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an opt-out covers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everything the organization sends.
    All,
    Campaign(CampaignId),
}

/// Who asked for an opt-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptOutOrigin {
    /// The person, by a link of a mail or by a word in reply to a text.
    Respondent,
    /// The person, by a complaint to their mail provider.
    Complaint,
    /// Somebody of the organization.
    Operator,
}

/// One wish not to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptOut {
    /// Since when.
    pub since: Timestamp,
    /// Who asked.
    pub origin: OptOutOrigin,
}

/// What a provider told of an address that is not used any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuppressedBy {
    /// Nobody is reached there.
    Bounce,
    /// Its owner called a mail spam.
    Complaint,
    /// Mails came back again and again.
    SoftBounces,
}

impl SuppressedBy {
    /// In one word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bounce => "bounce",
            Self::Complaint => "complaint",
            Self::SoftBounces => "soft_bounces",
        }
    }
}

/// Why a provider made us stop using an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// Since when.
    pub since: Timestamp,
    /// What it told.
    pub reason: SuppressedBy,
}

/// A wish that an operator took back on the person's word (R3.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// When.
    pub at: Timestamp,
    /// The campaign that it was about; everything when absent.
    pub campaign_id: Option<CampaignId>,
    /// How we know that the person wants it.
    pub reason: String,
}

/// All that binds us about one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Owner.
    pub organization: OrganizationId,
    /// Digest of the address, hexadecimal: what remains when a person is erased.
    pub digest: String,
    /// The address, where it is known and not erased.
    pub address: Option<Address>,
    /// Opt-out from everything.
    pub everything: Option<OptOut>,
    /// Opt-outs from single campaigns.
    pub campaigns: BTreeMap<CampaignId, OptOut>,
    /// Set when a provider told us not to use it.
    pub suppressed: Option<Suppression>,
    /// Soft bounces since the last delivery.
    pub soft_bounces: u32,
    /// Wishes taken back by operators, oldest first.
    #[serde(default)]
    pub returns: Vec<Return>,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What somebody gets no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// They get surveys.
    Nothing,
    /// Surveys of the kind that their mail was about.
    Kind,
    /// All surveys of the organization.
    Everything,
}

impl Standing {
    /// Soft bounces in a row before an address is suppressed (R3.6).
    pub const MAX_SOFT_BOUNCES: u32 = 3;

    /// An address, by its digest in hexadecimal, that nothing is known about.
    #[must_use]
    pub fn unknown(organization: &OrganizationId, digest: String, at: Timestamp) -> Self {
        Self {
            organization: organization.clone(),
            digest,
            address: None,
            everything: None,
            campaigns: BTreeMap::new(),
            suppressed: None,
            soft_bounces: 0,
            returns: Vec::new(),
            updated_at: at,
        }
    }

    /// The wish that forbids this campaign, if there is one.
    #[must_use]
    pub fn opted_out_of(&self, campaign: &CampaignId) -> Option<&OptOut> {
        self.everything.as_ref().or_else(|| self.campaigns.get(campaign))
    }

    /// Takes a provider's word that the address takes no mail; the first such word stays (R3.6).
    pub fn suppress(&mut self, reason: SuppressedBy, at: Timestamp) {
        self.suppressed.get_or_insert(Suppression { since: at, reason });
        self.updated_at = at;
    }

    /// Records a wish; the first one of a scope stays.
    pub fn opt_out(&mut self, scope: &Scope, wish: OptOut) {
        self.updated_at = wish.since;
        match scope {
            Scope::All => {
                self.everything.get_or_insert(wish);
            }
            Scope::Campaign(id) => {
                self.campaigns.entry(id.clone()).or_insert(wish);
            }
        }
    }

    /// What its owner gets no more, for a link that was sent with a survey of this kind.
    #[must_use]
    pub fn stopped(&self, kind: &Scope) -> Stopped {
        match () {
            () if self.everything.is_some() => Stopped::Everything,
            () if self.opted_out(kind).is_some() => Stopped::Kind,
            () => Stopped::Nothing,
        }
    }

    /// The wish of exactly this scope, where there is one.
    #[must_use]
    pub fn opted_out(&self, scope: &Scope) -> Option<&OptOut> {
        match scope {
            Scope::All => self.everything.as_ref(),
            Scope::Campaign(id) => self.campaigns.get(id),
        }
    }

    /// Takes a wish back: only the person, or an operator with their word, may (R3.5).
    pub fn opt_in(&mut self, scope: &Scope, at: Timestamp) {
        self.updated_at = at;
        match scope {
            Scope::All => self.everything = None,
            Scope::Campaign(id) => {
                self.campaigns.remove(id);
            }
        }
    }

    /// Takes back every wish that the person had before they asked for texts again (R3.10): what comes late, or twice,
    /// takes back none that is newer.
    pub fn opt_in_since(&mut self, at: Timestamp) {
        let older = |wish: &OptOut| wish.since < at;
        self.everything = self.everything.take().filter(|wish| !older(wish));
        self.campaigns.retain(|_, wish| !older(wish));
        self.updated_at = at;
    }

    /// Takes a wish back on the person's word, which is kept (R3.5).
    pub fn opt_in_with_proof(&mut self, scope: &Scope, reason: String, at: Timestamp) {
        self.opt_in(scope, at);
        let campaign_id = match scope {
            Scope::All => None,
            Scope::Campaign(id) => Some(id.clone()),
        };
        self.returns.push(Return { at, campaign_id, reason });
    }

    /// Trusts the address again, as if nothing had bounced.
    pub fn lift_suppression(&mut self, at: Timestamp) {
        self.suppressed = None;
        self.soft_bounces = 0;
        self.updated_at = at;
    }

    /// As `/contacts` shows it (E3). Somebody who opted out of one campaign is shown as unsubscribed too: whoever
    /// looks wants to know that the wish was heard.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match self.suppressed.as_ref().map(|suppression| suppression.reason) {
            Some(SuppressedBy::Complaint) => "complained",
            Some(SuppressedBy::Bounce | SuppressedBy::SoftBounces) => "bounced",
            None if self.everything.is_some() || !self.campaigns.is_empty() => "unsubscribed",
            None => "active",
        }
    }
}
