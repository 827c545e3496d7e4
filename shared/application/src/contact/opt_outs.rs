//! Opt-outs that somebody of the organization enters or takes back (E1, E2, R3.5): also for people never seen, and
//! taken back only with a reason, which is kept.

use crate::call::{Failure, Page, Refusal, Reply, Wanted, found, scan};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::{UnitOfWork, key, load};
use crate::transaction;
use relance_domain::campaign::Campaign;
use relance_domain::contact::{OptOut, OptOutOrigin, Scope, Standing};
use relance_domain::name::{Address, CampaignId, OrganizationId};

/// Reads and changes opt-outs.
pub struct OptOuts<'a> {
    /// Where standings are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptOutEntry {
    /// `{digest of the address}.{scope}`; the scope is `all` or a campaign id.
    pub id: String,
    /// The address, where it is known and not erased.
    pub address: Option<Address>,
    /// The campaign that it is about; everything when absent.
    pub campaign_id: Option<CampaignId>,
    /// Since when and by whom.
    pub wish: OptOut,
}

impl OptOuts<'_> {
    /// A page of opt-outs, by address; those of one address stay together.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        wanted: &Wanted,
    ) -> Result<Page<OptOutEntry>, Fault> {
        let wishes = |standing: &Standing| standing.everything.is_some() || !standing.campaigns.is_empty();
        let page = scan::<Standing>(self.records, organization, false, wanted, &wishes).await?;
        Ok(Page { items: page.items.iter().flat_map(entries).collect(), next: page.next })
    }

    /// Enters an opt-out; the first one of a scope stays.
    ///
    /// # Errors
    /// Refusals: no such campaign.
    pub async fn enter(
        &self,
        organization: &OrganizationId,
        address: &Address,
        scope: &Scope,
    ) -> Reply<OptOutEntry> {
        if let Scope::Campaign(id) = scope {
            let campaign = key::<Campaign>(organization, id.as_str());
            if load::<Campaign>(self.records, &campaign).await?.is_none() {
                return Err(Refusal::bad_field("campaign_id", "there is no such campaign").into());
            }
        }
        Ok(transaction!(work in self.records => self.enter_once(&mut work, organization, address, scope)))
    }

    async fn enter_once(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &OrganizationId,
        address: &Address,
        scope: &Scope,
    ) -> Result<OptOutEntry, Failure> {
        let (now, digest) = (self.clock.now(), address.digest().to_hex());
        let known = work.get::<Standing>(organization, &digest).await?;
        let mut standing = known.unwrap_or_else(|| Standing::unknown(organization, digest, now));
        standing.address.get_or_insert_with(|| address.clone());
        standing.opt_out(scope, OptOut { since: now, origin: OptOutOrigin::Operator });
        work.put(&standing)?;
        let entry = entries(&standing).into_iter().find(|entry| entry.id == id_of(&standing, scope));
        Ok(found(entry, "opt-out")?)
    }

    /// Takes an opt-out back on the person's word.
    ///
    /// # Errors
    /// Refusals: no such opt-out, no reason.
    pub async fn take_back(&self, organization: &OrganizationId, id: &str, reason: &str) -> Reply<()> {
        if !(1..=500).contains(&reason.trim().chars().count()) {
            let words = "say how you know that the person wants surveys again, in 1 to 500 characters";
            return Err(Refusal::bad_field("reason", words).into());
        }
        let (digest, scope) = found(parts(id), "opt-out")?;
        transaction!(work in self.records => self.take_back_once(&mut work, organization, digest, &scope, reason));
        Ok(())
    }

    async fn take_back_once(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &OrganizationId,
        digest: &str,
        scope: &Scope,
        reason: &str,
    ) -> Result<(), Failure> {
        let standing = work.get::<Standing>(organization, digest).await?;
        let mut standing = found(standing.filter(|standing| covers(standing, scope)), "opt-out")?;
        standing.opt_in_with_proof(scope, reason.trim().to_owned(), self.clock.now());
        work.put(&standing)?;
        Ok(())
    }
}

fn covers(standing: &Standing, scope: &Scope) -> bool {
    match scope {
        Scope::All => standing.everything.is_some(),
        Scope::Campaign(id) => standing.campaigns.contains_key(id),
    }
}

fn id_of(standing: &Standing, scope: &Scope) -> String {
    let scope = match scope {
        Scope::All => "all",
        Scope::Campaign(id) => id.as_str(),
    };
    format!("{}.{scope}", standing.digest)
}

fn parts(id: &str) -> Option<(&str, Scope)> {
    let (digest, scope) = id.split_once('.')?;
    let plain = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    let scope = match scope {
        "all" => Scope::All,
        id => Scope::Campaign(CampaignId::parse(id).ok()?),
    };
    plain.then_some((digest, scope))
}

fn entries(standing: &Standing) -> Vec<OptOutEntry> {
    let everything = standing.everything.iter().map(|wish| (Scope::All, wish));
    let campaigns = standing.campaigns.iter().map(|(id, wish)| (Scope::Campaign(id.clone()), wish));
    let entry = |(scope, wish): (Scope, &OptOut)| OptOutEntry {
        id: id_of(standing, &scope),
        address: standing.address.clone(),
        campaign_id: match scope {
            Scope::All => None,
            Scope::Campaign(id) => Some(id),
        },
        wish: wish.clone(),
    };
    everything.chain(campaigns).map(entry).collect()
}
