//! Invitations: their state, their history, and stopping one that has not gone out.
//! Repeating one lives in `resend`; sending in `send_mail`.

use crate::call::{Failure, Page, Refusal, Reply, Wanted, found, listed, scan};
use crate::invitation::{Told, release_mute, told_of};
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::{Range, RecordListing, Records};
use crate::stored::{Entity as _, Pages, UnitOfWork, key, load, partition};
use crate::transaction;
use jiff::Timestamp;
use relance_domain::invitation::{
    CancelReason, Command, Conclusion, DecidedAbout, Decision, Invitation, Outcome, Reminder, SendRules,
    SendState, step,
};
use relance_domain::name::{
    Address, CampaignId, ContactId, DecisionId, InvitationId, OrganizationId, Unique,
};

/// Decisions of one query for an invitation's history.
const PAGE: usize = 1_000;

/// Reads and stops invitations.
pub struct Invitations<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names decisions.
    pub mint: &'a dyn Mint,
}

/// Which invitations are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvitationFilter {
    pub campaign_id: Option<CampaignId>,
    /// In this state, in one word.
    pub state: Option<String>,
    /// To this person.
    pub contact_id: Option<ContactId>,
    pub address: Option<Address>,
}

impl InvitationFilter {
    fn keeps(&self, invitation: &Invitation) -> bool {
        let campaign = self.campaign_id.as_ref().is_none_or(|id| *id == invitation.campaign_id);
        let state = self.state.as_ref().is_none_or(|word| word == invitation.state_word());
        let contact = self.contact_id.as_ref().is_none_or(|id| *id == invitation.contact_id);
        !invitation.origin.test
            && campaign
            && state
            && contact
            && self.address.as_ref().is_none_or(|at| *at == invitation.address)
    }
}

/// One invitation with the decisions about it, oldest first.
#[derive(Debug, Clone)]
pub struct InvitationView {
    pub invitation: Invitation,
    /// What was decided about it.
    pub history: Vec<Decision>,
    /// Its reminders, in order.
    pub reminders: Vec<Reminder>,
    /// What transports said became of its mail, in order of time.
    pub delivery: Vec<Told>,
}

impl Invitations<'_> {
    /// A page of invitations, newest first.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        filter: &InvitationFilter,
        wanted: &Wanted,
    ) -> Result<Page<Invitation>, Fault> {
        let keep = |invitation: &Invitation| filter.keeps(invitation);
        if let Some(person) = &filter.contact_id {
            let listing = RecordListing::Person(Invitation::KIND, person.to_string());
            return listed::<Invitation>(self.records, organization, listing, wanted, &keep).await;
        }
        scan::<Invitation>(self.records, organization, true, wanted, &keep).await
    }

    /// One invitation with its history.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<InvitationView> {
        let id = invitation_id(id)?;
        let place = key::<Invitation>(organization, id.as_str());
        let invitation = found(load::<Invitation>(self.records, &place).await?, "invitation")?.value;
        let history = self.history(&invitation).await?;
        let mut reminders = Vec::new();
        for (number, _) in invitation.origin.reminders.numbered() {
            let reminder = Reminder::id_of(&invitation.id, number);
            let place = key::<Reminder>(organization, reminder.as_str());
            reminders.extend(load::<Reminder>(self.records, &place).await?.map(|stored| stored.value));
        }
        let delivery = told_of(self.records, &invitation).await?;
        Ok(InvitationView { invitation, history, reminders, delivery })
    }

    /// What was decided about an invitation since its event came: what planned it is named by that instant, as the
    /// invitation itself is.
    async fn history(&self, invitation: &Invitation) -> Result<Vec<Decision>, Fault> {
        let planned = DecisionId::new(&Unique::first_at(invitation.created_at));
        let told = invitation.id.instant_of().map_or_else(|| planned.clone(), |part| DecisionId::new(&part));
        let since = Some(planned.min(told).to_string());
        let decisions = partition::<Decision>(&invitation.organization);
        let mut pages = Pages::of(self.records, Range { from: since, ..Range::all(decisions, PAGE) });
        let mut history = Vec::new();
        while let Some(page) = pages.values::<Decision>().await? {
            let about = |decision: &Decision| decision.invitation_id.as_ref() == Some(&invitation.id);
            history.extend(page.into_iter().filter(about));
        }
        Ok(history)
    }

    /// Stops an invitation that has not gone out, or the reminders of one that has; repeating it changes nothing.
    ///
    /// # Errors
    /// Refusals: no such invitation, or something of it was sent.
    pub async fn cancel(&self, organization: &OrganizationId, id: &str) -> Reply<Invitation> {
        let id = invitation_id(id)?;
        Ok(transaction!(work in self.records => self.attempt(&mut work, organization, &id)))
    }

    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &OrganizationId,
        id: &InvitationId,
    ) -> Result<Invitation, Failure> {
        let present = found(work.get::<Invitation>(organization, id.as_str()).await?, "invitation")?;
        if matches!(present.send.state, SendState::Cancelled { .. }) {
            return Ok(present);
        }
        let now = self.clock.now();
        let Some(stopped) = stopped(&present, now) else {
            if stop_reminders(work, &present, now).await? {
                let reason = "its reminders were stopped by an operator";
                let conclusion = Conclusion::because(Outcome::Cancelled, reason);
                work.put(&decided(self.mint, &present, conclusion, now))?;
                return Ok(present);
            }
            let state = present.state_word();
            return Err(Refusal::conflict(format!("it cannot be cancelled any more: it is {state}")).into());
        };
        // What was held may have arrived: its reservation stays (B25).
        if !matches!(present.send.state, SendState::Held { .. }) {
            release_mute(work, &stopped).await?;
        }
        work.put(&stopped)?;
        if !stopped.origin.test {
            let conclusion = Conclusion::because(Outcome::Cancelled, CancelReason::ByOperator.words());
            work.put(&decided(self.mint, &stopped, conclusion, now))?;
        }
        Ok(stopped)
    }
}

/// Stops the reminders of a sent invitation that have not gone out; tells whether there were any.
async fn stop_reminders(
    work: &mut UnitOfWork<'_>,
    invitation: &Invitation,
    now: Timestamp,
) -> Result<bool, Fault> {
    let (mut any, reason) = (false, CancelReason::ByOperator);
    for (number, _) in invitation.origin.reminders.numbered() {
        let id = Reminder::id_of(&invitation.id, number);
        let Some(reminder) = work.get::<Reminder>(&invitation.organization, id.as_str()).await? else {
            continue;
        };
        let next = step(&reminder.send, &Command::Cancel { reason }, now, &SendRules::default()).next;
        if let Some(send) = next {
            work.put(&Reminder { send, ..reminder })?;
            any = true;
        }
    }
    Ok(any)
}

/// The invitation, stopped by an operator; `None` when it may have gone out.
pub(super) fn stopped(invitation: &Invitation, now: Timestamp) -> Option<Invitation> {
    let command = Command::Cancel { reason: CancelReason::ByOperator };
    let next = step(&invitation.send, &command, now, &SendRules::default()).next;
    next.filter(|_| !invitation.is_answered()).map(|send| Invitation { send, ..invitation.clone() })
}

/// What an operator decided about an invitation, for the decision log.
pub(super) fn decided(
    mint: &dyn Mint,
    invitation: &Invitation,
    conclusion: Conclusion,
    now: Timestamp,
) -> Decision {
    let id = DecisionId::new(&mint.unique(now));
    Decision::of(id, DecidedAbout::after_planning(invitation), conclusion, now)
}

pub(super) fn invitation_id(id: &str) -> Result<InvitationId, Refusal> {
    InvitationId::parse(id).map_err(|_| Refusal::not_found("invitation"))
}
