//! Somebody replied to a text (R3.10): a word that stops ends everything that the organizations which texted this phone
//! would send there, a word that starts takes that back. Every other message is kept nowhere.

use crate::account::sms_routes;
use crate::outbound::{Happening, owe};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::UnitOfWork;
use crate::transaction;
use jiff::Timestamp;
use relance_domain::contact::{OptOut, OptOutOrigin, Scope, SmsReply, Standing};
use relance_domain::name::{Address, OrganizationId, PhoneNumber};

/// One message that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundText {
    /// Who wrote it.
    pub from: PhoneNumber,
    /// What it says.
    pub text: String,
    /// When, by the carrier's clock: of two wishes the later one counts, in whatever order they come.
    pub at: Timestamp,
}

/// Learns from replies.
pub struct RecordReply<'a> {
    /// Where standings are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

impl RecordReply<'_> {
    /// Carries out the wish, if the message is one; repeating it changes nothing. Tells what it was.
    ///
    /// # Errors
    /// Faults of the store; the queue brings the message back.
    pub async fn run(&self, message: &InboundText) -> Result<Option<SmsReply>, Fault> {
        let Some(wish) = SmsReply::read(&message.text) else { return Ok(None) };
        for organization in sms_routes(self.records, &message.from).await? {
            transaction!(work in self.records => self.attempt(&mut work, &organization, message, wish));
        }
        Ok(Some(wish))
    }

    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &OrganizationId,
        message: &InboundText,
        wish: SmsReply,
    ) -> Result<(), Fault> {
        // A carrier's clock that runs ahead must not make a wish last longer than the next one.
        let at = message.at.min(self.clock.now());
        let digest = message.from.digest().to_hex();
        let known = work.get::<Standing>(organization, &digest).await?;
        let mut standing = known.unwrap_or_else(|| Standing::unknown(organization, digest.clone(), at));
        standing.address.get_or_insert_with(|| Address::from(message.from.clone()));
        match wish {
            SmsReply::Stop => {
                let left = standing.everything.is_none();
                standing.opt_out(&Scope::All, OptOut { since: at, origin: OptOutOrigin::Respondent });
                if left {
                    let happening = Happening::opted_out(&digest, &Scope::All, at);
                    owe(work, organization, &[happening], at).await?;
                }
            }
            SmsReply::Start => standing.opt_in_since(at),
        }
        work.put(&standing)?;
        Ok(())
    }
}
