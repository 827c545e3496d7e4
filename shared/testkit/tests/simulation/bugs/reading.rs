//! Mistakes of reading: what was true a moment ago, or a part that is left out.
//! What is stored wrongly is in `storing` (R6.3).

use super::is_found;
use relance_application::kind::Kind;
use relance_application::ports::records::RawRecord;
use relance_testkit::simulator::Patch;
use serde_json::{Value, json};

/// Reads of a kind show the state before the last change; writes are still conditional.
struct Stale(Kind);

impl Patch for Stale {
    fn read(&self, found: Option<RawRecord>, before: Option<&RawRecord>) -> Option<RawRecord> {
        match (found, before) {
            (Some(found), before) if found.key.partition.kind == self.0 => {
                let version = found.version;
                Some(RawRecord { version, ..before.cloned().unwrap_or(found) })
            }
            (found, _) => found,
        }
    }
}

#[test]
fn a_stale_campaign_under_a_claim_is_found() {
    is_found(Stale(Kind::Campaign), &["I3"]);
}

#[test]
fn a_stale_kill_switch_under_a_claim_is_found() {
    is_found(Stale(Kind::Organization), &["I3"]);
}

#[test]
fn a_stale_task_under_a_claim_is_found() {
    is_found(Stale(Kind::Task), &["I3", "R1.1"]);
}

/// One attribute of a kind is always read as this.
struct Overlooks(Kind, &'static str, Value);

impl Patch for Overlooks {
    fn read(&self, found: Option<RawRecord>, _: Option<&RawRecord>) -> Option<RawRecord> {
        let mut found = found?;
        if found.key.partition.kind == self.0 {
            found.body.insert(self.1.to_owned(), self.2.clone());
        }
        Some(found)
    }
}

#[test]
fn opt_outs_that_nobody_looks_at_are_found() {
    is_found(Overlooks(Kind::Standing, "everything", Value::Null), &["I3", "R3.5"]);
}

#[test]
fn suppressions_that_nobody_looks_at_are_found() {
    is_found(Overlooks(Kind::Standing, "suppressed", Value::Null), &["I3"]);
}

#[test]
fn mute_books_that_read_empty_are_found() {
    is_found(Overlooks(Kind::MuteBook, "reservations", json!([])), &["I5"]);
}

#[test]
fn an_answered_invitation_that_looks_unanswered_is_found() {
    is_found(Overlooks(Kind::Invitation, "answer_id", Value::Null), &["I6"]);
}
