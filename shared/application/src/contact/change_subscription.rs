//! Opt-out and return by a link (E2, R3.5): at once, also for mails that are already planned, because every send
//! asks for the address's standing under its claim.

use crate::links::UnsubscribeLink;
use crate::outbound::{Happening, owe};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::ports::seal::Seal;
use crate::stored::UnitOfWork;
use crate::transaction;
use relance_domain::account::Organization;
use relance_domain::contact::{OptOut, OptOutOrigin, Standing};

/// What the person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// No more surveys.
    Unsubscribe,
    /// Surveys again.
    Resubscribe,
}

/// Changes subscriptions.
pub struct ChangeSubscription<'a> {
    /// Where standings are.
    pub records: &'a dyn Records,
    /// Checks links.
    pub seal: &'a dyn Seal,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

impl ChangeSubscription<'_> {
    /// Who a link belongs to, without changing anything; `None` for a link that we did not make.
    ///
    /// # Errors
    /// Faults of the store or of the key store.
    pub async fn look(&self, token: &str) -> Result<Option<Organization>, Fault> {
        let Some(link) = UnsubscribeLink::open(self.seal, token).await? else { return Ok(None) };
        UnitOfWork::new(self.records).settings(&link.organization).await
    }

    /// Carries out a wish; repeating it changes nothing.
    ///
    /// # Errors
    /// Faults of the store or of the key store; the person, or their mail provider, should try again.
    pub async fn run(&self, token: &str, wish: Wish) -> Result<Option<Organization>, Fault> {
        let Some(link) = UnsubscribeLink::open(self.seal, token).await? else { return Ok(None) };
        Ok(transaction!(work in self.records => self.attempt(&mut work, &link, wish)))
    }

    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        link: &UnsubscribeLink,
        wish: Wish,
    ) -> Result<Option<Organization>, Fault> {
        let organization = work.settings(&link.organization).await?;
        let Some(organization) = organization else { return Ok(None) };
        let now = self.clock.now();
        let known = work.get::<Standing>(&organization.id, &link.digest).await?;
        let mut standing =
            known.unwrap_or_else(|| Standing::unknown(&organization.id, link.digest.clone(), now));
        match wish {
            Wish::Unsubscribe => {
                let left = standing.opted_out(&link.scope).is_none();
                standing.opt_out(&link.scope, OptOut { since: now, origin: OptOutOrigin::Respondent });
                if left {
                    let happening = Happening::opted_out(&link.digest, &link.scope, now);
                    // Without a hint: the due index finds the call within two minutes, and a mail provider waits for us.
                    owe(work, &organization.id, &[happening], now).await?;
                }
            }
            Wish::Resubscribe => standing.opt_in(&link.scope, now),
        }
        work.put(&standing)?;
        Ok(Some(organization))
    }
}
