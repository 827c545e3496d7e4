//! Works through a list of people to ask by hand (C26), one part after the other: what becomes of a part's people, their
//! invitations and the list's progress are one transaction, so a worker that is killed loses and repeats nothing.

use crate::invitation::gather::{Gather, take_chunk};
use crate::invitation::hint::hint_for;
use crate::invitation::settle::Invitee;
use crate::invitation::settle_way::Unasked;
use crate::ports::chance::Clock;
use crate::ports::due::{Announce, Announcement};
use crate::ports::fault::Fault;
use crate::ports::records::{Key, Records};
use crate::stored::UnitOfWork;
use crate::transaction;
use jiff::{SignedDuration, Timestamp};
use relance_domain::account::Organization;
use relance_domain::campaign::Campaign;
use relance_domain::invitation::{
    Asker, Batch, BatchPart, Candidate, Conclusion, DecidedAbout, Decision, Invitation, Origin, Outcome,
    Recipient, RecipientResult, by_hand,
};
use relance_domain::name::{ConnectionId, DecisionId, InvitationId, Unique};
use relance_domain::source::Connection;

/// One worker stops after so many parts or so long, and hints the list itself: others get their turn between.
const MOST_PARTS: usize = 250;
const LONGEST: SignedDuration = SignedDuration::from_secs(10);

/// Works through lists.
pub struct SendBatch<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Wakes the sender.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// One part on its way.
struct Working<'w, 'r> {
    work: &'w mut UnitOfWork<'r>,
    organization: Organization,
    campaign: Campaign,
    batch: Batch,
    now: Timestamp,
    planned: Vec<Invitation>,
}

impl SendBatch<'_> {
    /// Works on the list of this key for a while; does nothing when it is done.
    ///
    /// # Errors
    /// Faults of the store; the due index brings the list back.
    pub async fn run(&self, key: &Key) -> Result<(), Fault> {
        let begun = self.clock.now();
        if self.gather(key, begun).await? {
            self.go_on(key).await;
            return Ok(());
        }
        for _ in 0..MOST_PARTS {
            let Some(planned) = transaction!(work in self.records => self.attempt(&mut work, key)) else {
                return Ok(());
            };
            let now = self.clock.now();
            let soon: Vec<_> = planned.iter().filter_map(|invitation| hint_for(invitation, now)).collect();
            self.announce.announce(&soon).await;
            if now.duration_since(begun) >= LONGEST {
                break;
            }
        }
        self.go_on(key).await;
        Ok(())
    }

    /// Makes the list out of the directory where that is not done; tells whether there is more of it to do.
    async fn gather(&self, key: &Key, begun: Timestamp) -> Result<bool, Fault> {
        let mut work = UnitOfWork::new(self.records);
        let batch = work.get_key::<Batch>(key).await?.and_then(|batch| {
            let criteria = batch.gathering.clone()?.criteria;
            Some((batch, criteria))
        });
        let Some((mut batch, criteria)) = batch else { return Ok(false) };
        let (organization, campaign) = asked_by(&mut work, &batch).await?;
        let gather = Gather::new(self.records, &organization, &campaign, criteria.as_ref(), begun);
        let mut gather = gather.map_err(|refusal| Fault::permanent(refusal.in_words()))?;
        gather.recall(&batch).await?;
        loop {
            match take_chunk(self.records, &mut gather, &batch, self.clock.now()).await? {
                None => return Ok(false),
                Some(_) if self.clock.now().duration_since(begun) >= LONGEST => return Ok(true),
                Some(next) => batch = next,
            }
        }
    }

    /// The rest at once: the due index would bring it back only a minute after the last part.
    async fn go_on(&self, key: &Key) {
        let rest = Announcement { hint: key.into(), fair_group: None, delay_s: 0 };
        self.announce.announce(&[rest]).await;
    }

    /// One part; `None` when there is none left.
    async fn attempt(&self, work: &mut UnitOfWork<'_>, key: &Key) -> Result<Option<Vec<Invitation>>, Fault> {
        let batch =
            work.get_key::<Batch>(key).await?.filter(|batch| !batch.is_done() && batch.gathering.is_none());
        let Some(batch) = batch else { return Ok(None) };
        let (organization, campaign) = asked_by(work, &batch).await?;
        let number = BatchPart::id_of(batch.parts_done);
        let part = work.get_in::<BatchPart>(&organization.id, batch.id.as_str(), &number).await?;
        let mut part = part.ok_or_else(|| Fault::permanent("a part of the list is missing"))?;
        let now = self.clock.now();
        let mut working = Working { work, organization, campaign, batch, now, planned: Vec::new() };
        part.results.clear();
        let first = usize::try_from(part.number).unwrap_or(usize::MAX).saturating_mul(Batch::PART);
        for (place, recipient) in part.recipients.iter().enumerate() {
            let result = Self::decide(&mut working, recipient, first.saturating_add(place)).await?;
            let count = working.batch.outcomes.entry(result.outcome).or_default();
            *count = count.saturating_add(1);
            part.results.push(result);
        }
        working.batch.parts_done = working.batch.parts_done.saturating_add(1);
        working.batch.worked_at = now;
        working.work.put(&working.batch)?;
        working.work.put(&part)?;
        Ok(Some(working.planned))
    }

    async fn decide(
        working: &mut Working<'_, '_>,
        recipient: &Recipient,
        place: usize,
    ) -> Result<RecipientResult, Fault> {
        let (conclusion, invitation_id) = match working.invite(recipient, place).await {
            Ok(id) => (asked(working.batch.wave), Some(id)),
            Err(Unasked::Refused(refused)) => (refused, None),
            Err(Unasked::Fault(fault)) => return Err(fault),
        };
        if !working.batch.dry_run {
            working.note(&conclusion, invitation_id.as_ref(), place).await?;
        }
        Ok(RecipientResult {
            outcome: conclusion.outcome,
            reason: conclusion.reason,
            invitation_id: invitation_id.filter(|_| !working.batch.dry_run),
            next_eligible_at: conclusion.next_eligible_at,
        })
    }
}

async fn asked_by(work: &mut UnitOfWork<'_>, batch: &Batch) -> Result<(Organization, Campaign), Fault> {
    let gone = || Fault::permanent("what the list is about no longer exists");
    let (id, campaign) = (&batch.organization, batch.campaign_id.as_str());
    let organization = work.settings(id).await?.ok_or_else(gone)?;
    let campaign = work.get::<Campaign>(id, campaign).await?.ok_or_else(gone)?;
    Ok((organization, campaign))
}

fn asked(wave: Option<u32>) -> Conclusion {
    let reason = wave.map_or_else(|| "asked by hand".to_owned(), |number| format!("asked in wave {number}"));
    Conclusion::because(Outcome::Planned, reason)
}

impl Working<'_, '_> {
    /// Plans the invitation of one person, or says why not. A dry run decides the same and keeps nothing.
    async fn invite(&mut self, recipient: &Recipient, place: usize) -> Result<InvitationId, Unasked> {
        if !self.batch.dry_run && !self.campaign.is_live() {
            return Err(Conclusion::because(Outcome::CampaignInactive, "the campaign is paused").into());
        }
        if recipient.listed_before {
            let reason = "the same address stands earlier on the list";
            return Err(Conclusion::because(Outcome::DuplicateEvent, reason).into());
        }
        let turn = self.batch.turn_of(place).max(self.now);
        let asker = Asker { organization: &self.organization, campaign: &self.campaign };
        let candidate = by_hand(asker, &recipient.customer, turn)?;
        let source = ConnectionId::parse(Connection::API).map_err(|e| Fault::permanent(e.to_string()))?;
        let ask = Invitee {
            organization: &self.organization,
            campaign: &self.campaign,
            source: &source,
            customer: &recipient.customer,
            known: recipient.contact_id.as_ref(),
            now: self.now,
        };
        let batch = &self.batch;
        let settled = ask.settle(self.work, candidate, |candidate| name(batch, candidate)).await?;
        if self.batch.dry_run {
            return Ok(settled.id);
        }
        ask.reserve(self.work, &settled)?;
        if recipient.contact_id.is_none() {
            let contact = ask.contact(self.work, &settled).await?;
            self.work.put(&contact)?;
        }
        let planned = ask.invitation(settled);
        let id = planned.id.clone();
        let (batch, wave) = (Some(self.batch.id.to_string()), self.batch.wave);
        let origin = Origin { batch, wave, ..planned.origin.clone() };
        let planned = Invitation { origin, ..planned };
        self.work.put(&planned)?;
        self.planned.push(planned);
        Ok(id)
    }

    /// Leaves the decision about one person. Its name follows from their place, so a part that is worked through again
    /// after a restore leaves it once (R2.7).
    async fn note(
        &mut self,
        conclusion: &Conclusion,
        invitation: Option<&InvitationId>,
        place: usize,
    ) -> Result<(), Fault> {
        let parts = ["by hand", self.batch.id.as_str(), &place.to_string(), conclusion.outcome.as_str()];
        let id = DecisionId::new(&Unique::derived_at(self.batch.created_at, &parts));
        let subject = DecidedAbout {
            organization: &self.organization.id,
            event_id: self.batch.id.as_str(),
            trigger_type: None,
            campaign_id: Some(&self.campaign.id),
            invitation_id: invitation,
            agent: None,
        };
        self.work.put_once(&Decision::of(id, subject, conclusion.clone(), self.now)).await
    }
}

/// Follows from list and address: whatever is repeated, one person of a list is asked once.
fn name(batch: &Batch, candidate: &Candidate) -> InvitationId {
    let parts = ["by hand", batch.id.as_str(), candidate.address.as_str()];
    InvitationId::new(&Unique::derived_at(batch.created_at, &parts))
}
