//! Mistakes of the store: conditions that are not checked, transactions that are not whole, due entries that are
//! wrong. What reads give back wrongly is in `reading` (R6.3).

use super::is_found;
use jiff::Timestamp;
use relance_application::kind::Kind;
use relance_application::ports::due::DueEntry;
use relance_application::ports::records::{Change, Key, RawRecord};
use relance_testkit::MemoryRecords;
use relance_testkit::simulator::Patch;

fn stored(key: &Key, records: &MemoryRecords) -> Option<RawRecord> {
    records.everything().into_iter().find(|record| record.key == *key)
}

struct NoConditions;

impl Patch for NoConditions {
    fn commit(&self, changes: Vec<Change>, records: &MemoryRecords) -> Vec<Change> {
        let forced = |change| match change {
            Change::Update(record) => {
                let version = stored(&record.key, records).map_or(record.version, |stored| stored.version);
                Change::Update(RawRecord { version, ..record })
            }
            other => other,
        };
        changes.into_iter().map(forced).collect()
    }
}

#[test]
fn updates_without_their_condition_are_found() {
    is_found(NoConditions, &["I1", "I2", "I3", "I4", "I5", "I6", "I7", "attempts"]);
}

struct CreatesOverOthers;

impl Patch for CreatesOverOthers {
    fn commit(&self, changes: Vec<Change>, records: &MemoryRecords) -> Vec<Change> {
        let forced = |change| match change {
            Change::Create(record) => match stored(&record.key, records) {
                Some(stored) => Change::Update(RawRecord { version: stored.version, ..record }),
                None => Change::Create(record),
            },
            other => other,
        };
        changes.into_iter().map(forced).collect()
    }
}

#[test]
fn a_create_that_replaces_what_is_there_is_found() {
    is_found(CreatesOverOthers, &["R1.1", "I4", "I5", "attempts", "E20"]);
}

struct HalfTransactions;

impl Patch for HalfTransactions {
    fn commit(&self, mut changes: Vec<Change>, _: &MemoryRecords) -> Vec<Change> {
        if changes.len() > 1 {
            changes.pop();
        }
        changes
    }
}

#[test]
fn a_transaction_that_is_not_whole_is_found() {
    is_found(HalfTransactions, &["I4", "I5", "I6", "I8", "R1.1"]);
}

/// Forgets to write what `0` says.
struct Omits(fn(&RawRecord) -> bool);

impl Patch for Omits {
    fn commit(&self, mut changes: Vec<Change>, _: &MemoryRecords) -> Vec<Change> {
        changes.retain(|change| match change {
            Change::Create(record) | Change::Update(record) => !(self.0)(record),
            Change::Delete(..) | Change::Check(..) => true,
        });
        changes
    }
}

fn is_a(record: &RawRecord, kind: Kind) -> bool {
    record.key.partition.kind == kind
}

#[test]
fn a_wish_that_is_not_stored_is_found() {
    is_found(Omits(|record| is_a(record, Kind::Standing)), &["R3.5"]);
}

#[test]
fn a_folded_day_that_survives_a_changed_answer_is_found() {
    let emptied = |record: &RawRecord| {
        is_a(record, Kind::DayTally) && record.body.get("counts").is_some_and(serde_json::Value::is_null)
    };
    is_found(Omits(emptied), &["I7"]);
}

#[test]
fn a_task_that_forgets_its_invitations_is_found() {
    is_found(Omits(|record| is_a(record, Kind::Task)), &["R1.1"]);
}

#[test]
fn a_mute_reservation_that_is_not_stored_is_found() {
    is_found(Omits(|record| is_a(record, Kind::MuteBook)), &["I5"]);
}

#[test]
fn a_decision_that_is_not_stored_is_found() {
    is_found(Omits(|record| is_a(record, Kind::Decision)), &["I4"]);
}

#[test]
fn an_alert_without_its_mail_is_found() {
    is_found(Omits(|record| is_a(record, Kind::StaffMail)), &["I8"]);
}

/// As the planner once did.
struct ForgetsWhatAResendRepeats;

impl Patch for ForgetsWhatAResendRepeats {
    fn commit(&self, mut changes: Vec<Change>, _: &MemoryRecords) -> Vec<Change> {
        let plans_again = changes.iter().any(|change| change.key().partition.kind == Kind::RawEvent);
        for change in changes.iter_mut().filter(|_| plans_again) {
            if let Change::Update(record) = change {
                record.body.entry("resend_of").and_modify(|known| *known = serde_json::Value::Null);
            }
        }
        changes
    }
}

#[test]
fn a_resend_that_forgets_what_it_repeats_is_found() {
    is_found(ForgetsWhatAResendRepeats, &["R1.1", "I5"]);
}

/// As the sender once did.
struct GivesBackDoubtfulReservations;

impl Patch for GivesBackDoubtfulReservations {
    fn commit(&self, mut changes: Vec<Change>, records: &MemoryRecords) -> Vec<Change> {
        let given_up = |change: &Change| match change {
            Change::Update(record) if is_a(record, Kind::Invitation) => {
                let send = record.body.get("send")?;
                let over = ["cancelled", "expired", "failed"].contains(&send.get("state")?.as_str()?);
                (over && send.get("doubts")?.as_u64()? > 0).then(|| record.key.id.clone())
            }
            _ => None,
        };
        let Some(id) = changes.iter().find_map(given_up) else { return changes };
        let books = records.everything().into_iter().filter(|record| is_a(record, Kind::MuteBook));
        for mut book in books {
            let Some(reserved) = book.body.get_mut("reservations").and_then(|r| r.as_array_mut()) else {
                continue;
            };
            // What sends are about once, then who holds it from when.
            let mut given_back = false;
            for times in reserved.iter_mut().filter_map(|held| held.get_mut("times")?.as_array_mut()) {
                let before = times.len();
                times.retain(|one| one.get(0).and_then(|one| one.as_str()) != Some(&id));
                given_back |= times.len() < before;
            }
            if given_back && changes.iter().all(|change| change.key() != &book.key) {
                changes.push(Change::Update(book));
            }
        }
        changes
    }
}

#[test]
fn a_doubtful_mail_that_gives_back_its_reservation_is_found() {
    is_found(GivesBackDoubtfulReservations, &["I5"]);
}

struct KeepsDueEntries;

impl Patch for KeepsDueEntries {
    fn commit(&self, changes: Vec<Change>, records: &MemoryRecords) -> Vec<Change> {
        let kept = |change| match change {
            Change::Update(record) => {
                let due_at = record.due_at.or_else(|| stored(&record.key, records)?.due_at);
                Change::Update(RawRecord { due_at, ..record })
            }
            other => other,
        };
        changes.into_iter().map(kept).collect()
    }
}

#[test]
fn a_due_entry_that_outlives_its_work_is_found() {
    is_found(KeepsDueEntries, &["I1"]);
}

/// The due index forgets some entries altogether.
struct LosesDueEntries;

impl Patch for LosesDueEntries {
    fn due(&self, mut entries: Vec<DueEntry>) -> Vec<DueEntry> {
        entries.retain(|entry| !entry.key.id.ends_with(['0', '4', '8', 'c', 'g', 'm', 'q', 'w']));
        entries
    }
}

#[test]
fn a_due_index_that_loses_entries_is_found() {
    is_found(LosesDueEntries, &["I4"]);
}

/// An entry whose hint was sent never comes back.
struct NoWatchdog;

impl Patch for NoWatchdog {
    fn redate(&self, _: Timestamp) -> Timestamp {
        Timestamp::from_second(4_000_000_000).unwrap_or(Timestamp::MAX)
    }
}

#[test]
fn a_hint_that_is_lost_without_a_watchdog_is_found() {
    is_found(NoWatchdog, &["I4"]);
}
