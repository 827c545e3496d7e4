//! The sweeper: every minute, hints for what is due soon go to their queues. Work that waited too long and floods are then
//! re-dated, never before their hints are taken, so that a lost hint costs some minutes and nothing else (R2.3).

use super::aside::{Pauses, Sifted, later};
use super::pace::Pace;
use crate::due::Reached;
use crate::kind::{Kind, Sweep};
use crate::ports::chance::Clock;
use crate::ports::due::{Announce, Announcement, DueEntry, DueIndex};
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use jiff::{SignedDuration, Timestamp};

/// How far ahead timed sends are hinted: survives nine missed sweeps (reliability 2.2).
const LOOK_AHEAD: SignedDuration = SignedDuration::from_mins(10);
/// How long after its hint's moment a re-dated entry comes back.
const WATCHDOG: SignedDuration = SignedDuration::from_mins(15);
/// How late a timed send may be before it is hinted again: longer than a worker's lease lasts, shorter than what the alarm on
/// overdue work waits for (R2.6).
const PATIENCE: SignedDuration = SignedDuration::from_mins(3);
/// A crowded entry looks again after this at the latest: whoever raises the rate does not wait longer for it.
const LONGEST_PUT_OFF: SignedDuration = SignedDuration::from_hours(1);
/// Entries per query.
const PAGE: usize = 500;
/// Entries of one kind in one sweep, so that a flood of one kind starves no other.
const MAX_PER_KIND: usize = 20_000;

/// Longest sweep: the next one goes on where this one stopped.
const LONGEST: SignedDuration = SignedDuration::from_secs(40);

/// Sweeps the due index.
pub struct ReleaseDue<'a> {
    pub due: &'a dyn DueIndex,
    /// What is paused.
    pub records: &'a dyn Records,
    /// Where hints go.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Mails per second that all workers may send; no limit when absent. No fair group is hinted denser (R2.5).
    pub sends_per_s: Option<u32>,
    /// How far the sweeps of this process came.
    pub reached: &'a Reached,
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
        let until = later(self.clock.now(), LONGEST);
        let mut pauses = Pauses::new(self.records, self.clock.now());
        for kind in Kind::swept(Sweep::Work) {
            let recall = Recall { kind, ahead: SignedDuration::ZERO, until };
            self.recall(recall, None, &mut swept).await?;
        }
        for kind in Kind::swept(Sweep::Staff) {
            pauses.bring_back(self.due, kind, || self.clock.now() < until).await?;
            let recall = Recall { kind, ahead: LOOK_AHEAD, until };
            self.recall(recall, Some(&mut pauses), &mut swept).await?;
        }
        for kind in Kind::swept(Sweep::Customer) {
            pauses.bring_back(self.due, kind, || self.clock.now() < until).await?;
            let recall = Recall { kind, ahead: -PATIENCE, until };
            self.recall(recall, Some(&mut pauses), &mut swept).await?;
            self.look_ahead(kind, until, &mut swept).await?;
        }
        Ok(swept)
    }

    /// Hints what is due before `ahead` from now, oldest first, and re-dates it as its own watchdog. What a pause holds back is
    /// put aside instead.
    async fn recall(
        &self,
        Recall { kind, ahead, until }: Recall,
        mut pauses: Option<&mut Pauses<'_>>,
        swept: &mut Swept,
    ) -> Result<(), Fault> {
        let mut pace = Pace::of(self.sends_per_s.filter(|_| kind.row().sweep != Sweep::Work));
        let mut seen = 0;
        while seen < MAX_PER_KIND && self.clock.now() < until {
            let now = self.clock.now();
            let entries = self.due.due_before(kind, later(now, ahead), PAGE).await?;
            let found = entries.len();
            let Sifted { left, moved: aside } = match pauses.as_deref_mut() {
                Some(pauses) => pauses.put_aside(self.due, entries).await?,
                None => Sifted { left: entries, moved: 0 },
            };
            let horizon = later(now, ahead.max(LOOK_AHEAD));
            let (soon, crowded) = laid_out(&mut pace, &left, now, horizon);
            let taken = self.hint(&soon, now, swept).await;
            let of_taken: Vec<_> =
                soon.iter().zip(taken).filter_map(|(one, taken)| taken.then_some(*one)).collect();
            let moved = self.watch(&of_taken).await? + self.put_off(&crowded, now, swept).await?;
            seen += found;
            if found < PAGE || moved + aside == 0 {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Hints the sends of the next minutes, from where the last sweep of this process came to. Their entries stay where they
    /// are: one that is not sent in time is recalled. Whoever gives a send a time nearer than this hints it themselves.
    async fn look_ahead(&self, kind: Kind, until: Timestamp, swept: &mut Swept) -> Result<(), Fault> {
        let mut pace = Pace::of(self.sends_per_s);
        let mut seen = 0;
        while seen < MAX_PER_KIND && self.clock.now() < until {
            let now = self.clock.now();
            let (after, horizon) = (self.reached.by(kind), later(now, LOOK_AHEAD));
            let entries = self.due.due_between(kind, after.as_ref(), horizon, PAGE).await?;
            let (soon, crowded) = laid_out(&mut pace, &entries, now, horizon);
            let taken = self.hint(&soon, now, swept).await;
            let lost = soon.iter().zip(&taken).find(|(_, taken)| !**taken).map(|(turn, _)| turn.entry);
            let of_taken = soon.iter().zip(&taken).filter_map(|(one, taken)| taken.then_some(*one));
            // A hint that comes long after its time must not meet the recall of its own entry.
            let late: Vec<_> =
                of_taken.filter(|turn| turn.at > later(turn.entry.due_at, PATIENCE / 2)).collect();
            self.watch(&late).await?;
            self.put_off(&crowded, now, swept).await?;
            let came_to = entries.iter().rfind(|entry| lost.is_none_or(|lost| entry.place() < lost.place()));
            self.reached.come_to(kind, came_to);
            seen += entries.len();
            if entries.len() < PAGE || lost.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Hints entries for their turns; tells of each whether its queue took it.
    async fn hint(&self, planned: &[Turn<'_>], now: Timestamp, swept: &mut Swept) -> Vec<bool> {
        let announcements: Vec<_> = planned.iter().map(|turn| announcement(*turn, now)).collect();
        let taken = self.announce.announce(&announcements).await;
        for (Turn { entry, .. }, taken) in planned.iter().zip(&taken) {
            swept.oldest_overdue_s = swept.oldest_overdue_s.max(now.duration_since(entry.due_at).as_secs());
            swept.hinted += usize::from(*taken);
            swept.not_taken += usize::from(!*taken);
        }
        taken
    }

    /// Re-dates what was hinted, so that it comes back if its hint is lost; tells how many left the page.
    async fn watch(&self, hinted: &[Turn<'_>]) -> Result<usize, Fault> {
        let moves: Vec<_> =
            hinted.iter().map(|turn| (turn.entry.clone(), later(turn.at, WATCHDOG))).collect();
        self.due.redate_all(&moves).await
    }

    /// Puts off what cannot be sent before the next sweeps look again, so that a flood does not stand in their way.
    async fn put_off(&self, crowded: &[Turn<'_>], now: Timestamp, swept: &mut Swept) -> Result<usize, Fault> {
        let latest = later(now, LONGEST_PUT_OFF);
        let moves: Vec<_> = crowded.iter().map(|turn| (turn.entry.clone(), turn.at.min(latest))).collect();
        swept.put_off += moves.len();
        self.due.redate_all(&moves).await
    }
}

/// What of a kind is called for again.
#[derive(Clone, Copy)]
struct Recall {
    kind: Kind,
    /// Due before so long from now.
    ahead: SignedDuration,
    /// When the sweep must end.
    until: Timestamp,
}

/// When an entry's turn is.
#[derive(Clone, Copy)]
struct Turn<'e> {
    entry: &'e DueEntry,
    at: Timestamp,
}

/// The entries of a page whose turn comes before the horizon, and those that must wait longer.
fn laid_out<'e>(
    pace: &mut Pace,
    entries: &'e [DueEntry],
    now: Timestamp,
    horizon: Timestamp,
) -> (Vec<Turn<'e>>, Vec<Turn<'e>>) {
    let turns = entries.iter().map(|entry| Turn { entry, at: pace.slot(entry, now) });
    turns.partition(|turn| turn.at <= horizon)
}

fn announcement(Turn { entry, at }: Turn<'_>, now: Timestamp) -> Announcement {
    let wait = at.duration_since(now).as_secs().clamp(0, 900);
    // A due time has milliseconds, a delay has whole seconds: round up, because early is never allowed.
    let fraction = i64::from(at.duration_since(now).subsec_millis() > 0);
    Announcement {
        hint: (&entry.key).into(),
        fair_group: entry.fair_group.clone(),
        delay_s: u16::try_from((wait + fraction).min(900)).unwrap_or(0),
    }
}
