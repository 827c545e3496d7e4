//! What is spread over the lanes of a kind, read as if it stood in one partition: in order of ids, or the greatest mark first.
//! One lane is read in [`super::read`]; which kinds have lanes, and why, is in the table of kinds.

use crate::dynamo::{DynamoRecords, key};
use futures::future::try_join_all;
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{Listed, Lookup, Range, RawRecord, RecordListing};
use std::collections::VecDeque;

/// Records of one lane that are asked for beyond its even share, so that most reads ask each lane once.
const SLACK: usize = 2;

/// One lane: what was read of it and not yet taken, and what is still to be read.
struct Lane {
    number: u16,
    rest: Range,
    found: VecDeque<RawRecord>,
    more: bool,
}

impl DynamoRecords {
    /// A range of a partition, over all its lanes.
    pub(super) async fn read_lanes(&self, range: &Range) -> Result<Vec<RawRecord>, Fault> {
        let count = range.partition.kind.row().lanes;
        if count == 1 {
            return self.read_lane(0, range).await;
        }
        let share = (range.limit / usize::from(count)).saturating_add(SLACK).min(range.limit);
        let lane = |number| {
            let rest = Range { limit: share, ..range.clone() };
            Lane { number, rest, found: VecDeque::new(), more: range.limit > 0 }
        };
        let mut lanes: Vec<_> = (0..count).map(lane).collect();
        let mut merged = Vec::new();
        while merged.len() < range.limit {
            let empty = lanes.iter_mut().filter(|lane| lane.more && lane.found.is_empty());
            try_join_all(empty.map(|lane| self.refill(lane))).await?;
            let Some(next) = take_first(&mut lanes, range.descending) else { break };
            merged.push(next);
        }
        Ok(merged)
    }

    async fn refill(&self, lane: &mut Lane) -> Result<(), Fault> {
        lane.found = self.read_lane(lane.number, &lane.rest).await?.into();
        lane.more = lane.found.len() == lane.rest.limit;
        if let Some(last) = lane.found.back() {
            lane.rest.move_past(&last.key.id);
        }
        Ok(())
    }

    /// A listing, over all the lanes of its kind.
    pub(super) async fn read_listings(&self, lookup: &Lookup<'_>) -> Result<Vec<Listed>, Fault> {
        let organization = lookup.organization;
        let partitions: Vec<String> = match &lookup.listing {
            RecordListing::Newest(kind) | RecordListing::Open(kind) => {
                (0..kind.row().lanes).map(|lane| key::listing_partition(organization, *kind, lane)).collect()
            }
            RecordListing::Person(_, person) => vec![key::person_partition(organization, person)],
        };
        let lanes = partitions.into_iter().map(|partition| self.read_listing(partition, lookup));
        let mut found: Vec<_> = try_join_all(lanes).await?.into_iter().flatten().collect();
        found.sort_by(|a, b| b.mark.cmp(&a.mark));
        found.truncate(lookup.limit);
        Ok(found)
    }
}

/// The next of what all lanes offer.
fn take_first(lanes: &mut [Lane], descending: bool) -> Option<RawRecord> {
    let id = |lane: &Lane| lane.found.front().map(|record| record.key.id.clone());
    let offers = lanes.iter_mut().filter_map(|lane| Some((id(lane)?, lane)));
    let best = if descending {
        offers.max_by(|(a, _), (b, _)| a.cmp(b))
    } else {
        offers.min_by(|(a, _), (b, _)| a.cmp(b))
    };
    best.and_then(|(_, lane)| lane.found.pop_front())
}
