//! Where a test may bend what the ports do, to see whether the simulator notices (R6.3).
//! The product knows nothing of this; each bend lives in the test that uses it.

use jiff::Timestamp;
use relance_application::invitation::DeliveryReport;
use relance_application::ports::due::DueEntry;
use relance_application::ports::records::{Change, RawRecord};
use relance_domain::invitation::{SendOutcome, SendRules};
use relance_domain::name::Unique;

use crate::MemoryRecords;

/// A bend in the ports. Everything is straight by default.
pub trait Patch: Send + Sync {
    /// The protocol's parameters.
    fn rules(&self, promised: SendRules) -> SendRules {
        promised
    }

    /// What a worker's clock shows.
    fn clock(&self, now: Timestamp) -> Timestamp {
        now
    }

    /// What a read gives back; `before` is the record's state before its last change.
    fn read(&self, found: Option<RawRecord>, before: Option<&RawRecord>) -> Option<RawRecord> {
        let _ = before;
        found
    }

    /// What a commit stores, given what is stored now.
    fn commit(&self, changes: Vec<Change>, stored: &MemoryRecords) -> Vec<Change> {
        let _ = stored;
        changes
    }

    /// What the due index shows.
    fn due(&self, entries: Vec<DueEntry>) -> Vec<DueEntry> {
        entries
    }

    /// Where an entry is moved to.
    fn redate(&self, to: Timestamp) -> Timestamp {
        to
    }

    /// Whether a hint that was taken is kept.
    fn keeps_hint(&self) -> bool {
        true
    }

    /// Requests that one hand-over of a mail makes when this is what the first one ends with.
    fn requests(&self, first: &SendOutcome) -> usize {
        let _ = first;
        1
    }

    /// What the worker is told of a hand-over.
    fn outcome(&self, said: SendOutcome) -> SendOutcome {
        said
    }

    /// What the transport says later.
    fn report(&self, report: DeliveryReport) -> DeliveryReport {
        report
    }

    /// Whether the transport claims to know that it never took an attempt in doubt.
    fn denies_doubtful_mails(&self) -> bool {
        false
    }

    /// The unique part of a new id.
    fn unique(&self, minted: Unique) -> Unique {
        minted
    }

    /// Whether a sealed text is taken for ours.
    fn holds(&self, ours: bool) -> bool {
        ours
    }

    /// Whether opening a link records its preselected score.
    fn records_on_get(&self) -> bool {
        false
    }
}

/// Nothing bent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Straight;

impl Patch for Straight {}
