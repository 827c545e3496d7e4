//! All functions in one process: their routers merged, their queues in memory, their timers run by one worker.
//! What each function does lives in its own crate; ports are filled in by whoever builds the machine.

mod announce;
mod calls;
mod clock;
mod metrics;
pub mod queue;
mod work;
mod worker;

use announce::LocalAnnounce;
use axum::Router;
pub use calls::{CallLog, TriedCall};
pub use clock::ShiftedClock;
pub use metrics::{CurrentFigures, Lateness, Metrics};
use queue::LocalQueue;
use relance_adapters::chance::SystemClock;
use relance_application::contact::{InboundText, RecordReply};
use relance_application::invitation::{PlanInvitations, Reconcile, Reconciled, Sender};
use relance_application::kind;
use relance_application::ports::chance::{Clock, Mint};
use relance_application::ports::due::{Announce, DueIndex};
use relance_application::ports::fault::Fault;
use relance_application::ports::inbound::{ReadEvent, VerifyHook};
use relance_application::ports::mail::{HealthCounters, Mailer, SendBudget, Texter};
use relance_application::ports::records::Records;
use relance_application::ports::seal::{Seal, Secrets};
use relance_domain::contact::SmsReply;
use relance_domain::invitation::SendRules;
use relance_domain::name::OrganizationId;
use relance_domain::outbound::CallReach;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use tokio::sync::Notify;

/// Ports of the outside world, filled in by `main` with real adapters and by tests with theirs.
#[derive(Clone)]
pub struct Outside {
    /// The store.
    pub records: Arc<dyn Records>,
    /// Its due index.
    pub due: Arc<dyn DueIndex>,
    /// The shared send rate.
    pub budget: Arc<dyn SendBudget>,
    /// What the breaker counts.
    pub health: Arc<dyn HealthCounters>,
    /// Where mails go.
    pub mailer: Arc<dyn Mailer>,
    /// Where texts go, if anywhere.
    pub texter: Option<Arc<dyn Texter>>,
    /// Calls endpoints of others, and keeps what was sent.
    pub calls: Arc<CallLog>,
    /// How far calls may reach.
    pub reach: CallReach,
    /// Seals links.
    pub seal: Arc<dyn Seal>,
    /// Secrets of connections.
    pub secrets: Arc<dyn Secrets>,
    /// Checks senders of hooks.
    pub verify: Arc<dyn VerifyHook>,
    /// Reads bodies of hooks.
    pub read: Arc<dyn ReadEvent>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Names new things.
    pub mint: Arc<dyn Mint>,
    /// Moves the clock, where it can be moved.
    pub move_clock: Arc<dyn MoveClock>,
}

/// Moves the program's clock forward.
pub trait MoveClock: Send + Sync {
    /// To an instant, never backwards.
    ///
    /// # Errors
    /// The move cannot be written down.
    fn move_to(&self, instant: jiff::Timestamp) -> std::io::Result<()>;
}

impl MoveClock for ShiftedClock {
    fn move_to(&self, instant: jiff::Timestamp) -> std::io::Result<()> {
        Self::move_to(self, instant)
    }
}

/// The queues of this process.
#[derive(Default)]
pub struct Queues {
    /// Raw events and answers.
    pub work: LocalQueue,
    /// Invitations and staff mails.
    pub send: LocalQueue,
    /// Calls that are owed.
    pub actions: LocalQueue,
    /// Rings at the end of every batch.
    finished: Notify,
    /// Counts those who settled: what comes later is of a later round, and nobody who settled waits for it.
    round: AtomicU64,
}

impl Queues {
    /// The one that takes hints of a kind.
    pub(super) fn of(&self, name: kind::Queue) -> &LocalQueue {
        match name {
            kind::Queue::Work => &self.work,
            kind::Queue::Send => &self.send,
            kind::Queue::Actions => &self.actions,
        }
    }
}

/// All functions in one process.
pub struct Machine {
    outside: Outside,
    queues: Arc<Queues>,
    evaluate: evaluate_rules::Deps,
    dispatch: dispatch_sends::Deps,
    act: run_actions::Deps,
    release: release_due::Deps,
    announce: Arc<dyn Announce>,
    base_url: Arc<str>,
    gate: tokio::sync::Mutex<worker::Timers>,
}

impl Machine {
    /// Joins the functions to the outside world. `base_url` starts every link.
    #[must_use]
    pub fn new(outside: Outside, base_url: &str) -> Self {
        let queues = Arc::new(Queues::default());
        let (hints, clock) = (queues.clone(), outside.clock.clone());
        let announce: Arc<dyn Announce> = Arc::new(LocalAnnounce { queues: hints, clock, round: None });
        let (records, clock, mint) = (outside.records.clone(), outside.clock.clone(), outside.mint.clone());
        let evaluate = evaluate_rules::Deps {
            records: records.clone(),
            announce: announce.clone(),
            read: outside.read.clone(),
            clock: clock.clone(),
            mint: mint.clone(),
        };
        let act = run_actions::Deps {
            records: records.clone(),
            secrets: outside.secrets.clone(),
            endpoint: outside.calls.clone(),
            announce: announce.clone(),
            clock: clock.clone(),
            mint: mint.clone(),
        };
        let dispatch = dispatch_sends::Deps {
            records,
            mailer: outside.mailer.clone(),
            texter: outside.texter.clone(),
            budget: outside.budget.clone(),
            health: outside.health.clone(),
            seal: outside.seal.clone(),
            announce: announce.clone(),
            clock: clock.clone(),
            mint,
            sender: Arc::new(Sender {
                base_url: base_url.to_owned(),
                rules: SendRules::default(),
                stopped: false,
                restore_epoch: 0,
            }),
        };
        let release = release_due::Deps {
            due: outside.due.clone(),
            records: outside.records.clone(),
            announce: announce.clone(),
            clock,
            sends_per_s: None,
            reached: Arc::default(),
        };
        let base_url = Arc::from(base_url);
        let gate = tokio::sync::Mutex::default();
        Self { outside, queues, evaluate, dispatch, act, release, announce, base_url, gate }
    }

    /// The routes of every HTTP function.
    pub fn router(&self) -> Router {
        let outside = &self.outside;
        let intake = intake_webhook::router(intake_webhook::Deps {
            records: outside.records.clone(),
            announce: self.announce.clone(),
            verify: outside.verify.clone(),
            read: outside.read.clone(),
            clock: outside.clock.clone(),
            base_url: self.base_url.clone(),
        });
        let respond = submit_answer::router(submit_answer::Deps {
            records: outside.records.clone(),
            announce: self.announce.clone(),
            seal: outside.seal.clone(),
            clock: outside.clock.clone(),
            mint: outside.mint.clone(),
        });
        intake.merge(respond).merge(self.api()).merge(self.console())
    }

    fn api(&self) -> Router {
        let outside = &self.outside;
        serve_api::router(serve_api::Deps {
            records: outside.records.clone(),
            announce: self.announce.clone(),
            clock: outside.clock.clone(),
            mint: outside.mint.clone(),
            secrets: outside.secrets.clone(),
            read: outside.read.clone(),
            base_url: self.base_url.to_string(),
            reach: outside.reach,
            most_bytes: None,
        })
    }

    fn console(&self) -> Router {
        let outside = &self.outside;
        serve_console::router(serve_console::Deps {
            records: outside.records.clone(),
            clock: outside.clock.clone(),
            wall_clock: Arc::new(SystemClock),
            mint: outside.mint.clone(),
            base_url: self.base_url.clone(),
        })
    }

    /// With a limit to the mails that all workers send per second; the budget among the ports must hold the same.
    #[must_use]
    pub fn with_send_rate(mut self, sends_per_s: u32) -> Self {
        self.release.sends_per_s = Some(sends_per_s);
        self
    }

    /// With the kill switch of the whole installation thrown (R1.10).
    #[must_use]
    pub fn with_all_sending_stopped(mut self) -> Self {
        self.dispatch.sender = Arc::new(Sender { stopped: true, ..(*self.dispatch.sender).clone() });
        self
    }

    /// After restores of its store, it sends nothing for an organization until that was reconciled (R2.7).
    #[must_use]
    pub fn after_restores(mut self, restore_epoch: u32) -> Self {
        self.dispatch.sender = Arc::new(Sender { restore_epoch, ..(*self.dispatch.sender).clone() });
        self
    }

    /// Brings an organization up to now from the moment that its records were restored to (R2.7).
    ///
    /// # Errors
    /// Faults of the store: run it again.
    pub async fn reconcile(
        &self,
        organization: &OrganizationId,
        restored_to: jiff::Timestamp,
    ) -> Result<Reconciled, Fault> {
        let evaluate_rules::Deps { records, announce, read, clock, .. } = &self.evaluate;
        let (announce, read) = (&**announce, &**read);
        let plan = PlanInvitations { records: &**records, announce, read, clock: &**clock };
        let restore_epoch = self.dispatch.sender.restore_epoch;
        let reconcile = Reconcile { records: &**records, plan: &plan, clock: &**clock, restore_epoch };
        reconcile.run(organization, restored_to).await
    }

    /// Somebody replies to a text; tells which wish was heard (R3.10).
    pub async fn take_reply(&self, message: &InboundText) -> Result<Option<SmsReply>, Fault> {
        let (records, clock) = (&*self.outside.records, &*self.outside.clock);
        RecordReply { records, clock }.run(message).await
    }

    /// The program's time.
    pub fn now(&self) -> jiff::Timestamp {
        self.outside.clock.now()
    }

    /// What was sent to endpoints of others, newest first.
    #[must_use]
    pub fn calls(&self) -> Vec<TriedCall> {
        self.outside.calls.newest_first()
    }

    /// The queues, for those who look at them from outside.
    #[must_use]
    pub fn queues(&self) -> &Queues {
        &self.queues
    }
}
