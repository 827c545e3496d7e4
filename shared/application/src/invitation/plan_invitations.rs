//! Plans invitations from one raw event: decision, invitation with its due time, mute reservation, task and the finished
//! event in one transaction, the contact before it (B20-B28, B33). The decisions themselves are the domain's policy.

use crate::invitation::hint::hint_for;
use crate::invitation::settle_way::settle_way;
use crate::invitation::{OpenBooks, Wanted};
use crate::ports::chance::{Clock, Mint};
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::inbound::ReadEvent;
use crate::ports::records::{Key, Records};
use crate::stored::UnitOfWork;
use crate::transaction;
use jiff::Timestamp;
use relance_domain::account::Organization;
use relance_domain::campaign::Campaign;
use relance_domain::contact::{Contact, Seen, Standing};
use relance_domain::invitation::{
    AgentSeen, CancelReason, Candidate, Circumstances, Command, Consideration, Decision, Drop, Invitation,
    Origin, Outcome, SendProgress, SendRules, Standings, consider, is_asked_anew, may_invite, step,
};
use relance_domain::name::{CampaignId, ConnectionId, ContactId, DecisionId, EventId, InvitationId, Unique};
use relance_domain::source::{Connection, RawEvent, TaskRecord, TriggerEvent};
use std::sync::Arc;

/// Plans invitations.
pub struct PlanInvitations<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Wakes the sender.
    pub announce: &'a dyn Announce,
    /// Reads bodies in the words of each tool.
    pub read: &'a dyn ReadEvent,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names new things.
    pub mint: &'a dyn Mint,
}

/// What a decision is about: the campaign and the invitation concerned.
type About<'a> = (Option<&'a CampaignId>, Option<&'a InvitationId>);

/// No campaign was concerned.
const NOBODY: About<'static> = (None, None);

/// One event, on its way through the campaigns.
struct Planning<'p, 'r> {
    work: &'p mut UnitOfWork<'r>,
    organization: Organization,
    campaigns: Arc<[Campaign]>,
    source: ConnectionId,
    /// Which raw event, and when it came.
    raw: (EventId, Timestamp),
    now: Timestamp,
    planned: Vec<Invitation>,
}

impl PlanInvitations<'_> {
    /// Plans from the raw event of this key; does nothing when it was planned before.
    ///
    /// # Errors
    /// Faults of the store; the due index brings the event back.
    pub async fn run(&self, event_key: &Key) -> Result<(), Fault> {
        let planned = transaction!(work in self.records => self.attempt(&mut work, event_key));
        let now = self.clock.now();
        let soon: Vec<_> = planned.iter().filter_map(|invitation| hint_for(invitation, now)).collect();
        self.announce.announce(&soon).await;
        Ok(())
    }

    async fn attempt(&self, work: &mut UnitOfWork<'_>, event_key: &Key) -> Result<Vec<Invitation>, Fault> {
        let raw = work.get_key::<RawEvent>(event_key).await?.filter(|raw| raw.planned_at.is_none());
        let Some(mut raw) = raw else { return Ok(Vec::new()) };
        let now = self.clock.now();
        raw.planned_at = Some(now);
        work.put(&raw)?;
        let mut planning = self.begin(work, &raw, now).await?;
        let connection =
            planning.work.glance::<Connection>(&raw.organization, raw.connection.as_str()).await?;
        match read(self.read, connection.as_ref(), &raw) {
            Ok(events) => {
                for event in &events {
                    self.plan(&mut planning, event).await?;
                }
                if events.is_empty() {
                    self.note(
                        &mut planning,
                        (&raw.identity, None),
                        NOBODY,
                        &not_matched("no event of this kind is used"),
                    )?;
                }
            }
            Err(reason) => self.note(&mut planning, (&raw.identity, None), NOBODY, &not_matched(&reason))?,
        }
        Ok(planning.planned)
    }

    async fn begin<'p, 'r>(
        &self,
        work: &'p mut UnitOfWork<'r>,
        raw: &RawEvent,
        now: Timestamp,
    ) -> Result<Planning<'p, 'r>, Fault> {
        let organization = work.glance_settings(&raw.organization).await?;
        let organization =
            organization.ok_or_else(|| Fault::permanent("the event's organization does not exist"))?;
        let campaigns = work.all::<Campaign>(&raw.organization).await?.into();
        Ok(Planning {
            work,
            organization,
            campaigns,
            source: raw.connection.clone(),
            raw: (raw.id.clone(), raw.received_at),
            now,
            planned: Vec::new(),
        })
    }

    async fn plan(&self, planning: &mut Planning<'_, '_>, event: &TriggerEvent) -> Result<(), Fault> {
        let mut task = planning.task_of(event).await?;
        let mut concerned = false;
        let campaigns = planning.campaigns.clone();
        for campaign in campaigns.iter() {
            let existing = match task.as_ref().and_then(|task| task.invitations.get(&campaign.id)) {
                Some(id) => planning.work.get::<Invitation>(&planning.organization.id, id.as_str()).await?,
                // Without a task, only the event's own invitation tells that it was planned from before (R2.7).
                None if task.is_none() && concerns(campaign, event) => {
                    let id = planning.id_of(campaign, event);
                    planning.work.get::<Invitation>(&planning.organization.id, id.as_str()).await?
                }
                None => None,
            };
            let known = Circumstances {
                organization: &planning.organization,
                task: task.as_ref(),
                existing: existing.as_ref(),
                now: planning.now,
            };
            let seen = consider(campaign, event, known);
            let existing = existing.filter(|invitation| !is_asked_anew(invitation, task.as_ref(), event));
            concerned |= seen != Consideration::NotConcerned;
            let log = (event.event_id.as_str(), Some(event));
            match (seen, existing) {
                (Consideration::NotConcerned, _) | (Consideration::CancelPending(_), None) => {}
                (Consideration::CancelPending(reason), Some(pending)) => {
                    self.cancel(planning, event, pending, reason).await?;
                }
                (Consideration::Dropped(drop), existing) => {
                    let about = (Some(&campaign.id), existing.as_ref().map(|invitation| &invitation.id));
                    self.note(planning, log, about, &drop)?;
                }
                (Consideration::Candidate(candidate), existing) => {
                    self.invite(planning, event, (campaign, candidate), (existing, &mut task)).await?;
                }
            }
        }
        if let Some(task) = task {
            planning.work.put(&task)?;
        }
        if concerned {
            Ok(())
        } else {
            let drop = nobody_waits(event, &planning.campaigns);
            self.note(planning, (&event.event_id, Some(event)), NOBODY, &drop)
        }
    }

    async fn invite(
        &self,
        planning: &mut Planning<'_, '_>,
        event: &TriggerEvent,
        (campaign, candidate): (&Campaign, Candidate),
        (existing, task): (Option<Invitation>, &mut Option<TaskRecord>),
    ) -> Result<(), Fault> {
        let id = existing.as_ref().map_or_else(|| planning.id_of(campaign, event), |i| i.id.clone());
        let about = (Some(&campaign.id), existing.as_ref().map(|_| &id));
        let log = (event.event_id.as_str(), Some(event));
        let contact_id = Contact::id_of(&planning.source, &event.customer, &candidate.address);
        let ours = (&planning.organization, campaign);
        let candidate = match settle_way(planning.work, ours, candidate, &contact_id).await? {
            Ok(candidate) => candidate,
            Err(drop) => return self.note(planning, log, about, &drop),
        };
        let contact_id = Contact::id_of(&planning.source, &event.customer, &candidate.address);
        let digest = candidate.address.digest().to_hex();
        let standing = planning.work.get::<Standing>(&planning.organization.id, &digest).await?;
        let wanted = Wanted {
            organization: &planning.organization,
            campaign,
            address: &candidate.address,
            contact_id: &contact_id,
            about: &candidate.about,
            id: &id,
            place: None,
        };
        let books = OpenBooks::read(planning.work, &wanted).await?;
        let known = Standings { standing: standing.as_ref(), bounds: &books.bounds };
        let due_at = match may_invite(&candidate, ours, known) {
            Ok(due_at) => due_at,
            Err(drop) => return self.note(planning, log, about, &drop),
        };
        books.reserve(planning.work, &wanted, due_at)?;
        if let Some(task) = task.as_mut() {
            task.invitations.insert(campaign.id.clone(), id.clone());
        }
        planning.remember_contact(event, &candidate, &contact_id).await?;
        self.note(planning, log, (Some(&campaign.id), Some(&id)), &planned(&candidate, due_at))?;
        let candidate = Candidate { due_at, ..candidate };
        planning.keep(invitation(planning, event, (campaign, candidate), (id, contact_id), existing))
    }

    async fn cancel(
        &self,
        planning: &mut Planning<'_, '_>,
        event: &TriggerEvent,
        mut pending: Invitation,
        reason: CancelReason,
    ) -> Result<(), Fault> {
        let (next, _) = step(&pending.send, &Command::Cancel { reason }, planning.now, &SendRules::default());
        let Some(next) = next else { return Ok(()) };
        pending.send = next;
        crate::invitation::release_mute(planning.work, &pending).await?;
        planning.work.put(&pending)?;
        let drop =
            Drop { outcome: Outcome::Cancelled, reason: reason.words().to_owned(), next_eligible_at: None };
        let about = (Some(&pending.campaign_id), Some(&pending.id));
        self.note(planning, (&event.event_id, Some(event)), about, &drop)
    }

    /// Leaves a decision; nothing is ever dropped silently (B26).
    fn note(
        &self,
        planning: &mut Planning<'_, '_>,
        (event_id, event): (&str, Option<&TriggerEvent>),
        (campaign, invitation): About<'_>,
        drop: &Drop,
    ) -> Result<(), Fault> {
        planning.work.put(&Decision {
            id: DecisionId::new(&self.mint.unique(planning.now)),
            organization: planning.organization.id.clone(),
            event_id: event_id.to_owned(),
            trigger_type: event.map(|event| event.kind.as_str().to_owned()),
            campaign_id: campaign.cloned(),
            invitation_id: invitation.cloned(),
            outcome: drop.outcome,
            reason: drop.reason.clone(),
            next_eligible_at: drop.next_eligible_at,
            decided_at: planning.now,
            agent: event.and_then(|event| AgentSeen::of(event, campaign, drop.outcome, &planning.campaigns)),
        })
    }
}

impl Planning<'_, '_> {
    /// Its id follows from its event: planned again after a restore, mails and evidence still name it (R2.7).
    fn id_of(&self, campaign: &Campaign, event: &TriggerEvent) -> InvitationId {
        let (raw, received_at) = &self.raw;
        let organization = self.organization.id.as_str();
        let parts = ["invitation", organization, campaign.id.as_str(), raw.as_str(), event.event_id.as_str()];
        InvitationId::new(&Unique::derived_at(*received_at, &parts))
    }

    /// The task as known after this event; only tasks that some campaign could ask about are remembered.
    async fn task_of(&mut self, event: &TriggerEvent) -> Result<Option<TaskRecord>, Fault> {
        let Some(task_id) = event.task.as_ref().map(|task| task.id.as_str()).filter(|id| !id.is_empty())
        else {
            return Ok(None);
        };
        let covers = |campaign: &Campaign| campaign.triggers.iter().any(|rule| rule.covers_type(event));
        if !self.campaigns.iter().any(covers) {
            return Ok(None);
        }
        let id = TaskRecord::id_of(&self.source, task_id);
        let known = self.work.get::<TaskRecord>(&self.organization.id, &id).await?;
        let mut task = known.unwrap_or_else(|| TaskRecord::unknown(&self.organization.id, id));
        task.learn(event);
        Ok(Some(task))
    }

    async fn remember_contact(
        &mut self,
        event: &TriggerEvent,
        candidate: &Candidate,
        id: &ContactId,
    ) -> Result<(), Fault> {
        let before = self.work.get::<Contact>(&self.organization.id, id.as_str()).await?;
        let seen = Seen {
            id: id.clone(),
            organization: &self.organization.id,
            country: self.organization.contact_policy.sms.calling_code.as_ref(),
            customer: &event.customer,
            address: &candidate.address,
            at: self.now,
        };
        // True whatever becomes of the plan, so it needs no part in the transaction.
        self.work.put_first(&Contact::described_by(before.as_ref(), seen)).await
    }

    fn keep(&mut self, invitation: Invitation) -> Result<(), Fault> {
        self.work.put(&invitation)?;
        self.planned.push(invitation);
        Ok(())
    }
}

fn concerns(campaign: &Campaign, event: &TriggerEvent) -> bool {
    campaign.triggers.iter().any(|rule| rule.matches(event))
}

fn read(
    reader: &dyn ReadEvent,
    connection: Option<&Connection>,
    raw: &RawEvent,
) -> Result<Vec<TriggerEvent>, String> {
    let by_api = (raw.connection.as_str() == Connection::API)
        .then(|| Connection::of_the_api(raw.connection.clone(), raw.organization.clone(), raw.received_at));
    let connection = connection.or(by_api.as_ref()).ok_or("the event's connection no longer exists")?;
    reader.read(connection, raw.body.as_bytes()).map_err(|error| error.to_string())
}

fn not_matched(reason: &str) -> Drop {
    Drop { outcome: Outcome::NotMatched, reason: reason.to_owned(), next_eligible_at: None }
}

fn nobody_waits(event: &TriggerEvent, campaigns: &[Campaign]) -> Drop {
    let task = event.task.as_ref();
    let task_type = task.and_then(|task| task.task_type.as_deref()).unwrap_or("none");
    let state = task.and_then(|task| task.state.as_ref()).map_or("none", |state| state.code.as_str());
    let kind = event.kind.as_str();
    let mut rules = campaigns.iter().flat_map(|campaign| &campaign.triggers);
    let nearly = "; one waits for a text that differs in capitals, or in characters that nobody sees";
    let nearly = if rules.any(|rule| rule.nearly_matches(event)) { nearly } else { "" };
    not_matched(&format!(
        "no campaign waits for `{kind}` with task type `{task_type}` and state `{state}`{nearly}"
    ))
}

fn planned(candidate: &Candidate, due_at: Timestamp) -> Drop {
    let postponed =
        (due_at > candidate.due_at).then_some("postponed to the first moment that every rule allows");
    let remarks = candidate.remark.into_iter().chain(postponed);
    let reason = std::iter::once("the invitation is planned").chain(remarks).collect::<Vec<_>>().join("; ");
    Drop { outcome: Outcome::Planned, reason, next_eligible_at: None }
}

fn invitation(
    planning: &Planning<'_, '_>,
    event: &TriggerEvent,
    (campaign, candidate): (&Campaign, Candidate),
    (id, contact_id): (InvitationId, ContactId),
    existing: Option<Invitation>,
) -> Invitation {
    let task = event.task.as_ref();
    let again = Command::Reschedule { due_at: candidate.due_at };
    let rescheduled = existing
        .as_ref()
        .and_then(|before| step(&before.send, &again, planning.now, &SendRules::default()).0);
    Invitation {
        id,
        organization: planning.organization.id.clone(),
        campaign_id: campaign.id.clone(),
        contact_id,
        address: candidate.address,
        language: candidate.language,
        source: planning.source.clone(),
        task_id: task.map(|task| task.id.clone()),
        task_type: task.and_then(|task| task.task_type.clone()),
        agent_name: event.agent.as_ref().and_then(|agent| agent.name.clone()),
        occurred_at: event.occurred_at,
        send: rescheduled.unwrap_or_else(|| SendProgress::scheduled(candidate.due_at)),
        answer_id: None,
        answered_anonymously: false,
        resend_of: existing.as_ref().and_then(|invitation| invitation.resend_of.clone()),
        replaced_by: None,
        created_at: existing.map_or(planning.now, |invitation| invitation.created_at),
        origin: Origin {
            channel: candidate.about.channel,
            time_zone: candidate.time_zone,
            reminders: campaign.reach.reminders.clone(),
            fallback: candidate.fallback,
            ..Origin::default()
        },
    }
}
