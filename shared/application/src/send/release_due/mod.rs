//! The sweeper: every minute, hints for what is due soon go to their queues, then the entries are re-dated as
//! watchdogs; never the reverse, so that a lost hint costs a quarter of an hour and nothing else (R2.3).

mod pace;

use crate::ports::chance::Clock;
use crate::ports::due::{Announce, Announcement, DueEntry, DueIndex};
use crate::ports::fault::Fault;
use crate::ports::records::Kind;
use jiff::{SignedDuration, Timestamp};
use pace::Pace;

/// How far ahead timed sends are hinted: survives nine missed sweeps (reliability 2.2).
const LOOK_AHEAD: SignedDuration = SignedDuration::from_mins(10);
/// How long after its due time an entry comes back if its hint was lost.
const WATCHDOG: SignedDuration = SignedDuration::from_mins(15);
/// A crowded entry looks again after this at the latest: whoever raises the rate does not wait longer for it.
const LONGEST_PUT_OFF: SignedDuration = SignedDuration::from_hours(1);
/// Entries per query.
const PAGE: usize = 500;
/// Entries of one kind in one sweep, so that a flood of one kind starves no other.
const MAX_PER_KIND: usize = 20_000;

/// Kinds with due entries, and how far ahead each is hinted. Work that is due now has its watchdog a minute
/// ahead: the sweeper touches it only once that minute is over.
const KINDS: [(Kind, SignedDuration); 8] = [
    (Kind::RawEvent, SignedDuration::ZERO),
    (Kind::Answer, SignedDuration::ZERO),
    (Kind::Action, SignedDuration::ZERO),
    (Kind::Campaign, SignedDuration::ZERO),
    (Kind::Batch, SignedDuration::ZERO),
    (Kind::StaffMail, LOOK_AHEAD),
    (Kind::Invitation, LOOK_AHEAD),
    (Kind::Reminder, LOOK_AHEAD),
];

/// Longest sweep: the next one goes on where this one stopped.
const LONGEST: SignedDuration = SignedDuration::from_secs(40);

/// Sweeps the due index.
pub struct ReleaseDue<'a> {
    /// What is due.
    pub due: &'a dyn DueIndex,
    /// Where hints go.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Mails per second that all workers may send; no limit when absent. No fair group is hinted denser (R2.5).
    pub sends_per_s: Option<u32>,
}

/// What one sweep did; published as metrics (R2.6).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Hints taken by their queues.
    pub hinted: usize,
    /// Hints that no queue took; their entries stay as they were.
    pub not_taken: usize,
    /// Entries put off, because their group has more due than can be sent by then (R2.5).
    pub put_off: usize,
    /// Age of the oldest entry whose time had passed, in seconds.
    pub oldest_overdue_s: i64,
}

impl ReleaseDue<'_> {
    /// Hints everything that is due soon. Safe to run twice, at once, or late.
    ///
    /// # Errors
    /// Faults of the index; what was not reached is found by the next sweep.
    pub async fn run(&self) -> Result<Swept, Fault> {
        let mut swept = Swept::default();
        let until = self.clock.now().checked_add(LONGEST).unwrap_or(Timestamp::MAX);
        for (kind, look_ahead) in KINDS {
            self.sweep(kind, (look_ahead, until), &mut swept).await?;
        }
        Ok(swept)
    }

    async fn sweep(
        &self,
        kind: Kind,
        (look_ahead, until): (SignedDuration, Timestamp),
        swept: &mut Swept,
    ) -> Result<(), Fault> {
        let mut pace = Pace::of(self.sends_per_s.filter(|_| look_ahead > SignedDuration::ZERO));
        let mut seen = 0;
        while seen < MAX_PER_KIND && self.clock.now() < until {
            let now = self.clock.now();
            let horizon = now.checked_add(look_ahead).unwrap_or(now);
            let entries = self.due.due_before(kind, horizon, PAGE).await?;
            let planned: Vec<_> = entries.iter().map(|entry| (entry, pace.slot(entry, now))).collect();
            let (soon, crowded): (Vec<_>, Vec<_>) = planned.into_iter().partition(|(_, at)| *at <= horizon);
            let moved = self.hint(&soon, now, swept).await? + self.put_off(&crowded, now, swept).await?;
            seen += entries.len();
            if entries.len() < PAGE || moved == 0 {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Hints one page and re-dates those that were taken; tells how many left the page.
    async fn hint(
        &self,
        planned: &[(&DueEntry, Timestamp)],
        now: Timestamp,
        swept: &mut Swept,
    ) -> Result<usize, Fault> {
        let announcements: Vec<_> = planned.iter().map(|(entry, at)| announcement(entry, *at, now)).collect();
        let taken = self.announce.announce(&announcements).await;
        let mut moves = Vec::new();
        for ((entry, at), taken) in planned.iter().zip(taken) {
            swept.oldest_overdue_s = swept.oldest_overdue_s.max(now.duration_since(entry.due_at).as_secs());
            if taken {
                swept.hinted += 1;
                moves.push(((*entry).clone(), at.checked_add(WATCHDOG).unwrap_or(Timestamp::MAX)));
            } else {
                swept.not_taken += 1;
            }
        }
        self.due.redate_all(&moves).await
    }

    /// Puts off what cannot be sent before the next sweeps look again, so that a flood does not stand in their way.
    async fn put_off(
        &self,
        crowded: &[(&DueEntry, Timestamp)],
        now: Timestamp,
        swept: &mut Swept,
    ) -> Result<usize, Fault> {
        let latest = now.checked_add(LONGEST_PUT_OFF).unwrap_or(Timestamp::MAX);
        let moves: Vec<_> = crowded.iter().map(|(entry, at)| ((*entry).clone(), (*at).min(latest))).collect();
        swept.put_off += moves.len();
        self.due.redate_all(&moves).await
    }
}

fn announcement(entry: &DueEntry, at: Timestamp, now: Timestamp) -> Announcement {
    let wait = at.duration_since(now).as_secs().clamp(0, 900);
    // A due time has milliseconds, a delay has whole seconds: round up, because early is never allowed.
    let fraction = i64::from(at.duration_since(now).subsec_millis() > 0);
    Announcement {
        hint: (&entry.key).into(),
        fair_group: entry.fair_group.clone(),
        delay_s: u16::try_from((wait + fraction).min(900)).unwrap_or(0),
    }
}
