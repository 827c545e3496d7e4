//! Plans invitations from one raw event: decision, invitation with its due time, mute reservation, task and the finished
//! event in one transaction, the contact before it (B20-B28, B33); where very many campaigns match, in several, and the raw
//! event says how far. The decisions themselves are the domain's policy.

mod made_of;

use crate::invitation::hint::hint_for;
use crate::invitation::settle::Invitee;
use crate::invitation::settle_way::Unasked;
use crate::ports::chance::Clock;
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::inbound::ReadEvent;
use crate::ports::records::{Key, Records};
use crate::stored::UnitOfWork;
use crate::transaction;
use jiff::Timestamp;
use made_of::{about, nobody_waits, not_matched};
use relance_domain::account::Organization;
use relance_domain::campaign::Campaign;
use relance_domain::invitation::{
    AgentSeen, CancelReason, Candidate, Circumstances, Command, Conclusion, Consideration, DecidedAbout,
    Decision, Invitation, Outcome, SendRules, consider, is_asked_anew, step,
};
use relance_domain::name::{CampaignId, ConnectionId, DecisionId, EventId, InvitationId, Unique};
use relance_domain::source::{Connection, PlannedSoFar, RawEvent, TaskRecord, TriggerEvent};
use std::sync::Arc;

pub struct PlanInvitations<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Wakes the sender.
    pub announce: &'a dyn Announce,
    /// Reads bodies in the words of each tool.
    pub read: &'a dyn ReadEvent,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// Whom a decision concerns.
#[derive(Clone, Copy)]
struct Concerned<'a> {
    campaign: Option<&'a CampaignId>,
    invitation: Option<&'a InvitationId>,
}

impl<'a> Concerned<'a> {
    const NOBODY: Self = Self { campaign: None, invitation: None };

    fn by(campaign: &'a CampaignId, invitation: Option<&'a InvitationId>) -> Self {
        Self { campaign: Some(campaign), invitation }
    }
}

/// One event, on its way through the campaigns.
struct Planning<'p, 'r> {
    work: &'p mut UnitOfWork<'r>,
    organization: Organization,
    campaigns: Arc<[Campaign]>,
    source: ConnectionId,
    raw: EventId,
    received_at: Timestamp,
    /// Which of the events that the raw one holds is looked at, from 1.
    events: usize,
    now: Timestamp,
    planned: Vec<Invitation>,
}

/// What one transaction planned.
#[derive(Default)]
struct PlannedPart {
    planned: Vec<Invitation>,
    /// There is more to plan from the same event.
    more: bool,
}

/// The event as a decision names it: by the identity of the raw event where that could not be read.
#[derive(Clone, Copy)]
struct EventSeen<'a> {
    event_id: &'a str,
    event: Option<&'a TriggerEvent>,
}

impl<'a> From<&'a TriggerEvent> for EventSeen<'a> {
    fn from(event: &'a TriggerEvent) -> Self {
        Self { event_id: &event.event_id, event: Some(event) }
    }
}

impl PlanInvitations<'_> {
    /// Plans from the raw event of this key; does nothing when it was planned before.
    ///
    /// # Errors
    /// Faults of the store; the due index brings the event back.
    pub async fn run(&self, event_key: &Key) -> Result<(), Fault> {
        loop {
            let PlannedPart { planned, more } =
                transaction!(work in self.records => self.attempt(&mut work, event_key));
            let now = self.clock.now();
            let soon: Vec<_> = planned.iter().filter_map(|invitation| hint_for(invitation, now)).collect();
            self.announce.announce(&soon).await;
            if !more {
                return Ok(());
            }
        }
    }

    async fn attempt(&self, work: &mut UnitOfWork<'_>, event_key: &Key) -> Result<PlannedPart, Fault> {
        let raw = work.get_key::<RawEvent>(event_key).await?.filter(|raw| raw.planned_at.is_none());
        let Some(mut raw) = raw else { return Ok(PlannedPart::default()) };
        let now = self.clock.now();
        let mut planning = self.begin(work, &raw, now).await?;
        let connection =
            planning.work.glance::<Connection>(&raw.organization, raw.connection.as_str()).await?;
        let unread = EventSeen { event_id: &raw.identity, event: None };
        raw.so_far = match read(self.read, connection.as_ref(), &raw) {
            Ok(events) if events.is_empty() => {
                let nothing = not_matched("no event of this kind is used");
                planning.note(unread, Concerned::NOBODY, nothing).await?;
                None
            }
            Ok(events) => planning.plan_from(&events, raw.so_far.as_ref()).await?,
            Err(reason) => {
                planning.note(unread, Concerned::NOBODY, not_matched(&reason)).await?;
                None
            }
        };
        raw.planned_at = raw.so_far.is_none().then_some(now);
        planning.work.put(&raw)?;
        Ok(PlannedPart { planned: planning.planned, more: raw.so_far.is_some() })
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
            raw: raw.id.clone(),
            received_at: raw.received_at,
            events: 0,
            now,
            planned: Vec::new(),
        })
    }
}

impl Planning<'_, '_> {
    /// Plans from these events, behind what was planned before; tells how far that came where the transaction is full.
    async fn plan_from(
        &mut self,
        events: &[TriggerEvent],
        begun: Option<&PlannedSoFar>,
    ) -> Result<Option<PlannedSoFar>, Fault> {
        let first = begun.map_or(0, |begun| begun.event);
        for (number, event) in events.iter().enumerate().skip(first) {
            self.events = number + 1;
            let behind = begun.filter(|begun| begun.event == number);
            let came_to = self.plan(event, behind.and_then(|begun| begun.campaign.as_ref())).await?;
            if came_to.is_some() {
                return Ok(Some(PlannedSoFar { event: number, campaign: came_to }));
            }
            if self.work.is_full() && number + 1 < events.len() {
                return Ok(Some(PlannedSoFar { event: number + 1, campaign: None }));
            }
        }
        Ok(None)
    }

    /// Plans from one event for the campaigns behind one of them; tells with which the transaction was full.
    async fn plan(
        &mut self,
        event: &TriggerEvent,
        behind: Option<&CampaignId>,
    ) -> Result<Option<CampaignId>, Fault> {
        let mut task = self.task_of(event).await?;
        let (mut concerned, mut full_with) = (behind.is_some(), None);
        let campaigns = self.campaigns.clone();
        for campaign in campaigns.iter().filter(|campaign| behind.is_none_or(|last| campaign.id > *last)) {
            let waits = self.weigh(campaign, event, &mut task).await?;
            concerned |= waits;
            // Only what waits for the event has written something.
            if waits && self.work.is_full() {
                full_with = Some(campaign.id.clone());
                break;
            }
        }
        if let Some(task) = task {
            self.work.put(&task)?;
        }
        if !concerned {
            let conclusion = nobody_waits(event, &self.campaigns);
            self.note(event.into(), Concerned::NOBODY, conclusion).await?;
        }
        Ok(full_with)
    }

    /// What the event means for one campaign, carried out; tells whether the campaign waits for such events.
    async fn weigh(
        &mut self,
        campaign: &Campaign,
        event: &TriggerEvent,
        task: &mut Option<TaskRecord>,
    ) -> Result<bool, Fault> {
        let existing = self.planned_before(campaign, event, task.as_ref()).await?;
        let known = Circumstances {
            organization: &self.organization,
            task: task.as_ref(),
            existing: existing.as_ref(),
            now: self.now,
        };
        let seen = consider(campaign, event, known);
        let concerned = seen != Consideration::NotConcerned;
        let existing = existing.filter(|invitation| !is_asked_anew(invitation, task.as_ref(), event));
        match (seen, existing) {
            (Consideration::NotConcerned, _) | (Consideration::CancelPending(_), None) => {}
            (Consideration::CancelPending(reason), Some(pending)) => {
                self.cancel(event, pending, reason).await?;
            }
            (Consideration::Dropped(conclusion), existing) => {
                let planned = existing.as_ref().map(|invitation| &invitation.id);
                self.note(event.into(), Concerned::by(&campaign.id, planned), conclusion).await?;
            }
            (Consideration::Candidate(candidate), existing) => {
                self.invite(event, campaign, candidate, existing, task).await?;
            }
        }
        Ok(concerned)
    }

    /// The invitation of the task; without a task, only the invitation that this event would make tells that it was
    /// planned from before (R2.7).
    async fn planned_before(
        &mut self,
        campaign: &Campaign,
        event: &TriggerEvent,
        task: Option<&TaskRecord>,
    ) -> Result<Option<Invitation>, Fault> {
        let id = match task {
            Some(task) => task.invitations.get(&campaign.id).cloned(),
            None => concerns(campaign, event).then(|| self.id_of(campaign, event)),
        };
        self.work.get_if::<Invitation>(&self.organization.id, id.as_ref()).await
    }

    async fn invite(
        &mut self,
        event: &TriggerEvent,
        campaign: &Campaign,
        candidate: Candidate,
        existing: Option<Invitation>,
        task: &mut Option<TaskRecord>,
    ) -> Result<(), Fault> {
        let known = existing.as_ref().map(|invitation| invitation.id.clone());
        let id = known.clone().unwrap_or_else(|| self.id_of(campaign, event));
        let (organization, source) = (self.organization.clone(), self.source.clone());
        let customer = &event.customer;
        let now = self.now;
        let ask =
            Invitee { organization: &organization, campaign, source: &source, customer, known: None, now };
        let settled = match ask.settle(self.work, candidate, |_| id).await {
            Ok(settled) => settled,
            Err(Unasked::Fault(fault)) => return Err(fault),
            Err(Unasked::Refused(refused)) => {
                return self.note(event.into(), Concerned::by(&campaign.id, known.as_ref()), refused).await;
            }
        };
        ask.reserve(self.work, &settled)?;
        if let Some(task) = task.as_mut() {
            task.invitations.insert(campaign.id.clone(), settled.id.clone());
        }
        // The person exists whether or not this plan is stored, so they are written before the transaction.
        let contact = ask.contact(self.work, &settled).await?;
        self.work.put_first(&contact).await?;
        self.note(event.into(), Concerned::by(&campaign.id, Some(&settled.id)), settled.planned()).await?;
        self.keep(about(event, ask.invitation(settled), existing.as_ref()))
    }

    async fn cancel(
        &mut self,
        event: &TriggerEvent,
        mut pending: Invitation,
        reason: CancelReason,
    ) -> Result<(), Fault> {
        let cancelled = step(&pending.send, &Command::Cancel { reason }, self.now, &SendRules::default());
        let Some(next) = cancelled.next else { return Ok(()) };
        pending.send = next;
        crate::invitation::release_mute(self.work, &pending).await?;
        self.work.put(&pending)?;
        let conclusion = Conclusion::because(Outcome::Cancelled, reason.words());
        let about = Concerned::by(&pending.campaign_id, Some(&pending.id));
        self.note(event.into(), about, conclusion).await
    }

    /// Its id follows from its event: planned again after a restore, mails and evidence still name it (R2.7).
    fn id_of(&self, campaign: &Campaign, event: &TriggerEvent) -> InvitationId {
        let (organization, raw) = (self.organization.id.as_str(), self.raw.as_str());
        let parts = ["invitation", organization, campaign.id.as_str(), raw, event.event_id.as_str()];
        InvitationId::new(&Unique::derived_at(self.received_at, &parts))
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

    /// Leaves a decision; nothing is ever dropped silently (B26). Its name follows from the event, the campaign and the
    /// outcome: planned from again after a restore, what ends as before is told once (R2.7).
    async fn note(
        &mut self,
        told: EventSeen<'_>,
        concerned: Concerned<'_>,
        conclusion: Conclusion,
    ) -> Result<(), Fault> {
        let Concerned { campaign, invitation } = concerned;
        let (number, outcome) = (self.events.to_string(), conclusion.outcome.as_str());
        let name = campaign.map_or("", CampaignId::as_str);
        let parts = ["decision", self.organization.id.as_str(), self.raw.as_str(), &number, name, outcome];
        let id = DecisionId::new(&Unique::derived_at(self.received_at, &parts));
        let agent =
            told.event.and_then(|event| AgentSeen::of(event, campaign, conclusion.outcome, &self.campaigns));
        let subject = DecidedAbout {
            organization: &self.organization.id,
            event_id: told.event_id,
            trigger_type: told.event.map(|event| event.kind.as_str()),
            campaign_id: campaign,
            invitation_id: invitation,
            agent,
        };
        self.work.put_once(&Decision::of(id, subject, conclusion, self.now)).await
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
