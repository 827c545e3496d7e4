//! Works through a list of people to ask by hand (C26), one part after the other: what becomes of a part's people, their
//! invitations and the list's progress are one transaction, so a worker that is killed loses and repeats nothing.

use crate::invitation::hint::hint_for;
use crate::invitation::settle_way::settle_way;
use crate::invitation::{OpenBooks, Wanted};
use crate::ports::chance::{Clock, Mint};
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::records::{Key, Records};
use crate::stored::UnitOfWork;
use crate::transaction;
use jiff::{SignedDuration, Timestamp};
use relance_domain::account::Organization;
use relance_domain::campaign::Campaign;
use relance_domain::contact::{Contact, Seen, Standing};
use relance_domain::invitation::{
    Batch, BatchPart, Candidate, Decision, Drop, Invitation, Origin, Outcome, Recipient, RecipientResult,
    SendProgress, Standings, by_hand, may_invite,
};
use relance_domain::name::{ConnectionId, ContactId, DecisionId, InvitationId, Unique};
use relance_domain::source::Connection;

/// One worker stops after so many parts or so long; the due index brings the list back.
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
    /// Names decisions.
    pub mint: &'a dyn Mint,
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
        for _ in 0..MOST_PARTS {
            let Some(planned) = transaction!(work in self.records => self.attempt(&mut work, key)) else {
                return Ok(());
            };
            let now = self.clock.now();
            let soon: Vec<_> = planned.iter().filter_map(|invitation| hint_for(invitation, now)).collect();
            self.announce.announce(&soon).await;
            if now.duration_since(begun) >= LONGEST {
                return Ok(());
            }
        }
        Ok(())
    }

    /// One part; `None` when there is none left.
    async fn attempt(&self, work: &mut UnitOfWork<'_>, key: &Key) -> Result<Option<Vec<Invitation>>, Fault> {
        let batch = work.get_key::<Batch>(key).await?.filter(|batch| !batch.is_done());
        let Some(batch) = batch else { return Ok(None) };
        let gone = || Fault::permanent("what the list is about no longer exists");
        let (id, number) = (batch.organization.clone(), BatchPart::id_of(batch.parts_done));
        let organization = work.settings(&id).await?.ok_or_else(gone)?;
        let campaign = work.get::<Campaign>(&id, batch.campaign_id.as_str()).await?.ok_or_else(gone)?;
        let part = work.get_in::<BatchPart>(&id, batch.id.as_str(), &number).await?;
        let mut part = part.ok_or_else(|| Fault::permanent("a part of the list is missing"))?;
        let now = self.clock.now();
        let mut working = Working { work, organization, campaign, batch, now, planned: Vec::new() };
        part.results.clear();
        let first = usize::try_from(part.number).unwrap_or(usize::MAX).saturating_mul(Batch::PART);
        for (place, recipient) in part.recipients.iter().enumerate() {
            let result = self.decide(&mut working, recipient, first.saturating_add(place)).await?;
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
        &self,
        working: &mut Working<'_, '_>,
        recipient: &Recipient,
        place: usize,
    ) -> Result<RecipientResult, Fault> {
        let invited = working.invite(recipient, place).await?;
        let (drop, invitation_id) = match invited {
            Ok(id) => (asked(working.batch.wave), Some(id)),
            Err(drop) => (drop, None),
        };
        if !working.batch.dry_run {
            let decision = self.decision(working, &drop, invitation_id.as_ref());
            working.work.put(&decision)?;
        }
        Ok(RecipientResult {
            outcome: drop.outcome,
            reason: drop.reason,
            invitation_id: invitation_id.filter(|_| !working.batch.dry_run),
            next_eligible_at: drop.next_eligible_at,
        })
    }

    fn decision(
        &self,
        working: &Working<'_, '_>,
        drop: &Drop,
        invitation: Option<&InvitationId>,
    ) -> Decision {
        Decision {
            id: DecisionId::new(&self.mint.unique(working.now)),
            organization: working.organization.id.clone(),
            event_id: working.batch.id.to_string(),
            trigger_type: None,
            campaign_id: Some(working.campaign.id.clone()),
            invitation_id: invitation.cloned(),
            outcome: drop.outcome,
            reason: drop.reason.clone(),
            next_eligible_at: drop.next_eligible_at,
            decided_at: working.now,
            agent: None,
        }
    }
}

fn asked(wave: Option<u32>) -> Drop {
    let reason = wave.map_or_else(|| "asked by hand".to_owned(), |number| format!("asked in wave {number}"));
    Drop { outcome: Outcome::Planned, reason, next_eligible_at: None }
}

fn refused(outcome: Outcome, reason: &str) -> Drop {
    Drop { outcome, reason: reason.to_owned(), next_eligible_at: None }
}

impl Working<'_, '_> {
    /// Plans the invitation of one person, or says why not. A dry run decides the same and keeps nothing.
    async fn invite(
        &mut self,
        recipient: &Recipient,
        place: usize,
    ) -> Result<Result<InvitationId, Drop>, Fault> {
        if !self.batch.dry_run && !self.campaign.is_live() {
            return Ok(Err(refused(Outcome::CampaignInactive, "the campaign is paused")));
        }
        if recipient.listed_before {
            return Ok(Err(refused(Outcome::DuplicateEvent, "the same address stands earlier on the list")));
        }
        let turn = self.batch.turn_of(place).max(self.now);
        let candidate = match by_hand((&self.organization, &self.campaign), &recipient.customer, turn) {
            Ok(candidate) => candidate,
            Err(drop) => return Ok(Err(drop)),
        };
        let source = ConnectionId::parse(Connection::API).map_err(|e| Fault::permanent(e.to_string()))?;
        let person = |candidate: &Candidate| {
            let known = recipient.contact_id.clone();
            known.unwrap_or_else(|| Contact::id_of(&source, &recipient.customer, &candidate.address))
        };
        let (ours, known) = ((&self.organization, &self.campaign), person(&candidate));
        let candidate = match settle_way(self.work, ours, candidate, &known).await? {
            Ok(candidate) => candidate,
            Err(drop) => return Ok(Err(drop)),
        };
        let contact_id = person(&candidate);
        let id = self.invitation_id(&candidate);
        let digest = candidate.address.digest().to_hex();
        let standing = self.work.get::<Standing>(&self.organization.id, &digest).await?;
        let wanted = Wanted {
            organization: &self.organization,
            campaign: &self.campaign,
            address: &candidate.address,
            contact_id: &contact_id,
            about: &candidate.about,
            id: &id,
            place: None,
        };
        let books = OpenBooks::read(self.work, &wanted).await?;
        let known = Standings { standing: standing.as_ref(), bounds: &books.bounds };
        let due_at = match may_invite(&candidate, (&self.organization, &self.campaign), known) {
            Ok(due_at) => due_at,
            Err(drop) => return Ok(Err(drop)),
        };
        if self.batch.dry_run {
            return Ok(Ok(id));
        }
        books.reserve(self.work, &wanted, due_at)?;
        if recipient.contact_id.is_none() {
            self.remember(&contact_id, recipient, &candidate).await?;
        }
        let invitation = self.invitation((id.clone(), contact_id, source), Candidate { due_at, ..candidate });
        self.work.put(&invitation)?;
        self.planned.push(invitation);
        Ok(Ok(id))
    }

    /// Follows from list and address: whatever is repeated, one person of a list is asked once.
    fn invitation_id(&self, candidate: &Candidate) -> InvitationId {
        let parts = ["by hand", self.batch.id.as_str(), candidate.address.as_str()];
        InvitationId::new(&Unique::derived_at(self.batch.created_at, &parts))
    }

    async fn remember(
        &mut self,
        id: &ContactId,
        recipient: &Recipient,
        candidate: &Candidate,
    ) -> Result<(), Fault> {
        let before = self.work.get::<Contact>(&self.organization.id, id.as_str()).await?;
        let seen = Seen {
            id: id.clone(),
            organization: &self.organization.id,
            country: self.organization.contact_policy.sms.calling_code.as_ref(),
            customer: &recipient.customer,
            address: &candidate.address,
            at: self.now,
        };
        self.work.put(&Contact::described_by(before.as_ref(), seen))
    }

    fn invitation(
        &self,
        (id, contact_id, source): (InvitationId, ContactId, ConnectionId),
        candidate: Candidate,
    ) -> Invitation {
        Invitation {
            id,
            organization: self.organization.id.clone(),
            campaign_id: self.campaign.id.clone(),
            contact_id,
            address: candidate.address,
            language: candidate.language,
            source,
            task_id: None,
            task_type: None,
            agent_name: None,
            occurred_at: candidate.due_at,
            send: SendProgress::scheduled(candidate.due_at),
            answer_id: None,
            answered_anonymously: false,
            resend_of: None,
            replaced_by: None,
            created_at: self.now,
            origin: Origin {
                time_zone: candidate.time_zone,
                reminders: self.campaign.reach.reminders.clone(),
                batch: Some(self.batch.id.to_string()),
                fallback: candidate.fallback,
                wave: self.batch.wave,
                ..Origin::default()
            },
        }
    }
}
