//! What must hold, whatever goes wrong: invariants I1 to I8 and I10 of the protocol, after every write, at every
//! mail, at every promise, and at rest. (I9 is about erasing people.)

mod mails;
mod promises;
mod rest;
mod short;
mod writes;

use jiff::Timestamp;
pub(super) use mails::mail_taken;
pub(super) use promises::{score_read, wish_heard};
use relance_domain::account::Organization;
use relance_domain::campaign::{Campaign, OnUncertain};
use relance_domain::contact::Standing;
use relance_domain::source::TaskRecord;
pub(super) use rest::at_rest;
pub(super) use short::in_short;
use std::collections::{BTreeMap, BTreeSet};
pub(super) use writes::after_commit;

/// A law that did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which one, such as `I2`.
    pub law: &'static str,
    /// What happened instead.
    pub what: String,
}

/// One mail that the transport took.
#[derive(Debug, Clone)]
struct TakenMail {
    at_ms: i64,
    attempt: u32,
    message_id: String,
}

/// States of something over time, oldest first.
type History<T> = Vec<(i64, T)>;

/// What the laws remember. It knows the whole truth, which no worker does.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    violation: Option<Violation>,
    evidence_is_reliable: bool,
    letters: BTreeMap<String, Vec<TakenMail>>,
    mails: usize,
    claims: BTreeMap<(String, u32), i64>,
    attempts: BTreeMap<String, u32>,
    doubtful: BTreeSet<String>,
    evidence: BTreeMap<String, i64>,
    bounced: BTreeSet<String>,
    asked_about: BTreeMap<String, String>,
    answers: BTreeMap<String, String>,
    answers_written: u64,
    alerts: BTreeMap<String, BTreeSet<String>>,
    owed_decisions: BTreeSet<(String, String)>,
    owed_answers: BTreeSet<String>,
    returned: BTreeSet<String>,
    standings: BTreeMap<String, History<Standing>>,
    /// Parts of texts that were taken, by organization and month.
    texts: BTreeMap<String, BTreeMap<String, u32>>,
    organizations: BTreeMap<String, History<Organization>>,
    campaigns: BTreeMap<String, History<Campaign>>,
    tasks: BTreeMap<String, History<TaskRecord>>,
}

impl Ledger {
    pub(super) fn new(evidence_is_reliable: bool) -> Self {
        Self { evidence_is_reliable, ..Self::default() }
    }

    pub(super) fn evidence_is_reliable(&self) -> bool {
        self.evidence_is_reliable
    }

    /// A law did not hold; the first one counts.
    pub(super) fn broken(&mut self, law: &'static str, what: String) {
        self.violation.get_or_insert(Violation { law, what });
    }

    pub(super) fn violation(&self) -> Option<&Violation> {
        self.violation.as_ref()
    }

    /// The transport's name for an attempt that it took.
    pub(super) fn message_of(&self, send_id: &str, attempt: u32) -> Option<String> {
        let letters = self.letters.get(send_id)?;
        letters.iter().find(|letter| letter.attempt == attempt).map(|letter| letter.message_id.clone())
    }

    pub(super) fn owes_decision(&mut self, organization: &str, event_id: &str) {
        self.owed_decisions.insert((organization.to_owned(), event_id.to_owned()));
    }

    pub(super) fn owes_answer(&mut self, invitation: String) {
        self.owed_answers.insert(invitation);
    }

    /// Somebody is about to take a wish back by this link.
    pub(super) fn will_return(&mut self, token: &str) {
        self.returned.insert(token.to_owned());
    }

    pub(super) fn answers_written(&self) -> u64 {
        self.answers_written
    }
}

/// What a campaign promises about doubt.
fn holds_back(campaign: &Campaign) -> bool {
    campaign.on_uncertain == OnUncertain::Hold
}

/// To the millisecond, as the store keeps due times.
fn to_ms(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::as_millisecond)
}
