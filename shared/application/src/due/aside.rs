//! What a pause holds back stands aside in the due index, so that it costs nothing while the pause lasts (R1.10): its entry is
//! moved once, four hundred years on, where no sweep finds it due. When the pause is over it is moved back to its own time, so
//! all goes in the order in which it was due, at the rate of everything that is late.
//!
//! Whether something is paused is asked of what is late, and of what stands aside: a mail that goes in time costs no read.

use crate::kind::Kind;
use crate::ports::due::{DueEntry, DueIndex};
use crate::ports::fault::Fault;
use crate::ports::records::{Key, Partition, Records};
use crate::stored::UnitOfWork;
use jiff::{SignedDuration, Timestamp};
use relance_domain::account::Organization;
use relance_domain::campaign::Campaign;
use relance_domain::invitation::is_on_hold;
use relance_domain::name::OrganizationId;
use std::collections::BTreeMap;

/// Four hundred years: nobody plans so far ahead.
const ASIDE: SignedDuration = SignedDuration::from_hours(400 * 8_766);
/// The year 2400, in milliseconds since 1970: before it nothing stands aside, behind it nothing else.
const FROM_MS: i64 = 13_569_465_600_000;
/// Entries per query.
const PAGE: usize = 500;
/// Entries of one kind that one sweep looks at.
const MOST: usize = 200_000;

/// Where what stands aside begins: in front of every entry there.
///
/// # Errors
/// None in practice.
pub fn where_it_begins(kind: Kind) -> Result<DueEntry, Fault> {
    let organization = OrganizationId::parse("_").map_err(|error| Fault::permanent(error.to_string()))?;
    let due_at = Timestamp::from_millisecond(FROM_MS).map_err(|error| Fault::permanent(error.to_string()))?;
    let partition = Partition { organization, kind, group: String::new() };
    Ok(DueEntry { due_at, key: Key { partition, id: "0".to_owned() }, fair_group: None })
}

/// What is paused, as one sweep has seen it.
pub(super) struct Pauses<'a> {
    records: &'a dyn Records,
    now: Timestamp,
    known: BTreeMap<Whose, bool>,
}

/// Whose mails they are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Whose {
    organization: OrganizationId,
    campaign: Option<String>,
}

impl<'a> Pauses<'a> {
    pub(super) fn new(records: &'a dyn Records, now: Timestamp) -> Self {
        Self { records, now, known: BTreeMap::new() }
    }

    /// Whether an entry waits for a pause of its organization or its campaign to end.
    pub(super) async fn hold(&mut self, entry: &DueEntry) -> Result<bool, Fault> {
        let organization = entry.key.partition.organization.clone();
        let whose = Whose { organization, campaign: entry.fair_group.clone() };
        if let Some(known) = self.known.get(&whose) {
            return Ok(*known);
        }
        let organization = &whose.organization;
        let mut work = UnitOfWork::new(self.records);
        let settings: Option<Organization> = work.glance_settings(organization).await?;
        let campaign = match &whose.campaign {
            Some(id) => work.glance::<Campaign>(organization, id).await?,
            None => None,
        };
        let held = settings.is_some_and(|ours| is_on_hold(&ours, campaign.as_ref(), false, self.now));
        self.known.insert(whose, held);
        Ok(held)
    }

    /// Puts aside what of these is held back; the others are left, and how many were moved.
    pub(super) async fn put_aside(
        &mut self,
        due: &dyn DueIndex,
        entries: Vec<DueEntry>,
    ) -> Result<Sifted, Fault> {
        let (mut left, mut moves) = (Vec::new(), Vec::new());
        for entry in entries {
            if self.hold(&entry).await? {
                let to = later(entry.due_at, ASIDE);
                moves.push((entry, to));
            } else {
                left.push(entry);
            }
        }
        Ok(Sifted { left, moved: due.redate_all(&moves).await? })
    }

    /// Moves back, each to its own time, what waits for no pause any more.
    pub(super) async fn bring_back(
        &mut self,
        due: &dyn DueIndex,
        kind: Kind,
        goes_on: impl Fn() -> bool,
    ) -> Result<(), Fault> {
        let (mut behind, mut seen) = (where_it_begins(kind)?, 0);
        while seen < MOST && goes_on() {
            let page = due.due_between(kind, Some(&behind), Timestamp::MAX, PAGE).await?;
            let (count, last) = (page.len(), page.last().cloned());
            let mut moves = Vec::new();
            for entry in page {
                if !self.hold(&entry).await? {
                    let back = entry.due_at.checked_sub(ASIDE).unwrap_or(entry.due_at);
                    moves.push((entry, back));
                }
            }
            due.redate_all(&moves).await?;
            seen += count;
            match last.filter(|_| count == PAGE) {
                Some(last) => behind = last,
                None => return Ok(()),
            }
        }
        Ok(())
    }
}

pub(super) fn later(start: Timestamp, by: SignedDuration) -> Timestamp {
    start.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Entries that nothing holds back, and how many were put aside.
pub(super) struct Sifted {
    pub(super) left: Vec<DueEntry>,
    pub(super) moved: usize,
}
