//! Addresses that a provider told us not to use, and trusting one again.
//! Learning of bounces and complaints lives in `invitation::record_delivery`.

use crate::call::{Failure, Page, Refusal, Reply, Wanted, found, scan};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::UnitOfWork;
use crate::transaction;
use relance_domain::contact::Standing;
use relance_domain::name::OrganizationId;

/// Reads and lifts suppressions.
pub struct Suppressions<'a> {
    /// Where standings are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

impl Suppressions<'_> {
    /// A page of suppressed addresses.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        wanted: &Wanted,
    ) -> Result<Page<Standing>, Fault> {
        let keep = |standing: &Standing| standing.suppressed.is_some();
        scan::<Standing>(self.records, organization, false, wanted, &keep).await
    }

    /// Trusts an address again. An opt-out of the same address stays.
    ///
    /// # Errors
    /// Refusals: no such suppression.
    pub async fn lift(&self, organization: &OrganizationId, digest: &str) -> Reply<()> {
        let plain = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        let digest = found(plain.then_some(digest), "suppression")?;
        transaction!(work in self.records => self.attempt(&mut work, organization, digest));
        Ok(())
    }

    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &OrganizationId,
        digest: &str,
    ) -> Result<(), Failure> {
        let standing = work.get::<Standing>(organization, digest).await?;
        let suppressed = standing.filter(|standing| standing.suppressed.is_some());
        let mut standing = suppressed.ok_or_else(|| Refusal::not_found("suppression"))?;
        standing.lift_suppression(self.clock.now());
        work.put(&standing)?;
        Ok(())
    }
}
