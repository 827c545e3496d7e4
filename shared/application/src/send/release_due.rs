//! The sweeper: every minute, hints for what is due soon go to their queues, then the entries are re-dated as
//! watchdogs; never the reverse, so that a lost hint costs a quarter of an hour and nothing else (R2.3).

use crate::ports::chance::Clock;
use crate::ports::due::{Announce, Announcement, DueEntry, DueIndex};
use crate::ports::fault::Fault;
use crate::ports::records::Kind;
use jiff::{SignedDuration, Timestamp};

/// How far ahead timed sends are hinted: survives nine missed sweeps (reliability 2.2).
const LOOK_AHEAD: SignedDuration = SignedDuration::from_mins(10);
/// How long after its due time an entry comes back if its hint was lost.
const WATCHDOG: SignedDuration = SignedDuration::from_mins(15);
/// Entries per query.
const PAGE: usize = 500;
/// Entries of one kind in one sweep, so that a flood of one kind starves no other.
const MAX_PER_KIND: usize = 20_000;

/// Kinds with due entries, and how far ahead each is hinted. Work that is due now has its watchdog a minute
/// ahead: the sweeper touches it only once that minute is over.
const KINDS: [(Kind, SignedDuration); 4] = [
    (Kind::RawEvent, SignedDuration::ZERO),
    (Kind::Answer, SignedDuration::ZERO),
    (Kind::StaffMail, LOOK_AHEAD),
    (Kind::Invitation, LOOK_AHEAD),
];

/// Sweeps the due index.
pub struct ReleaseDue<'a> {
    /// What is due.
    pub due: &'a dyn DueIndex,
    /// Where hints go.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// What one sweep did; published as metrics (R2.6).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Hints taken by their queues.
    pub hinted: usize,
    /// Hints that no queue took; their entries stay as they were.
    pub not_taken: usize,
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
        for (kind, look_ahead) in KINDS {
            self.sweep(kind, look_ahead, &mut swept).await?;
        }
        Ok(swept)
    }

    async fn sweep(&self, kind: Kind, look_ahead: SignedDuration, swept: &mut Swept) -> Result<(), Fault> {
        let mut seen = 0;
        while seen < MAX_PER_KIND {
            let now = self.clock.now();
            let horizon = now.checked_add(look_ahead).unwrap_or(now);
            let entries = self.due.due_before(kind, horizon, PAGE).await?;
            let moved = self.hint(&entries, now, swept).await?;
            seen += entries.len();
            if entries.len() < PAGE || moved == 0 {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Hints one page and re-dates those that were taken; tells how many left the page.
    async fn hint(&self, entries: &[DueEntry], now: Timestamp, swept: &mut Swept) -> Result<usize, Fault> {
        let announcements: Vec<_> = entries.iter().map(|entry| announcement(entry, now)).collect();
        let taken = self.announce.announce(&announcements).await;
        let mut moved = 0;
        for (entry, taken) in entries.iter().zip(taken) {
            swept.oldest_overdue_s = swept.oldest_overdue_s.max(now.duration_since(entry.due_at).as_secs());
            if taken {
                swept.hinted += 1;
                let back = entry.due_at.max(now).checked_add(WATCHDOG).unwrap_or(Timestamp::MAX);
                moved += usize::from(self.due.redate(entry, back).await?);
            } else {
                swept.not_taken += 1;
            }
        }
        Ok(moved)
    }
}

fn announcement(entry: &DueEntry, now: Timestamp) -> Announcement {
    let wait = entry.due_at.duration_since(now).as_secs().clamp(0, 900);
    // A due time has milliseconds, a delay has whole seconds: round up, because early is never allowed.
    let fraction = i64::from(entry.due_at.duration_since(now).subsec_millis() > 0);
    Announcement {
        hint: (&entry.key).into(),
        fair_group: entry.fair_group.clone(),
        delay_s: u16::try_from((wait + fraction).min(900)).unwrap_or(0),
    }
}
