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

use crate::campaign::OnUncertain;
use crate::invitation::{CancelReason, SendOutcome, SendProgress, SendRules, SendState};
use jiff::{SignedDuration, Timestamp};

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
    /// Ask again later, without a claim: a pause holds it back, and nothing is tried.
    PutOff {
        /// When.
        at: Timestamp,
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
    /// At another time, as if it had been planned for it: lateness counts from there.
    Anew {
        /// The new instant.
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

/// What a command does to a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The state to store; `None` where nothing changes.
    pub next: Option<SendProgress>,
    /// What to carry out after it is stored.
    pub effect: Effect,
}

impl Transition {
    fn to(next: impl Into<Option<SendProgress>>) -> Self {
        Self { next: next.into(), effect: Effect::None }
    }

    fn with(self, effect: Effect) -> Self {
        Self { effect, ..self }
    }
}

/// What `command` does to a mail at `now`. Total: every command is answered in every state.
#[must_use]
pub fn step(progress: &SendProgress, command: &Command, now: Timestamp, rules: &SendRules) -> Transition {
    match command {
        Command::Wake => wake(progress, now, rules),
        Command::WorkerDied => Transition::to(worker_died(progress, now, rules)),
        Command::Reported { attempt, outcome, jitter_s } => {
            let said = Report { attempt: *attempt, outcome, jitter_s: *jitter_s };
            reported(progress, said, now, rules)
        }
        Command::Accepted { attempt, message_id } => {
            Transition::to(accepted(progress, *attempt, message_id.as_ref(), now))
        }
        Command::NotAccepted { attempt } => Transition::to(not_accepted(progress, *attempt, now)),
        Command::Refused { attempt, ruling } => Transition::to(refused(progress, *attempt, ruling)),
        Command::PutOff { at } => {
            let waits = matches!(progress.state, SendState::Scheduled { .. });
            Transition::to(waits.then(|| progress.with(SendState::Scheduled { due_at: *at })))
        }
        Command::Cancel { reason } => {
            let open = matches!(progress.state, SendState::Scheduled { .. } | SendState::Held { .. });
            Transition::to(open.then(|| progress.with(SendState::Cancelled { reason: *reason })))
        }
        Command::Reschedule { due_at } => {
            let again = SendProgress {
                planned_for: *due_at,
                ..progress.with(SendState::Scheduled { due_at: *due_at })
            };
            Transition::to(progress.nothing_sent().then_some(again))
        }
    }
}

fn wake(progress: &SendProgress, now: Timestamp, rules: &SendRules) -> Transition {
    match progress.state {
        SendState::Scheduled { due_at } if now < due_at => Transition::to(None).with(Effect::HintAt(due_at)),
        SendState::Scheduled { .. } if now > later(progress.planned_for, rules.max_lateness) => {
            Transition::to(progress.with(SendState::Expired))
        }
        SendState::Scheduled { .. } => claim(progress, now, rules, progress.resends),
        SendState::Sending { attempt, lease_until, .. } if now >= lease_until => {
            Transition::to(uncertain(progress, attempt, now, rules))
        }
        SendState::Uncertain { attempt, until } if now >= until => match rules.on_uncertain {
            OnUncertain::Resend if progress.resends < rules.max_resends => {
                claim(progress, now, rules, progress.resends + 1)
            }
            _ => Transition::to(progress.with(SendState::Held { attempt })),
        },
        _ => Transition::to(None),
    }
}

fn claim(progress: &SendProgress, now: Timestamp, rules: &SendRules, resends: u32) -> Transition {
    let attempt = progress.attempts + 1;
    let state =
        SendState::Sending { attempt, lease_until: later(now, rules.lease), due_at: progress.due_at() };
    let claimed = SendProgress { state, attempts: attempt, resends, ..progress.clone() };
    Transition::to(claimed).with(Effect::Deliver { attempt })
}

fn worker_died(progress: &SendProgress, now: Timestamp, rules: &SendRules) -> Option<SendProgress> {
    match progress.state {
        SendState::Sending { attempt, .. } => Some(uncertain(progress, attempt, now, rules)),
        _ => None,
    }
}

fn uncertain(progress: &SendProgress, attempt: u32, now: Timestamp, rules: &SendRules) -> SendProgress {
    let state = SendState::Uncertain { attempt, until: later(now, rules.evidence_wait) };
    SendProgress { doubts: progress.doubts.saturating_add(1), ..progress.with(state) }
}

/// What a worker says of its attempt.
#[derive(Clone, Copy)]
struct Report<'a> {
    attempt: u32,
    outcome: &'a SendOutcome,
    jitter_s: u8,
}

fn reported(progress: &SendProgress, said: Report<'_>, now: Timestamp, rules: &SendRules) -> Transition {
    let Report { attempt, outcome, jitter_s } = said;
    if let SendOutcome::Accepted { message_id } = outcome {
        return Transition::to(accepted(progress, Some(attempt), Some(message_id), now));
    }
    if !matches!(progress.state, SendState::Sending { attempt: held, .. } if held == attempt) {
        return Transition::to(None);
    }
    let again_in = |seconds: i64| {
        let due_at = later(now, SignedDuration::from_secs(seconds + i64::from(jitter_s)));
        Transition::to(progress.with(SendState::Scheduled { due_at }))
    };
    match outcome {
        SendOutcome::Accepted { .. } => Transition::to(None),
        SendOutcome::Throttled => again_in(1),
        SendOutcome::NotReached => again_in(15),
        SendOutcome::QuotaExceeded => {
            let until = Some(later(now, SignedDuration::from_mins(10)));
            again_in(600).with(Effect::PauseSending { until })
        }
        SendOutcome::SenderBlocked { .. } => again_in(600).with(Effect::PauseSending { until: None }),
        SendOutcome::Rejected { reason } | SendOutcome::AddressRefused { reason } => {
            Transition::to(progress.with(SendState::Failed { reason: reason.clone() }))
        }
        SendOutcome::Unknown => Transition::to(uncertain(progress, attempt, now, rules)),
    }
}

/// Evidence wins over every state: a mail that was taken was sent, also one that was given up in doubt, and one whose
/// attempt this record has forgotten in a restore (R2.7).
fn accepted(
    progress: &SendProgress,
    attempt: Option<u32>,
    message_id: Option<&String>,
    now: Timestamp,
) -> Option<SendProgress> {
    let over =
        matches!(progress.state, SendState::Cancelled { .. } | SendState::Expired | SendState::Failed { .. });
    let forgotten = attempt.is_some_and(|attempt| attempt > progress.attempts);
    let believed = match progress.state {
        SendState::Sent { .. } => false,
        _ if forgotten => true,
        _ if over => progress.doubts > 0,
        _ => progress.attempts > 0,
    };
    let attempt = attempt.unwrap_or(progress.attempts);
    let state = || SendState::Sent { attempt, at: now, message_id: message_id.cloned() };
    believed.then(|| SendProgress { attempts: progress.attempts.max(attempt), ..progress.with(state()) })
}

/// Surely not taken, so nothing stands against another try; a doubt about that attempt is settled.
fn not_accepted(progress: &SendProgress, attempt: u32, now: Timestamp) -> Option<SendProgress> {
    let again = |doubts| SendProgress { doubts, ..progress.with(SendState::Scheduled { due_at: now }) };
    match progress.state {
        SendState::Sending { attempt: held, .. } if held == attempt => Some(again(progress.doubts)),
        SendState::Uncertain { attempt: held, .. } | SendState::Held { attempt: held } if held == attempt => {
            Some(again(progress.doubts.saturating_sub(1)))
        }
        _ => None,
    }
}

fn refused(progress: &SendProgress, attempt: u32, ruling: &Ruling) -> Option<SendProgress> {
    match progress.state {
        SendState::Sending { attempt: held, .. } if held == attempt => Some(match ruling {
            Ruling::Never { reason } => progress.with(SendState::Cancelled { reason: *reason }),
            Ruling::Later { at } => progress.with(SendState::Scheduled { due_at: *at }),
            Ruling::Anew { at } => {
                SendProgress { planned_for: *at, ..progress.with(SendState::Scheduled { due_at: *at }) }
            }
        }),
        _ => None,
    }
}

fn later(start: Timestamp, by: SignedDuration) -> Timestamp {
    start.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
