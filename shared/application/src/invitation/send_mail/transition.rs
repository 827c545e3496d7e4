//! One transition of one mail: load, step, save on condition, with what follows from it in the same commit (R1.5).
//! What the commands mean is the domain's `step`; who issues them is in `send_mail`.

use crate::invitation::{SendMail, Sendable, plan_reminders, release_mute};
use crate::ports::fault::Fault;
use crate::ports::records::{Key, RawRecord};
use crate::stored::UnitOfWork;
use crate::transaction;
use jiff::{SignedDuration, Timestamp};
use relance_domain::campaign::Campaign;
use relance_domain::contact::{Standing, SuppressedBy};
use relance_domain::invitation::{
    CancelReason, Command, Conclusion, DecidedAbout, Decision, Effect, MailFate, Outcome, SendOutcome,
    SendProgress, SendRules, SendState, Transition, step,
};
use relance_domain::name::{DecisionId, Way};

/// How long a lease outlives its worker's deadline (reliability 1.2).
const LEASE_MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// The record of a mail as this worker last read or wrote it: what is decided next needs no other reading, because its
/// version is the condition of what is stored (R1.5). Good for one try.
pub(super) type KnownRecord = Option<RawRecord>;

/// A mail after a command.
pub(super) struct Stepped<T> {
    /// As it is now; nothing where it is gone.
    pub(super) mail: Option<T>,
    /// Its record, where this worker has just written it.
    pub(super) known: KnownRecord,
    /// What to do about it.
    pub(super) effect: Effect,
    /// Whether the command changed it.
    changed: bool,
}

impl SendMail<'_> {
    pub(super) async fn apply<T: Sendable>(
        &self,
        key: &Key,
        command: &Command,
        known: KnownRecord,
    ) -> Result<Stepped<T>, Fault> {
        self.apply_until(key, known, command, self.clock.now()).await
    }

    /// Applies a command; a claim made by it is leased until a minute after `deadline`.
    pub(super) async fn apply_until<T: Sendable>(
        &self,
        key: &Key,
        known: KnownRecord,
        command: &Command,
        deadline: Timestamp,
    ) -> Result<Stepped<T>, Fault> {
        let after = transaction!(work in self.records, knowing known => {
            self.transition::<T>(&mut work, key, command, deadline)
        });
        if let Some(mail) = after.mail.as_ref().filter(|_| after.changed) {
            tell(mail);
            self.tell_if_sent(mail, command).await;
            self.tell_if_refused(mail, command).await?;
        }
        Ok(after)
    }

    /// A send is counted by whoever's commit made it one: here, or where evidence is taken (R3.6).
    async fn tell_if_sent<T: Sendable>(&self, mail: &T, command: &Command) {
        let progress = mail.progress();
        let Some(sent_at) = progress.sent_at() else { return };
        if let Command::Reported { .. } = command {
            let late = sent_at.duration_since(progress.planned_for).as_millis();
            let lateness_ms = i64::try_from(late).unwrap_or(i64::MAX);
            tracing::info!(lateness_ms, "a mail was taken");
        }
        // A provider judges a sender by the share of its mails that bounce: texts must not thin that share out.
        if mail.recipient().way() == Way::Email {
            self.breaker().count(mail.organization(), MailFate::Sent).await;
        }
    }

    /// An address that the transport refuses outright is a bounce that came early: counted and judged like one (R3.6).
    async fn tell_if_refused<T: Sendable>(&self, mail: &T, command: &Command) -> Result<(), Fault> {
        if !refuses_address(command) || mail.recipient().way() != Way::Email {
            return Ok(());
        }
        let (breaker, organization) = (self.breaker(), mail.organization());
        for fate in [MailFate::Sent, MailFate::Bounced] {
            breaker.count(organization, fate).await;
        }
        breaker.judge(organization).await
    }

    async fn transition<T: Sendable>(
        &self,
        work: &mut UnitOfWork<'_>,
        key: &Key,
        command: &Command,
        deadline: Timestamp,
    ) -> Result<Stepped<T>, Fault> {
        let as_it_was = |mail, effect| Stepped { mail, known: None, effect, changed: false };
        let Some(found) = work.get_key::<T>(key).await? else { return Ok(as_it_was(None, Effect::None)) };
        let now = self.clock.now();
        let rules = self.rules_for(work, &found, deadline.max(now)).await?;
        let Transition { next, effect } = step(found.progress(), command, now, &rules);
        let Some(next) = next else { return Ok(as_it_was(Some(found), effect)) };
        let changed = found.with_progress(next);
        self.follow_through(work, &changed, now).await?;
        if refuses_address(command) {
            suppress(work, &changed, now).await?;
        }
        work.put(&changed)?;
        Ok(Stepped { mail: Some(changed), known: work.after_commit(key), effect, changed: true })
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
        if let Some(campaign_id) = mail.campaign_id().filter(|_| doubtful) {
            let campaign = work.get::<Campaign>(mail.organization(), campaign_id.as_str()).await?;
            rules.on_uncertain = campaign.map_or(rules.on_uncertain, |campaign| campaign.on_uncertain);
        }
        Ok(rules)
    }

    /// An invitation that is sent plans its reminders; one that ends without reaching anybody gives back its mute
    /// reservation and says why.
    async fn follow_through<T: Sendable>(
        &self,
        work: &mut UnitOfWork<'_>,
        mail: &T,
        now: Timestamp,
    ) -> Result<(), Fault> {
        // A test leaves no decision, holds no reservation and is never repeated.
        let Some(invitation) = mail.as_invitation().filter(|mail| !mail.origin.test) else { return Ok(()) };
        plan_reminders(work, invitation, now).await?;
        let Some(conclusion) = ending(&invitation.send) else { return Ok(()) };
        if conclusion.outcome != Outcome::Held {
            release_mute(work, invitation).await?;
        }
        let id = DecisionId::new(&self.mint.unique(now));
        work.put(&Decision::of(id, DecidedAbout::after_planning(invitation), conclusion, now))
    }
}

/// Logs the new state of a mail. A claim is only a detail; that a transport took it is logged with its lateness elsewhere.
fn tell<T: Sendable>(mail: &T) {
    match &mail.progress().state {
        SendState::Sent { .. } => {}
        state @ SendState::Sending { .. } => tracing::debug!(state = state.word(), "a mail moved on"),
        state => tracing::info!(state = state.word(), "a mail moved on"),
    }
}

/// Whether the transport knows that nobody reads mail there.
fn refuses_address(command: &Command) -> bool {
    matches!(command, Command::Reported { outcome: SendOutcome::AddressRefused { .. }, .. })
}

/// No other mail goes to the address (R3.6).
async fn suppress<T: Sendable>(work: &mut UnitOfWork<'_>, mail: &T, now: Timestamp) -> Result<(), Fault> {
    let (organization, digest) = (mail.organization(), mail.recipient().digest().to_hex());
    let known = work.get::<Standing>(organization, &digest).await?;
    let mut standing = known.unwrap_or_else(|| Standing::unknown(organization, digest, now));
    standing.address.get_or_insert_with(|| mail.recipient());
    standing.suppress(SuppressedBy::Bounce, now);
    work.put(&standing)
}

/// How an invitation ended without being sent, or came to be held, for the decision log.
fn ending(progress: &SendProgress) -> Option<Conclusion> {
    let (outcome, reason) = match &progress.state {
        SendState::Cancelled { reason } => (outcome_of(*reason), reason.words()),
        SendState::Expired => (Outcome::Expired, "it could not be sent within the allowed lateness"),
        SendState::Failed { reason } => (Outcome::Failed, reason.as_str()),
        SendState::Held { .. } => (Outcome::Held, "nobody can tell whether it went out; resend or cancel it"),
        _ => return None,
    };
    Some(Conclusion::because(outcome, reason))
}

fn outcome_of(reason: CancelReason) -> Outcome {
    match reason {
        CancelReason::OptedOut => Outcome::OptedOut,
        CancelReason::Suppressed => Outcome::Suppressed,
        CancelReason::AgentOptOut => Outcome::AgentOptOut,
        CancelReason::Muted => Outcome::Muted,
        CancelReason::TooOften => Outcome::FrequencyRule,
        CancelReason::SmsCap => Outcome::SmsCap,
        CancelReason::NoSms => Outcome::Failed,
        CancelReason::TaskReopened
        | CancelReason::ByOperator
        | CancelReason::NothingToSay
        | CancelReason::Answered => Outcome::Cancelled,
    }
}
