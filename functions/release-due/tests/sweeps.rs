//! Sweeps one after the other over the store in memory: what is hinted, when again, and what is left where it is (R2.3).
//! That nothing is lost whatever fails is the simulator's to show.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use relance_application::kind::Kind;
use relance_application::ports::chance::Clock as _;
use relance_application::ports::due::{Announce, Announcement, DueIndex as _};
use relance_application::ports::records::{Change, Committed, Records as _};
use relance_application::stored::record_of;
use relance_domain::invitation::{Invitation, SendProgress};
use relance_testkit::{FixedClock, MemoryRecords, builders};
use release_due::{Deps, handle};
use std::sync::{Arc, Mutex};

/// Takes so many hints, and remembers them.
struct Queue {
    room: Mutex<usize>,
    hints: Mutex<Vec<Announcement>>,
}

#[async_trait]
impl Announce for Queue {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        let mut room = self.room.lock().unwrap();
        let take = |one: &Announcement| {
            let taken = *room > 0;
            *room -= usize::from(taken);
            if taken {
                self.hints.lock().unwrap().push(one.clone());
            }
            taken
        };
        announcements.iter().map(take).collect()
    }
}

struct Sweeper {
    records: Arc<MemoryRecords>,
    queue: Arc<Queue>,
    clock: FixedClock,
    deps: Deps,
}

impl Sweeper {
    fn new() -> Self {
        let (records, clock) = (Arc::new(MemoryRecords::new()), FixedClock::new(builders::now()));
        let queue = Arc::new(Queue { room: Mutex::new(usize::MAX), hints: Mutex::default() });
        let deps = Deps {
            due: records.clone(),
            records: records.clone(),
            announce: queue.clone(),
            clock: Arc::new(clock.clone()),
            sends_per_s: None,
            reached: Arc::default(),
        };
        Self { records, queue, clock, deps }
    }

    /// Mails, all due in so many minutes.
    async fn planned(&self, numbers: std::ops::Range<u32>, in_minutes: i64) {
        let due_at = self.clock.now() + SignedDuration::from_mins(in_minutes);
        for n in numbers {
            let mail = builders::invitation(n, &format!("customer{n}@example.com"));
            let mail = Invitation { send: SendProgress::scheduled(due_at), ..mail };
            let change = Change::Create(record_of(&mail, 0).unwrap());
            assert_eq!(self.records.commit(&[change]).await.unwrap(), Committed::Done);
        }
    }

    /// Sweeps, `minutes` later; tells how many hints were taken.
    async fn sweep(&self, minutes: i64) -> usize {
        self.clock.advance(SignedDuration::from_mins(minutes));
        let swept = handle(&self.deps).await.unwrap();
        let hints = std::mem::take(&mut *self.queue.hints.lock().unwrap());
        assert_eq!(swept.hinted, hints.len());
        hints.len()
    }

    async fn due_at(&self) -> Vec<Timestamp> {
        let entries = self.records.due_before(Kind::Invitation, Timestamp::MAX, 9_999).await.unwrap();
        entries.into_iter().map(|entry| entry.due_at).collect()
    }

    fn in_minutes(&self, minutes: i64) -> Timestamp {
        self.clock.now() + SignedDuration::from_mins(minutes)
    }
}

#[tokio::test]
async fn r2_3_a_mail_is_hinted_once_ahead_and_its_entry_stays_where_it_is() {
    let sweeper = Sweeper::new();
    sweeper.planned(0..1, 30).await;
    let due_at = sweeper.due_at().await;

    let hinted =
        [sweeper.sweep(0).await, sweeper.sweep(21).await, sweeper.sweep(1).await, sweeper.sweep(8).await];

    assert_eq!(hinted, [0, 1, 0, 0]);
    assert_eq!(sweeper.due_at().await, due_at);
}

#[tokio::test]
async fn r2_3_a_mail_that_is_not_sent_in_time_is_recalled_and_put_behind_its_hint() {
    let sweeper = Sweeper::new();
    sweeper.planned(0..1, 5).await;
    assert_eq!(sweeper.sweep(0).await, 1);

    let hinted = [sweeper.sweep(8).await, sweeper.sweep(2).await, sweeper.sweep(1).await];

    assert_eq!(hinted, [0, 1, 0]);
    assert_eq!(sweeper.due_at().await, [sweeper.in_minutes(14)]);
}

#[tokio::test]
async fn r2_3_a_new_process_hints_again_what_is_due_soon() {
    let sweeper = Sweeper::new();
    sweeper.planned(0..3, 5).await;
    assert_eq!(sweeper.sweep(0).await, 3);

    let sweeper = Sweeper { deps: Deps { reached: Arc::default(), ..sweeper.deps.clone() }, ..sweeper };

    assert_eq!(sweeper.sweep(1).await, 3);
}

#[tokio::test]
async fn r2_3_a_hint_that_no_queue_took_is_tried_at_the_next_sweep() {
    let sweeper = Sweeper::new();
    sweeper.planned(0..5, 5).await;
    *sweeper.queue.room.lock().unwrap() = 2;

    assert_eq!(sweeper.sweep(0).await, 2);
    *sweeper.queue.room.lock().unwrap() = usize::MAX;

    assert_eq!([sweeper.sweep(1).await, sweeper.sweep(1).await], [3, 0]);
}

/// What the alarm on overdue work is about.
#[tokio::test]
async fn r2_6_a_sweep_tells_how_old_the_oldest_overdue_mail_is() {
    let sweeper = Sweeper::new();
    sweeper.planned(0..1, 0).await;
    sweeper.planned(1..2, 2).await;
    sweeper.clock.advance(SignedDuration::from_mins(7));

    let late = handle(&sweeper.deps).await.unwrap();
    let on_time = handle(&sweeper.deps).await.unwrap();

    assert_eq!((late.oldest_overdue_s, late.hinted), (7 * 60, 2));
    assert_eq!(on_time.oldest_overdue_s, 0, "both were put behind their hints");
}

#[tokio::test]
async fn r2_5_more_mails_of_one_instant_than_a_page_holds_are_all_hinted_once() {
    let sweeper = Sweeper::new();
    sweeper.planned(0..1_234, 5).await;

    assert_eq!([sweeper.sweep(0).await, sweeper.sweep(1).await], [1_234, 0]);
}

#[tokio::test]
async fn r2_5_what_cannot_be_sent_within_the_window_is_put_off_and_hinted_at_its_turn() {
    let mut sweeper = Sweeper::new();
    sweeper.deps.sends_per_s = Some(1);
    sweeper.planned(0..1_000, 0).await;

    let first = sweeper.sweep(0).await;
    let then: usize = [sweeper.sweep(1).await, sweeper.sweep(9).await, sweeper.sweep(1).await].iter().sum();

    assert_eq!(first, 601, "ten minutes at one a second");
    assert!(then >= 399, "the rest follows: {then}");
}
