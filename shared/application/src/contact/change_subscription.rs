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
use jiff::Timestamp;
use relance_domain::account::Organization;
use relance_domain::contact::{OptOut, OptOutOrigin, Scope, Standing, Stopped};

/// What the person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// No more surveys of this organization: what the link in a mail and one click of a mail program mean.
    Unsubscribe,
    /// No more surveys of the kind that the mail was about.
    UnsubscribeKind,
    /// Surveys again.
    Resubscribe,
}

/// Who a link belongs to, and what is stopped.
#[derive(Debug, Clone)]
pub struct Subscription {
    /// Whose surveys.
    pub organization: Organization,
    /// Which of them.
    pub stopped: Stopped,
}

impl Subscription {
    fn of(organization: Organization, standing: Option<&Standing>, kind: &Scope) -> Self {
        let stopped = standing.map_or(Stopped::Nothing, |standing| standing.stopped(kind));
        Self { organization, stopped }
    }
}

/// What somebody wishes who followed the link that ends the surveys.
pub struct ChangeSubscription<'a> {
    /// Where standings are.
    pub records: &'a dyn Records,
    /// Checks links.
    pub seal: &'a dyn Seal,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

impl ChangeSubscription<'_> {
    /// Who a link belongs to and what is stopped, without changing anything; `None` for a link that we did not make.
    pub async fn look(&self, token: &str) -> Result<Option<Subscription>, Fault> {
        let Some(link) = UnsubscribeLink::open(self.seal, token).await? else { return Ok(None) };
        let mut work = UnitOfWork::new(self.records);
        let organization = work.settings(&link.organization).await?;
        let standing = work.get::<Standing>(&link.organization, &link.digest).await?;
        Ok(organization.map(|found| Subscription::of(found, standing.as_ref(), &link.scope)))
    }

    /// Carries out a wish; repeating it changes nothing.
    ///
    /// # Errors
    /// Faults of the store or of the key store; the person, or their mail provider, should try again.
    pub async fn run(&self, token: &str, wish: Wish) -> Result<Option<Subscription>, Fault> {
        let Some(link) = UnsubscribeLink::open(self.seal, token).await? else { return Ok(None) };
        Ok(transaction!(work in self.records => self.attempt(&mut work, &link, wish)))
    }

    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        link: &UnsubscribeLink,
        wish: Wish,
    ) -> Result<Option<Subscription>, Fault> {
        let organization = work.settings(&link.organization).await?;
        let Some(organization) = organization else { return Ok(None) };
        let now = self.clock.now();
        let known = work.get::<Standing>(&organization.id, &link.digest).await?;
        let mut standing =
            known.unwrap_or_else(|| Standing::unknown(&organization.id, link.digest.clone(), now));
        match wish {
            Wish::Unsubscribe => {
                self.stop(work, link, &Scope::All, &mut standing, now).await?;
            }
            Wish::UnsubscribeKind => {
                self.stop(work, link, &link.scope, &mut standing, now).await?;
            }
            // The way back from either.
            Wish::Resubscribe => {
                standing.opt_in(&Scope::All, now);
                standing.opt_in(&link.scope, now);
            }
        }
        work.put(&standing)?;
        let subscription = Subscription::of(organization, Some(&standing), &link.scope);
        Ok(Some(subscription))
    }

    async fn stop(
        &self,
        work: &mut UnitOfWork<'_>,
        link: &UnsubscribeLink,
        scope: &Scope,
        standing: &mut Standing,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let left = standing.opted_out(scope).is_none();
        standing.opt_out(scope, OptOut { since: now, origin: OptOutOrigin::Respondent });
        if left {
            let happening = Happening::opted_out(&link.digest, scope, now);
            // Without a hint: the due index finds the call within two minutes, and a mail provider waits for us.
            owe(work, &link.organization, &[happening], now).await?;
        }
        Ok(())
    }
}
