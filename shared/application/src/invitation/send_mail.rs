//! Sends one mail under the protocol: claim, ask the policy again, compose, hand over once, record (R1.2-R1.6).
//! Every transition goes through the domain's `step` and a conditional write; nothing else has effects.

mod by_sms;
mod often;
mod prepare;
mod remind;
mod transition;

pub(crate) use remind::plan_reminders;

use crate::invitation::Sendable;
use crate::invitation::breaker::Breaker;
use crate::kind::Duty;
use crate::ports::chance::{Clock, Mint};
use crate::ports::compose::Compose;
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::mail::{Acceptance, HealthCounters, Mailer, SendBudget, SendTag, Texter};
use crate::ports::records::{Key, RawRecord, Records};
use crate::ports::seal::Seal;
use crate::stored::{UnitOfWork, stored_as};
use jiff::{SignedDuration, Timestamp};
use prepare::{Halt, Outgoing};
use relance_domain::account::Organization;
use relance_domain::alert::StaffMail;
use relance_domain::campaign::Campaign;
use relance_domain::invitation::{
    CancelReason, Command, Effect, Invitation, Reminder, Ruling, SendOutcome, SendRules, SendState,
    held_until, is_on_hold,
};
use relance_domain::name::Way;
use transition::{KnownRecord, Stepped};

/// A claim needs this much time before the worker's deadline (R1.4).
const LEAST_TIME_LEFT: SignedDuration = SignedDuration::from_secs(15);
/// A hint that is earlier than this is not about the mail's present time.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_secs(10);
/// When a mail is tried again if its words could not be read just now.
const SOON: SignedDuration = SignedDuration::from_secs(20);
/// When it is tried again if the same thing would go wrong until somebody mends it.
const LATER: SignedDuration = SignedDuration::from_mins(10);
/// Tries of a completion write; the store's client repeats and waits within each.
const MOST_COMPLETIONS: u32 = 8;

/// The identity that mails come from, and where links lead.
#[derive(Debug, Clone)]
pub struct Sender {
    /// Start of every link, such as `https://ask.example.com`.
    pub base_url: String,
    /// The protocol's parameters; lease and policy are set per mail.
    pub rules: SendRules,
    /// The kill switch of the whole installation: nothing goes out to anybody (R1.10).
    pub stopped: bool,
    /// How many restores of its tables the installation went through: an organization that was not reconciled since
    /// sends nothing (R2.7).
    pub restore_epoch: u32,
}

/// The one way out of every mail and text (R3.4): claim, hand over, write down what the transport said.
pub struct SendMail<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// The transport of mails.
    pub mailer: &'a dyn Mailer,
    /// The transport of texts, where there is one (R3.10).
    pub texter: Option<&'a dyn Texter>,
    /// The shared send rate.
    pub budget: &'a dyn SendBudget,
    /// What the breaker counts.
    pub health: &'a dyn HealthCounters,
    /// Words mails.
    pub compose: Compose,
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

/// What a pause means for a mail that is due.
enum Hold {
    /// Nothing is written: the sweep puts it aside with all others, in their order, until the pause is over.
    Aside,
    /// It asks again then.
    Until(Timestamp),
}

/// What is mailed.
enum Mailed {
    Invitation,
    Reminder,
    StaffMail,
}

fn mailed(key: &Key) -> Result<Mailed, Fault> {
    match key.partition.kind.row().duty {
        Some(Duty::SendInvitation) => Ok(Mailed::Invitation),
        Some(Duty::SendReminder) => Ok(Mailed::Reminder),
        Some(Duty::SendStaffMail) => Ok(Mailed::StaffMail),
        Some(Duty::Plan | Duty::BeginWave | Duty::WorkThrough | Duty::Evaluate | Duty::Call) | None => {
            Err(Fault::permanent(format!("records of kind {:?} are not mailed", key.partition.kind)))
        }
    }
}

impl SendMail<'_> {
    /// Works on the mail of this key, if it is time; `deadline` is when this worker is stopped.
    ///
    /// # Errors
    /// Faults of the store; the due index brings the mail back.
    pub async fn run(&self, key: &Key, deadline: Timestamp) -> Result<(), Fault> {
        match mailed(key)? {
            Mailed::Invitation => self.work_on::<Invitation>(key, deadline).await,
            Mailed::Reminder => self.work_on::<Reminder>(key, deadline).await,
            Mailed::StaffMail => self.work_on::<StaffMail>(key, deadline).await,
        }
    }

    /// Takes over from a worker that is known to be dead, without waiting for its lease (one machine only).
    pub async fn take_over(&self, key: &Key) -> Result<(), Fault> {
        let died = &Command::WorkerDied;
        match mailed(key)? {
            Mailed::Invitation => self.apply::<Invitation>(key, died, None).await.map(|_| ()),
            Mailed::Reminder => self.apply::<Reminder>(key, died, None).await.map(|_| ()),
            Mailed::StaffMail => self.apply::<StaffMail>(key, died, None).await.map(|_| ()),
        }
    }

    async fn work_on<T: Sendable>(&self, key: &Key, deadline: Timestamp) -> Result<(), Fault> {
        if deadline.duration_since(self.clock.now()) < LEAST_TIME_LEFT {
            return Err(Fault::transient("too little time is left to claim a mail"));
        }
        let known = self.resolve_doubt::<T>(key).await?;
        match self.held_back::<T>(known.as_ref()).await? {
            Some(Hold::Aside) => return Ok(()),
            Some(Hold::Until(at)) => {
                let after = self.apply::<T>(key, &Command::PutOff { at }, known).await?;
                self.hint_if_soon(after.mail).await;
                return Ok(());
            }
            None => {}
        }
        let Stepped { mail, known, effect, .. } =
            self.apply_until::<T>(key, known, &Command::Wake, deadline).await?;
        match (mail, effect) {
            (Some(mail), Effect::Deliver { attempt }) => {
                self.deliver(Claimed { key, mail, attempt, deadline }, known).await
            }
            (Some(early), Effect::HintAt(at)) => {
                // A hint that is earlier than clocks can differ is an old one: whoever put the mail off has sent a newer one.
                if at.duration_since(self.clock.now()) <= CLOCKS_DIFFER {
                    self.hint_again(&early, at).await;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// How a pause holds back a mail that is due: before it is claimed, so that a pause costs no try (R1.10). What is paused a
    /// moment later is seen under the claim.
    async fn held_back<T: Sendable>(&self, known: Option<&RawRecord>) -> Result<Option<Hold>, Fault> {
        let Some(mail) = known.cloned().map(stored_as::<T>).transpose()?.map(|stored| stored.value) else {
            return Ok(None);
        };
        let now = self.clock.now();
        if !matches!(mail.progress().state, SendState::Scheduled { due_at } if due_at <= now) {
            return Ok(None);
        }
        let mut work = UnitOfWork::new(self.records);
        let organization = work.glance_settings(mail.organization()).await?;
        let campaign = match mail.campaign_id() {
            Some(id) => work.glance::<Campaign>(mail.organization(), id.as_str()).await?,
            None => None,
        };
        let test = mail.as_invitation().is_some_and(|invitation| invitation.origin.test);
        let way = mail.recipient().way();
        let hold = |ours: Organization| match campaign.as_ref() {
            campaign if is_on_hold(&ours, campaign, test, now) => Some(Hold::Aside),
            campaign => held_until(&ours, campaign, way, test, now).map(Hold::Until),
        };
        Ok(organization.and_then(hold))
    }

    /// Asks the transport about an attempt in doubt, where it can tell, before any waiting or repeating. The record that was
    /// read, if nothing was done about it.
    async fn resolve_doubt<T: Sendable>(&self, key: &Key) -> Result<KnownRecord, Fault> {
        let Some(record) = self.records.get(key).await? else { return Ok(None) };
        let found = stored_as::<T>(record.clone())?;
        let now = self.clock.now();
        let attempt = match found.value.progress().state {
            SendState::Uncertain { attempt, .. } => attempt,
            SendState::Sending { attempt, lease_until, .. } if now >= lease_until => attempt,
            _ => return Ok(Some(record)),
        };
        let tag = tag(&found.value, attempt);
        let known = match (found.value.recipient().way(), self.texter) {
            (Way::Email, _) => self.mailer.was_accepted(&tag).await?,
            (Way::Sms, Some(texter)) => texter.was_accepted(&tag).await?,
            (Way::Sms, None) => Acceptance::Unknown,
        };
        let command = match known {
            Acceptance::Accepted(message_id) => {
                Command::Accepted { attempt: Some(attempt), message_id: Some(message_id) }
            }
            Acceptance::NotAccepted => Command::NotAccepted { attempt },
            Acceptance::Unknown => return Ok(Some(record)),
        };
        self.apply::<T>(key, &command, None).await.map(|_| None)
    }

    async fn deliver<T: Sendable>(&self, claimed: Claimed<'_, T>, known: KnownRecord) -> Result<(), Fault> {
        let Claimed { mail, attempt, .. } = &claimed;
        let outgoing = match self.ready(&claimed).await {
            Ok(Ready::Now(outgoing)) => *outgoing,
            Ok(Ready::Elsewhere) => return Ok(()),
            Ok(Ready::NotNow(ruling)) => return self.put_off(&claimed, ruling, known).await,
            Err(fault) => {
                // Surely not handed over: the claim is given back, else the end of its lease would be a doubt.
                let ruling = self.later(if fault.is_transient() { SOON } else { LATER });
                if let Err(lost) = self.put_off(&claimed, ruling, known).await {
                    tracing::warn!(reason = lost.chain(), "a claim was not given back");
                }
                return Err(fault);
            }
        };
        let outcome = self.hand_over(&outgoing).await;
        let jitter_s = u8::try_from(self.mint.below(45)).unwrap_or(0);
        let report = Command::Reported { attempt: *attempt, outcome: outcome.clone(), jitter_s };
        let after = self.complete(&claimed, &report, known).await?;
        if let Effect::PauseSending { until } = after.effect {
            let (way, why) = (mail.recipient().way(), why_paused(&outcome));
            self.breaker().pause(mail.organization(), way, why, until).await?;
        }
        self.hint_if_soon(after.mail).await;
        Ok(())
    }

    /// What a claimed mail says, and whether it may go.
    async fn ready<T: Sendable>(&self, claimed: &Claimed<'_, T>) -> Result<Ready, Fault> {
        let Claimed { key, mail, attempt, .. } = claimed;
        match self.prepare(mail, *attempt).await {
            Ok(outgoing) => Ok(Ready::Now(Box::new(outgoing))),
            Err(Halt::Ruled(Ruling::Never {
                reason: reason @ (CancelReason::SmsCap | CancelReason::NoSms),
            })) if self.fall_back::<T>(key, *attempt, reason).await? => Ok(Ready::Elsewhere),
            Err(Halt::Ruled(ruling)) => Ok(Ready::NotNow(ruling)),
            Err(Halt::Fault(fault)) => Err(fault),
        }
    }

    /// Ends a claim without a hand-over, as surely as a completion is written.
    async fn put_off<T: Sendable>(
        &self,
        claimed: &Claimed<'_, T>,
        ruling: Ruling,
        known: KnownRecord,
    ) -> Result<(), Fault> {
        let refused = Command::Refused { attempt: claimed.attempt, ruling };
        let after = self.complete(claimed, &refused, known).await?;
        self.hint_if_soon(after.mail).await;
        Ok(())
    }

    /// Once, to the transport of its way.
    async fn hand_over(&self, outgoing: &Outgoing) -> SendOutcome {
        match (outgoing, self.texter) {
            (Outgoing::Mail(mail), _) => self.mailer.deliver(mail).await,
            (Outgoing::Text(text), Some(texter)) => {
                let outcome = texter.deliver(text).await;
                self.settle_text(text, &outcome).await;
                outcome
            }
            (Outgoing::Text(_), None) => SendOutcome::NotReached,
        }
    }

    /// Writes down what the transport said, again and again while there is time: once it is lost, the mail is in doubt
    /// for an hour (R1.5). Safe to repeat, since the attempt fences it.
    async fn complete<T: Sendable>(
        &self,
        claimed: &Claimed<'_, T>,
        report: &Command,
        mut known: KnownRecord,
    ) -> Result<Stepped<T>, Fault> {
        let deadline = claimed.deadline;
        let mut tries = 1;
        loop {
            match self.apply::<T>(claimed.key, report, known.take()).await {
                Err(fault)
                    if fault.is_transient() && tries < MOST_COMPLETIONS && self.clock.now() < deadline =>
                {
                    tries += 1;
                }
                settled => return settled,
            }
        }
    }

    /// A mail put off to an instant that the sweeper, which looks ten minutes ahead, may have passed wakes by its own hint
    /// (R2.2).
    async fn hint_if_soon<T: Sendable>(&self, mail: Option<T>) {
        let Some(mail) = mail else { return };
        if let SendState::Scheduled { due_at } = mail.progress().state {
            self.hint_again(&mail, due_at).await;
        }
    }

    /// What stops sending as a whole.
    fn breaker(&self) -> Breaker<'_> {
        Breaker { records: self.records, health: self.health, clock: self.clock }
    }

    async fn hint_again<T: Sendable>(&self, mail: &T, at: Timestamp) {
        // Rounded up, because early is never allowed; beyond the longest delay the sweeper finds it in time.
        let wait_s = at.duration_since(self.clock.now()).as_secs().max(0) + 1;
        if let Some(delay_s) = u16::try_from(wait_s).ok().filter(|seconds| *seconds <= 900) {
            self.announce.announce(&[mail.announcement(delay_s)]).await;
        }
    }
}

/// A mail that nobody else sends, while its lease lasts.
struct Claimed<'k, T> {
    key: &'k Key,
    mail: T,
    attempt: u32,
    /// When this worker is stopped.
    deadline: Timestamp,
}

/// What becomes of a claimed mail.
enum Ready {
    /// It is handed over.
    Now(Box<Outgoing>),
    /// It goes another way, by itself.
    Elsewhere,
    /// It does not go now.
    NotNow(Ruling),
}

/// No other mail would be taken either (R1.10).
fn why_paused(outcome: &SendOutcome) -> String {
    match outcome {
        SendOutcome::SenderBlocked { reason } => reason.clone(),
        _ => "the daily sending quota is used up".to_owned(),
    }
}

fn tag<T: Sendable>(mail: &T, attempt: u32) -> SendTag {
    SendTag { organization: mail.organization().clone(), send_id: mail.send_id(), attempt }
}
