//! Sends one mail under the protocol: claim, ask the policy again, compose, hand over once, record (R1.2-R1.6).
//! Every transition goes through the domain's `step` and a conditional write; nothing else has effects.

use super::compose::{AlertFacts, Compose, InvitationFacts};
use super::sendable::{Sendable, release_mute};
use crate::ports::chance::{Clock, Mint};
use crate::ports::due::{Announce, Announcement};
use crate::ports::fault::Fault;
use crate::ports::mail::{Acceptance, Composed, Mailer, OutgoingMail, SendBudget, SendTag};
use crate::ports::records::{Committed, Kind, Records};
use crate::ports::seal::Seal;
use crate::respond::{SurveyLink, UnsubscribeLink};
use crate::stored::{Key, UnitOfWork, retry_on_conflict};
use jiff::{SignedDuration, Timestamp};
use relance_domain::answer::{Alert, Answer};
use relance_domain::campaign::Campaign;
use relance_domain::name::{DecisionId, OrganizationId};
use relance_domain::organization::{Contact, Organization, Scope, SendingPause, Standing};
use relance_domain::send::{
    CancelReason, Command, Effect, Invitation, Ruling, SendOutcome, SendProgress, SendRules, SendState,
    StaffMail, step,
};
use relance_domain::trigger::{Decision, Outcome, TaskRecord, still_welcome};

/// A claim needs this much time before the worker's deadline (R1.4).
const LEAST_TIME_LEFT: SignedDuration = SignedDuration::from_secs(15);
/// How long a lease outlives its worker's deadline (reliability 1.2).
const LEASE_MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// The identity that mails come from, and where links lead.
#[derive(Debug, Clone)]
pub struct Sender {
    /// Start of every link, such as `https://ask.example.com`.
    pub base_url: String,
    /// The protocol's parameters; lease and policy are set per mail.
    pub rules: SendRules,
}

/// Sends mails.
pub struct SendMail<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// The transport.
    pub mailer: &'a dyn Mailer,
    /// The shared send rate.
    pub budget: &'a dyn SendBudget,
    /// Words mails.
    pub compose: &'a dyn Compose,
    /// Seals links.
    pub seal: &'a dyn Seal,
    /// Wakes us again for an early hint.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Draws jitter, names decisions.
    pub mint: &'a dyn Mint,
    /// Identity and links.
    pub sender: &'a Sender,
}

impl SendMail<'_> {
    /// Works on the mail of this key, if it is time; `deadline` is when this worker is stopped.
    ///
    /// # Errors
    /// Faults of the store; the due index brings the mail back.
    pub async fn run(&self, key: &Key, deadline: Timestamp) -> Result<(), Fault> {
        match key.partition.kind {
            Kind::Invitation => self.work_on::<Invitation>(key, deadline).await,
            Kind::StaffMail => self.work_on::<StaffMail>(key, deadline).await,
            kind => Err(Fault::permanent(format!("records of kind {kind:?} are not mailed"))),
        }
    }

    /// Takes over from a worker that is known to be dead, without waiting for its lease (one machine only).
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn take_over(&self, key: &Key) -> Result<(), Fault> {
        match key.partition.kind {
            Kind::Invitation => self.apply::<Invitation>(key, &Command::WorkerDied).await.map(|_| ()),
            Kind::StaffMail => self.apply::<StaffMail>(key, &Command::WorkerDied).await.map(|_| ()),
            kind => Err(Fault::permanent(format!("records of kind {kind:?} are not mailed"))),
        }
    }

    async fn work_on<T: Sendable>(&self, key: &Key, deadline: Timestamp) -> Result<(), Fault> {
        if deadline.duration_since(self.clock.now()) < LEAST_TIME_LEFT {
            return Err(Fault::transient("too little time is left to claim a mail"));
        }
        self.resolve_doubt::<T>(key).await?;
        let (found, effect) = self.apply_until::<T>(key, &Command::Wake, deadline).await?;
        match (found, effect) {
            (Some(claimed), Effect::Deliver { attempt }) => self.deliver(key, claimed, attempt).await,
            (Some(_), Effect::HintAt(at)) => {
                self.hint_again(key, at).await;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Asks the transport about an attempt in doubt, where it can tell, before any waiting or repeating.
    async fn resolve_doubt<T: Sendable>(&self, key: &Key) -> Result<(), Fault> {
        let Some(found) = crate::stored::load::<T>(self.records, key).await? else { return Ok(()) };
        let now = self.clock.now();
        let attempt = match found.value.progress().state {
            SendState::Uncertain { attempt, .. } => attempt,
            SendState::Sending { attempt, lease_until } if now >= lease_until => attempt,
            _ => return Ok(()),
        };
        let command = match self.mailer.was_accepted(&tag(&found.value, attempt)).await? {
            Acceptance::Accepted(message_id) => {
                Command::Accepted { attempt: Some(attempt), message_id: Some(message_id) }
            }
            Acceptance::NotAccepted => Command::NotAccepted { attempt },
            Acceptance::Unknown => return Ok(()),
        };
        self.apply::<T>(key, &command).await.map(|_| ())
    }

    async fn deliver<T: Sendable>(&self, key: &Key, claimed: T, attempt: u32) -> Result<(), Fault> {
        let mail = match self.prepare(&claimed, attempt).await? {
            Ok(mail) => mail,
            Err(ruling) => {
                return self.apply::<T>(key, &Command::Refused { attempt, ruling }).await.map(|_| ());
            }
        };
        let outcome = self.mailer.deliver(&mail).await;
        let jitter_s = u8::try_from(self.mint.below(45)).unwrap_or(0);
        let report = Command::Reported { attempt, outcome: outcome.clone(), jitter_s };
        let (_, effect) = self.apply::<T>(key, &report).await?;
        if let Effect::PauseSending { until } = effect {
            self.pause_sending(claimed.organization(), &outcome, until).await?;
        }
        Ok(())
    }

    /// Everything between claim and transport, read again under the claim (R1.6).
    async fn prepare<T: Sendable>(
        &self,
        claimed: &T,
        attempt: u32,
    ) -> Result<Result<OutgoingMail, Ruling>, Fault> {
        let mut work = UnitOfWork::new(self.records);
        let organization = work.get::<Organization>(claimed.organization(), "", "settings").await?;
        let Some(organization) = organization else { return Ok(Err(nothing_to_say())) };
        let words = match claimed.as_invitation() {
            Some(invitation) => self.invitation_words(&mut work, &organization, invitation).await?,
            None => self.staff_words(&mut work, &organization, claimed).await?,
        };
        let (words, headers, from_name) = match words {
            Ok(words) => words,
            Err(ruling) => return Ok(Err(ruling)),
        };
        let now = self.clock.now();
        if !self.budget.take(now).await? {
            let at = now.checked_add(SignedDuration::from_secs(1)).unwrap_or(now);
            return Ok(Err(Ruling::Later { at }));
        }
        let Composed { subject, html, text } = words;
        let from_address = organization.sender.clone();
        let (to, tag) = (claimed.recipient().clone(), tag(claimed, attempt));
        Ok(Ok(OutgoingMail {
            from_name: one_line(&from_name),
            from_address,
            to,
            subject: one_line(&subject),
            headers,
            text,
            html,
            tag,
        }))
    }

    async fn invitation_words(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &Organization,
        invitation: &Invitation,
    ) -> Result<Result<Words, Ruling>, Fault> {
        let id = &organization.id;
        let campaign = work.get::<Campaign>(id, "", invitation.campaign_id.as_str()).await?;
        let standing = work.get::<Standing>(id, "", &invitation.address.digest().to_hex()).await?;
        let task = match &invitation.task_id {
            Some(task) => {
                work.get::<TaskRecord>(id, "", &TaskRecord::id_of(&invitation.source, task)).await?
            }
            None => None,
        };
        let known = (standing.as_ref(), task.as_ref());
        if let Some(ruling) =
            still_welcome(invitation, campaign.as_ref(), organization, known, self.clock.now())
        {
            return Ok(Err(ruling));
        }
        let Some(campaign) = campaign else { return Ok(Err(nothing_to_say())) };
        let survey_url =
            format!("{}/s/{}", self.sender.base_url, SurveyLink::seal(self.seal, invitation).await?);
        let scope = Scope::Campaign(campaign.id.clone());
        let link = UnsubscribeLink::seal(self.seal, id, &scope, invitation.address.digest()).await?;
        let unsubscribe_url = format!("{}/u/{link}", self.sender.base_url);
        let (survey_url, unsubscribe_url) = (survey_url.as_str(), unsubscribe_url.as_str());
        let facts =
            InvitationFacts { organization, campaign: &campaign, invitation, survey_url, unsubscribe_url };
        let Some(composed) = self.compose.invitation(&facts) else { return Ok(Err(nothing_to_say())) };
        let texts = campaign.texts_in(&invitation.language);
        let from_name =
            texts.and_then(|texts| texts.sender_name.clone()).unwrap_or_else(|| organization.name.clone());
        Ok(Ok((composed, one_click_headers(unsubscribe_url), from_name)))
    }

    async fn staff_words<T: Sendable>(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &Organization,
        mail: &T,
    ) -> Result<Result<Words, Ruling>, Fault> {
        let id = &organization.id;
        let standing = work.get::<Standing>(id, "", &mail.recipient().digest().to_hex()).await?;
        if standing.is_some_and(|standing| standing.suppressed.is_some()) {
            return Ok(Err(Ruling::Never { reason: CancelReason::Suppressed }));
        }
        if organization.is_paused(self.clock.now()) {
            let now = self.clock.now();
            return Ok(Err(Ruling::Later {
                at: now.checked_add(SignedDuration::from_mins(1)).unwrap_or(now),
            }));
        }
        let Some(staff) = work.get::<StaffMail>(id, "", &mail.id()).await? else {
            return Ok(Err(nothing_to_say()));
        };
        let Some(alert) = work.get::<Alert>(id, "", staff.alert_id.as_str()).await? else {
            return Ok(Err(nothing_to_say()));
        };
        let campaign = work.get::<Campaign>(id, "", alert.campaign_id.as_str()).await?;
        let answer = work.get::<Answer>(id, alert.campaign_id.as_str(), alert.answer_id.as_str()).await?;
        let (Some(campaign), Some(answer)) = (campaign, answer) else { return Ok(Err(nothing_to_say())) };
        let contact = match &alert.contact_id {
            Some(contact) => work.get::<Contact>(id, "", contact.as_str()).await?,
            None => None,
        };
        let invitation = match &answer.invitation_id {
            Some(invitation) => work.get::<Invitation>(id, "", invitation.as_str()).await?,
            None => None,
        };
        let composed = self.compose.alert(&AlertFacts {
            organization,
            alert: &alert,
            campaign: &campaign,
            answer: &answer,
            invitation: invitation.as_ref(),
            contact: contact.as_ref(),
            console_url: &format!("{}/console/alerts/{}", self.sender.base_url, alert.id),
        });
        Ok(Ok((composed, Vec::new(), "relance".to_owned())))
    }

    async fn apply<T: Sendable>(&self, key: &Key, command: &Command) -> Result<(Option<T>, Effect), Fault> {
        let deadline = self.clock.now();
        self.apply_until(key, command, deadline).await
    }

    /// One transition: load, step, save on condition, with what follows from it in the same commit (R1.5).
    async fn apply_until<T: Sendable>(
        &self,
        key: &Key,
        command: &Command,
        deadline: Timestamp,
    ) -> Result<(Option<T>, Effect), Fault> {
        retry_on_conflict(async || {
            let mut work = UnitOfWork::new(self.records);
            let Some(found) = work.get_key::<T>(key).await? else { return Ok(Some((None, Effect::None))) };
            let now = self.clock.now();
            let rules = self.rules_for(&mut work, &found, deadline.max(now)).await?;
            let (next, effect) = step(found.progress(), command, now, &rules);
            let Some(next) = next else { return Ok(Some((Some(found), effect))) };
            let changed = found.with_progress(next);
            self.follow_through(&mut work, &changed, now).await?;
            work.put(&changed)?;
            Ok((work.commit().await? == Committed::Done).then_some((Some(changed), effect)))
        })
        .await
    }

    async fn rules_for<T: Sendable>(
        &self,
        work: &mut UnitOfWork<'_>,
        mail: &T,
        deadline: Timestamp,
    ) -> Result<SendRules, Fault> {
        let left = deadline.duration_since(self.clock.now()).max(SignedDuration::ZERO);
        let lease = left.checked_add(LEASE_MARGIN).unwrap_or(LEASE_MARGIN).min(self.sender.rules.lease);
        let mut rules = SendRules { lease, ..self.sender.rules };
        let doubtful = matches!(mail.progress().state, SendState::Uncertain { .. });
        if let Some(invitation) = mail.as_invitation().filter(|_| doubtful) {
            let campaign =
                work.get::<Campaign>(&invitation.organization, "", invitation.campaign_id.as_str()).await?;
            rules.on_uncertain = campaign.map_or(rules.on_uncertain, |campaign| campaign.on_uncertain);
        }
        Ok(rules)
    }

    /// An invitation that ends without reaching anybody gives back its mute reservation and says why.
    async fn follow_through<T: Sendable>(
        &self,
        work: &mut UnitOfWork<'_>,
        mail: &T,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let Some(invitation) = mail.as_invitation() else { return Ok(()) };
        let Some((outcome, reason)) = ending(&invitation.send) else { return Ok(()) };
        if outcome != Outcome::Held {
            release_mute(work, invitation).await?;
        }
        work.put(&Decision {
            id: DecisionId::new(&self.mint.unique(now)),
            organization: invitation.organization.clone(),
            event_id: invitation.id.to_string(),
            trigger_type: None,
            campaign_id: Some(invitation.campaign_id.clone()),
            invitation_id: Some(invitation.id.clone()),
            outcome,
            reason,
            next_eligible_at: None,
            decided_at: now,
        })
    }

    async fn pause_sending(
        &self,
        organization: &OrganizationId,
        outcome: &SendOutcome,
        until: Option<Timestamp>,
    ) -> Result<(), Fault> {
        let reason = match outcome {
            SendOutcome::SenderBlocked { reason } => reason.clone(),
            _ => "the daily sending quota is used up".to_owned(),
        };
        tracing::error!(%organization, reason, "sending is paused");
        retry_on_conflict(async || {
            let mut work = UnitOfWork::new(self.records);
            let found = work.get::<Organization>(organization, "", "settings").await?;
            let Some(mut found) = found.filter(|found| found.sending_paused.is_none()) else {
                return Ok(Some(()));
            };
            found.sending_paused =
                Some(SendingPause { since: self.clock.now(), reason: reason.clone(), until });
            work.put(&found)?;
            Ok((work.commit().await? == Committed::Done).then_some(()))
        })
        .await
    }

    async fn hint_again(&self, key: &Key, at: Timestamp) {
        // Rounded up, because early is never allowed; beyond the longest delay the sweeper finds it in time.
        let wait_s = at.duration_since(self.clock.now()).as_secs().max(0) + 1;
        if let Some(delay_s) = u16::try_from(wait_s).ok().filter(|seconds| *seconds <= 900) {
            self.announce.announce(&[Announcement { hint: key.into(), delay_s }]).await;
        }
    }
}

type Words = (Composed, Vec<(String, String)>, String);

fn nothing_to_say() -> Ruling {
    Ruling::Never { reason: CancelReason::NothingToSay }
}

fn tag<T: Sendable>(mail: &T, attempt: u32) -> SendTag {
    SendTag { organization: mail.organization().clone(), send_id: mail.id(), attempt }
}

/// RFC 8058: one-click unsubscribe, by POST only (R3.3).
fn one_click_headers(url: &str) -> Vec<(String, String)> {
    vec![
        ("List-Unsubscribe".to_owned(), format!("<{url}>")),
        ("List-Unsubscribe-Post".to_owned(), "List-Unsubscribe=One-Click".to_owned()),
    ]
}

/// Control characters never reach a header (R3.7, B12).
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// How an invitation ended without being sent, or came to be held, for the decision log.
fn ending(progress: &SendProgress) -> Option<(Outcome, String)> {
    match &progress.state {
        SendState::Cancelled { reason } => Some((outcome_of(*reason), reason.words().to_owned())),
        SendState::Expired => {
            Some((Outcome::Expired, "it could not be sent within the allowed lateness".to_owned()))
        }
        SendState::Failed { reason } => Some((Outcome::Failed, reason.clone())),
        SendState::Held { .. } => {
            Some((Outcome::Held, "nobody can tell whether it went out; resend or cancel it".to_owned()))
        }
        _ => None,
    }
}

fn outcome_of(reason: CancelReason) -> Outcome {
    match reason {
        CancelReason::OptedOut => Outcome::OptedOut,
        CancelReason::Suppressed => Outcome::Suppressed,
        CancelReason::AgentOptOut => Outcome::AgentOptOut,
        CancelReason::TaskReopened | CancelReason::ByOperator | CancelReason::NothingToSay => {
            Outcome::Cancelled
        }
    }
}
