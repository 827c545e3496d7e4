//! Pages of a listing. A filtered page reads a bounded number of records: it may hold fewer items than wanted and
//! still have a successor. How a position becomes an opaque cursor is decided at the edge.

use crate::ports::fault::Fault;
use crate::ports::records::{Key, Listed, Lookup, Range, RecordListing, Records};
use crate::stored::{Entity, Pages, partition_in, stored_as};
use relance_domain::name::OrganizationId;
use std::collections::{BTreeMap, VecDeque};
use std::ops;

/// Records read for one page at most.
const MOST_READ: usize = 5_000;
/// Records per query.
const CHUNK: usize = 200;

/// What the caller wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Items at most.
    pub limit: usize,
    /// Where the page before ended: the last id that was looked at.
    pub after: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What was found.
    pub items: Vec<T>,
    /// Where the next page starts, when there may be one.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The same page of something else.
    pub fn map<U>(self, show: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(show).collect(), next: self.next }
    }
}

/// Reads one partition in order of its ids, from where the page before ended.
struct Scan<'a, T> {
    pages: Pages<'a>,
    /// What was read and not given out.
    waiting: VecDeque<T>,
}

impl<T: Entity> Scan<'_, T> {
    /// Reads on where nothing is left to give out.
    async fn fill(&mut self) -> Result<(), Fault> {
        if self.waiting.is_empty() {
            self.waiting.extend(self.pages.values().await?.unwrap_or_default());
        }
        Ok(())
    }
}

/// What is read for a page: these groups as if they were one, within these ids.
struct Merged<'a> {
    organization: &'a OrganizationId,
    groups: &'a [String],
    newest_first: bool,
    ids: Option<ops::Range<String>>,
}

impl Merged<'_> {
    /// What is left of one group, from where the page before ended.
    fn rest_of<T: Entity>(&self, group: &str, wanted: &Wanted) -> Range {
        let partition = partition_in::<T>(self.organization, group);
        let mut range = Range { descending: self.newest_first, ..Range::all(partition, CHUNK) };
        if let Some(after) = &wanted.after {
            range.move_past(after);
        }
        if let Some(ops::Range { start, end }) = &self.ids {
            range.from = Some(start.clone());
            let earlier = range.before.take().filter(|before| before < end);
            range.before = Some(earlier.unwrap_or_else(|| end.clone()));
        }
        range
    }
}

/// A page of one partition in order of its ids, newest first where ids sort by time.
pub async fn scan<T: Entity>(
    records: &dyn Records,
    organization: &OrganizationId,
    newest_first: bool,
    wanted: &Wanted,
    keep: &(dyn Fn(&T) -> bool + Sync),
) -> Result<Page<T>, Fault> {
    let merged = Merged { organization, groups: &[String::new()], newest_first, ids: None };
    pages::<T>(records, merged, wanted, keep).await
}

/// A page of several groups of one kind as if they were one, newest first; of `ids`, where there are any.
pub async fn merged_newest_first<T: Entity>(
    records: &dyn Records,
    organization: &OrganizationId,
    groups: &[String],
    ids: Option<ops::Range<String>>,
    wanted: &Wanted,
    keep: &(dyn Fn(&T) -> bool + Sync),
) -> Result<Page<T>, Fault> {
    pages::<T>(records, Merged { organization, groups, newest_first: true, ids }, wanted, keep).await
}

/// A page of a listing, greatest mark first; each chunk of it is read at once.
pub async fn listed<T: Entity>(
    records: &dyn Records,
    organization: &OrganizationId,
    listing: RecordListing,
    wanted: &Wanted,
    keep: &(dyn Fn(&T) -> bool + Sync),
) -> Result<Page<T>, Fault> {
    let (mut items, mut read, mut last) = (Vec::new(), 0, wanted.after.clone());
    loop {
        let limit = wanted.limit.saturating_add(1).min(CHUNK);
        let lookup = Lookup { organization, listing: listing.clone(), before: last.as_deref(), limit };
        let found = records.listed(&lookup).await?;
        let keys: Vec<_> = found.iter().map(|entry| entry.key.clone()).collect();
        let mut there: BTreeMap<Key, T> = BTreeMap::new();
        for record in records.glance_each(&keys).await? {
            there.insert(record.key.clone(), stored_as(record)?.value);
        }
        let ends = found.len() < limit;
        for Listed { key, mark } in found {
            if items.len() == wanted.limit || read == MOST_READ {
                return Ok(Page { items, next: last });
            }
            (read, last) = (read + 1, Some(place(&mark).to_owned()));
            // What was removed since stays in the listing for a moment.
            items.extend(there.remove(&key).filter(|item| keep(item)));
        }
        if ends {
            return Ok(Page { items, next: None });
        }
    }
}

/// What of a mark says where it stands: its instant and its id, without whatever else a board keeps in it.
fn place(mark: &str) -> &str {
    let behind = mark.match_indices('#').nth(1).map(|(at, _)| at);
    behind.and_then(|at| mark.get(..at)).unwrap_or(mark)
}

async fn pages<T: Entity>(
    records: &dyn Records,
    merged: Merged<'_>,
    wanted: &Wanted,
    keep: &(dyn Fn(&T) -> bool + Sync),
) -> Result<Page<T>, Fault> {
    let scan = |group: &String| {
        let pages = Pages::of(records, merged.rest_of::<T>(group, wanted));
        Scan { pages, waiting: VecDeque::new() }
    };
    let mut scans: Vec<Scan<'_, T>> = merged.groups.iter().map(scan).collect();
    let (mut items, mut read, mut last) = (Vec::new(), 0, None);
    while let Some(next) = take_first(&mut scans, merged.newest_first).await? {
        if items.len() == wanted.limit || read == MOST_READ {
            return Ok(Page { items, next: last });
        }
        (read, last) = (read + 1, Some(next.id()));
        if keep(&next) {
            items.push(next);
        }
    }
    Ok(Page { items, next: None })
}

/// The first of what all of them offer.
async fn take_first<T: Entity>(scans: &mut [Scan<'_, T>], newest_first: bool) -> Result<Option<T>, Fault> {
    for scan in scans.iter_mut() {
        scan.fill().await?;
    }
    let offers = scans.iter_mut().filter_map(|scan| {
        let id = scan.waiting.front()?.id();
        Some((id, &mut scan.waiting))
    });
    let best =
        if newest_first { offers.max_by(|a, b| a.0.cmp(&b.0)) } else { offers.min_by(|a, b| a.0.cmp(&b.0)) };
    Ok(best.and_then(|(_, waiting)| waiting.pop_front()))
}
