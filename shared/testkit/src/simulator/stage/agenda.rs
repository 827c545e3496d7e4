//! What happens when. Things at the same instant happen in an order that the seed draws.
//! What each event leads to is decided by the simulation's loop.

use super::super::chance::Chance;
use super::queue::QueueName;
use relance_application::contact::Wish;
use std::collections::BTreeMap;

/// Names one run of one use case.
pub(crate) type TaskId = u64;

/// Something that happens.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A task's call comes back.
    Wake(TaskId),
    /// A task's time is over.
    Kill(TaskId),
    /// A queue hands a message to a worker.
    Receive(QueueName, u64),
    /// The sweeper's minute.
    Sweep,
    /// Somebody outside does something.
    Play(Act),
}

/// What somebody outside does.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// A tool posts an event to the hook of an organization's connection.
    Post { connection: String, event_id: String, body: String, tries: u32 },
    /// A respondent, or a scanner, uses a link.
    Respond { token: String, what: LinkUse, tries: u32 },
    /// An operator of an organization stops or resumes all sending.
    PauseSending { organization: &'static str, paused: bool, tries: u32 },
    /// An operator stops or resumes a campaign.
    PauseCampaign { organization: &'static str, campaign: &'static str, paused: bool, tries: u32 },
    /// An operator stops some invitation.
    Cancel { organization: &'static str, drawn: u64 },
    /// An operator asks somebody again.
    Resend { organization: &'static str, drawn: u64 },
    /// A manager reads the score.
    ReadNps { organization: &'static str, tries: u32 },
}

/// What is done with a link.
#[derive(Debug, Clone)]
pub(crate) enum LinkUse {
    Open,
    /// The form is sent with this score.
    Submit(u8),
    /// A wish about further surveys is sent.
    Wish(Wish),
    /// A link that is not ours is tried.
    Forge,
}

/// Something that happens now.
pub(crate) struct NextEvent {
    pub(crate) at_ms: i64,
    pub(crate) event: Event,
}

/// Everything that is going to happen, by time.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    events: BTreeMap<(i64, u64), Event>,
    added: u64,
    next_sweep_ms: Option<i64>,
}

impl Agenda {
    pub(crate) fn add(&mut self, at_ms: i64, event: Event, chance: &mut Chance) {
        self.added += 1;
        let tie = (chance.draw() << 32) | (self.added & 0xffff_ffff);
        self.events.insert((at_ms, tie), event);
    }

    /// Makes sure that a sweep takes place at the first full minute at or after `at_ms`.
    pub(crate) fn want_sweep(&mut self, at_ms: i64, chance: &mut Chance) {
        const MINUTE_MS: i64 = 60_000;
        let at_ms = at_ms.saturating_add(MINUTE_MS - 1).div_euclid(MINUTE_MS) * MINUTE_MS;
        if self.next_sweep_ms.is_none_or(|next| at_ms < next) {
            self.next_sweep_ms = Some(at_ms);
            self.add(at_ms, Event::Sweep, chance);
        }
    }

    /// The next thing to happen.
    pub(crate) fn next(&mut self) -> Option<NextEvent> {
        let ((at_ms, _), event) = self.events.pop_first()?;
        if matches!(event, Event::Sweep) && self.next_sweep_ms == Some(at_ms) {
            self.next_sweep_ms = None;
        }
        Some(NextEvent { at_ms, event })
    }
}
