//! The send protocol as one pure function (R1.3): only [`step`] decides what happens to a mail.
//! Never lost; at most one mail unless two independent faults meet; with `hold`, never two.
//!
//! ```text
//! Scheduled -> Sending(attempt, lease) -> Sent
//!     ^             |        |
//!     |  surely not |        | answer lost, or lease over
//!     +-------------+        v
//!                       Uncertain(until) -> Sent (evidence) | Sending (once more) | Held
//! ```

use super::SendOutcome;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Where one mail stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SendState {
    /// Waits for its time.
    Scheduled {
        /// Never sent before this instant (R2.2).
        due_at: Timestamp,
    },
    /// One worker is handing it over; surely dead once the lease is over.
    Sending {
        /// Fences the completion write (R1.5).
        attempt: u32,
        /// The worker's deadline and a minute.
        lease_until: Timestamp,
    },
    /// Perhaps taken by the transport: waits for evidence.
    Uncertain {
        /// The attempt in doubt.
        attempt: u32,
        /// When the wait is over.
        until: Timestamp,
    },
    /// Taken by the transport.
    Sent {
        /// The attempt that succeeded.
        attempt: u32,
        /// When we learnt it.
        at: Timestamp,
        /// The transport's name for it, where known.
        message_id: Option<String>,
    },
    /// In doubt, and the campaign prefers none over two: an operator decides.
    Held {
        /// The attempt in doubt.
        attempt: u32,
    },
    /// Stopped before anything was sent.
    Cancelled {
        /// Why.
        reason: CancelReason,
    },
    /// Could not be sent within the allowed lateness (R1.10).
    Expired,
    /// The transport will never take it.
    Failed {
        /// Why, for the operator.
        reason: String,
    },
}

/// Why a planned mail was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// The task left its trigger states before the mail was due (B33, C27); done again, it is planned again.
    TaskReopened,
    /// The agent opted the case out during the delay (C15).
    AgentOptOut,
    /// The person does not want to be asked.
    OptedOut,
    /// A provider told us not to use the address.
    Suppressed,
    /// Somebody of the organization stopped it, or replaced it by a resend.
    ByOperator,
    /// What it is about no longer exists.
    NothingToSay,
}

impl CancelReason {
    /// For the decision log and people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::TaskReopened => "the task was reopened before the mail was due",
            Self::AgentOptOut => "the agent opted the case out during the delay",
            Self::OptedOut => "the person opted out",
            Self::Suppressed => "the address bounced or complained",
            Self::ByOperator => "stopped by an operator",
            Self::NothingToSay => "what the mail was about no longer exists",
        }
    }
}

/// State and count of one mail's way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendProgress {
    /// Where it stands.
    #[serde(flatten)]
    pub state: SendState,
    /// When it was meant to go; lateness and expiry count from here.
    pub planned_for: Timestamp,
    /// Numbers attempts; never reused, so an old worker cannot complete a new attempt.
    pub attempts: u32,
    /// How often a doubtful attempt was repeated.
    pub resends: u32,
}

/// What to do when the wait for evidence ends without any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnUncertain {
    /// Send once more: never lost, two mails only if two independent faults met.
    #[default]
    Resend,
    /// Wait for an operator: never two, visible instead of lost.
    Hold,
}

/// The protocol's parameters. The defaults are the ones the guarantees are stated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendRules {
    /// How long a worker may be alive after its claim: its remaining time and a minute.
    pub lease: SignedDuration,
    /// How long to wait for evidence.
    pub evidence_wait: SignedDuration,
    /// What to do then.
    pub on_uncertain: OnUncertain,
    /// Doubtful attempts repeated at most.
    pub max_resends: u32,
    /// Later than this is too late to ask.
    pub max_lateness: SignedDuration,
}

impl Default for SendRules {
    fn default() -> Self {
        Self {
            lease: SignedDuration::from_secs(90),
            evidence_wait: SignedDuration::from_mins(60),
            on_uncertain: OnUncertain::Resend,
            max_resends: 1,
            max_lateness: SignedDuration::from_hours(72),
        }
    }
}

/// Something that happened, or is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A hint or the sweeper says that it may be time.
    Wake,
    /// The worker of a lease is known to be dead (one machine only: its process restarted).
    WorkerDied,
    /// The transport answered an attempt.
    Reported {
        /// Which attempt.
        attempt: u32,
        /// What it said.
        outcome: SendOutcome,
        /// Extra seconds before another try, drawn by the caller (0..60).
        jitter_s: u8,
    },
    /// An event of the transport, or an answer to the survey, proves that it was taken.
    Accepted {
        /// The attempt, where the evidence names it.
        attempt: Option<u32>,
        /// The transport's name for it, where known.
        message_id: Option<String>,
    },
    /// The transport proves that it never took an attempt.
    NotAccepted {
        /// Which attempt.
        attempt: u32,
    },
    /// The policy says no when asked again under a claim (R1.6).
    Refused {
        /// The claim's attempt.
        attempt: u32,
        /// What it said.
        ruling: Ruling,
    },
    /// Stop it, if nothing was sent.
    Cancel {
        /// Why.
        reason: CancelReason,
    },
    /// Send it at another time, also after a cancellation; only if nothing was sent.
    Reschedule {
        /// The new instant.
        due_at: Timestamp,
    },
    /// An operator decides to send what is held.
    Release,
}

/// Why a claimed mail does not go out now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// Not ever.
    Never {
        /// Why.
        reason: CancelReason,
    },
    /// Not now: sending is paused, or the rate is used up. Costs no attempt (R1.8).
    Later {
        /// When to ask again.
        at: Timestamp,
    },
}

/// What the caller must do once the new state is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// Ask the policy, then hand the mail over once, as this attempt.
    Deliver {
        /// Fences everything that follows.
        attempt: u32,
    },
    /// Announce it again for this instant: the hint came early.
    HintAt(Timestamp),
    /// Stop all sending of the organization, since no other mail would be taken either: until this instant
    /// (quota), or until an operator resumes it (breaker).
    PauseSending {
        /// When sending resumes by itself.
        until: Option<Timestamp>,
    },
}

impl SendProgress {
    /// A mail to be sent at `due_at`.
    #[must_use]
    pub fn scheduled(due_at: Timestamp) -> Self {
        Self { state: SendState::Scheduled { due_at }, planned_for: due_at, attempts: 0, resends: 0 }
    }

    /// When it next needs work; nothing once it is over (I1).
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        match self.state {
            SendState::Scheduled { due_at } => Some(due_at),
            SendState::Sending { lease_until, .. } => Some(lease_until),
            SendState::Uncertain { until, .. } => Some(until),
            _ => None,
        }
    }

    /// True while no attempt was ever handed to a transport: it may be cancelled or planned again.
    #[must_use]
    pub fn nothing_sent(&self) -> bool {
        matches!(self.state, SendState::Scheduled { .. } | SendState::Cancelled { .. }) && self.resends == 0
    }

    /// When the transport took it.
    #[must_use]
    pub fn sent_at(&self) -> Option<Timestamp> {
        match self.state {
            SendState::Sent { at, .. } => Some(at),
            _ => None,
        }
    }

    fn with(&self, state: SendState) -> Self {
        Self { state, ..self.clone() }
    }
}

/// What `command` does to a mail at `now`: the state to store (`None`: nothing changes) and the effect to
/// carry out after it is stored. Total: every command is answered in every state.
#[must_use]
pub fn step(
    progress: &SendProgress,
    command: &Command,
    now: Timestamp,
    rules: &SendRules,
) -> (Option<SendProgress>, Effect) {
    match command {
        Command::Wake => wake(progress, now, rules),
        Command::WorkerDied => (worker_died(progress, now, rules), Effect::None),
        Command::Reported { attempt, outcome, jitter_s } => {
            reported(progress, *attempt, outcome, *jitter_s, (now, rules))
        }
        Command::Accepted { attempt, message_id } => {
            (accepted(progress, *attempt, message_id.as_ref(), now), Effect::None)
        }
        Command::NotAccepted { attempt } => (not_accepted(progress, *attempt, now), Effect::None),
        Command::Refused { attempt, ruling } => (refused(progress, *attempt, ruling), Effect::None),
        Command::Cancel { reason } => {
            let open = matches!(progress.state, SendState::Scheduled { .. } | SendState::Held { .. });
            (open.then(|| progress.with(SendState::Cancelled { reason: *reason })), Effect::None)
        }
        Command::Reschedule { due_at } => {
            let again = SendProgress {
                planned_for: *due_at,
                ..progress.with(SendState::Scheduled { due_at: *due_at })
            };
            (progress.nothing_sent().then_some(again), Effect::None)
        }
        Command::Release => {
            let held = matches!(progress.state, SendState::Held { .. });
            let again = || SendProgress {
                resends: progress.resends + 1,
                ..progress.with(SendState::Scheduled { due_at: now })
            };
            (held.then(again), Effect::None)
        }
    }
}

fn wake(progress: &SendProgress, now: Timestamp, rules: &SendRules) -> (Option<SendProgress>, Effect) {
    match progress.state {
        SendState::Scheduled { due_at } if now < due_at => (None, Effect::HintAt(due_at)),
        SendState::Scheduled { .. } if now > later(progress.planned_for, rules.max_lateness) => {
            (Some(progress.with(SendState::Expired)), Effect::None)
        }
        SendState::Scheduled { .. } => claim(progress, now, rules, progress.resends),
        SendState::Sending { attempt, lease_until } if now >= lease_until => {
            (Some(uncertain(progress, attempt, now, rules)), Effect::None)
        }
        SendState::Uncertain { attempt, until } if now >= until => match rules.on_uncertain {
            OnUncertain::Resend if progress.resends < rules.max_resends => {
                claim(progress, now, rules, progress.resends + 1)
            }
            _ => (Some(progress.with(SendState::Held { attempt })), Effect::None),
        },
        _ => (None, Effect::None),
    }
}

fn claim(
    progress: &SendProgress,
    now: Timestamp,
    rules: &SendRules,
    resends: u32,
) -> (Option<SendProgress>, Effect) {
    let attempt = progress.attempts + 1;
    let state = SendState::Sending { attempt, lease_until: later(now, rules.lease) };
    (
        Some(SendProgress { state, attempts: attempt, resends, ..progress.clone() }),
        Effect::Deliver { attempt },
    )
}

fn worker_died(progress: &SendProgress, now: Timestamp, rules: &SendRules) -> Option<SendProgress> {
    match progress.state {
        SendState::Sending { attempt, .. } => Some(uncertain(progress, attempt, now, rules)),
        _ => None,
    }
}

fn uncertain(progress: &SendProgress, attempt: u32, now: Timestamp, rules: &SendRules) -> SendProgress {
    progress.with(SendState::Uncertain { attempt, until: later(now, rules.evidence_wait) })
}

fn reported(
    progress: &SendProgress,
    attempt: u32,
    outcome: &SendOutcome,
    jitter_s: u8,
    (now, rules): (Timestamp, &SendRules),
) -> (Option<SendProgress>, Effect) {
    if let SendOutcome::Accepted { message_id } = outcome {
        return (accepted(progress, Some(attempt), Some(message_id), now), Effect::None);
    }
    if !matches!(progress.state, SendState::Sending { attempt: held, .. } if held == attempt) {
        return (None, Effect::None);
    }
    let again_in = |seconds: i64| {
        let due_at = later(now, SignedDuration::from_secs(seconds + i64::from(jitter_s)));
        Some(progress.with(SendState::Scheduled { due_at }))
    };
    match outcome {
        SendOutcome::Accepted { .. } => (None, Effect::None),
        SendOutcome::Throttled => (again_in(1), Effect::None),
        SendOutcome::NotReached => (again_in(15), Effect::None),
        SendOutcome::QuotaExceeded => {
            let until = Some(later(now, SignedDuration::from_mins(10)));
            (again_in(600), Effect::PauseSending { until })
        }
        SendOutcome::SenderBlocked { .. } => (again_in(600), Effect::PauseSending { until: None }),
        SendOutcome::Rejected { reason } => {
            (Some(progress.with(SendState::Failed { reason: reason.clone() })), Effect::None)
        }
        SendOutcome::Unknown => (Some(uncertain(progress, attempt, now, rules)), Effect::None),
    }
}

/// Evidence wins over every state but a final one that already says so: a mail that was taken was sent.
fn accepted(
    progress: &SendProgress,
    attempt: Option<u32>,
    message_id: Option<&String>,
    now: Timestamp,
) -> Option<SendProgress> {
    match progress.state {
        SendState::Sent { .. }
        | SendState::Cancelled { .. }
        | SendState::Expired
        | SendState::Failed { .. } => None,
        _ if progress.attempts == 0 => None,
        _ => Some(progress.with(SendState::Sent {
            attempt: attempt.unwrap_or(progress.attempts),
            at: now,
            message_id: message_id.cloned(),
        })),
    }
}

fn not_accepted(progress: &SendProgress, attempt: u32, now: Timestamp) -> Option<SendProgress> {
    match progress.state {
        SendState::Sending { attempt: held, .. } | SendState::Uncertain { attempt: held, .. }
            if held == attempt =>
        {
            Some(progress.with(SendState::Scheduled { due_at: now }))
        }
        _ => None,
    }
}

fn refused(progress: &SendProgress, attempt: u32, ruling: &Ruling) -> Option<SendProgress> {
    match progress.state {
        SendState::Sending { attempt: held, .. } if held == attempt => Some(match ruling {
            Ruling::Never { reason } => progress.with(SendState::Cancelled { reason: *reason }),
            Ruling::Later { at } => progress.with(SendState::Scheduled { due_at: *at }),
        }),
        _ => None,
    }
}

fn later(start: Timestamp, by: SignedDuration) -> Timestamp {
    start.checked_add(by).unwrap_or(Timestamp::MAX)
}
