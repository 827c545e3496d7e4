//! Reading on to the end, page by page, so that nothing stops at a number without a word: every read of a whole range
//! or a whole listing comes here. Pages that somebody turns by a cursor live in `call::page`.

use crate::ports::fault::Fault;
use crate::ports::records::{Listed, Lookup, Partition, Range, RawRecord, RecordListing, Records};
use crate::stored::{Entity, Stored, stored_as};
use relance_domain::name::OrganizationId;

/// Records, or entries, of one query.
const PAGE: usize = 1_000;

/// A range, on the way to its end.
pub struct Pages<'a> {
    records: &'a dyn Records,
    rest: Range,
    more: bool,
}

impl<'a> Pages<'a> {
    /// From the start of the range, in queries of as many records as it names.
    #[must_use]
    pub fn of(records: &'a dyn Records, range: Range) -> Self {
        Self { records, rest: range, more: true }
    }

    /// A whole partition, from the first id on.
    #[must_use]
    pub fn whole(records: &'a dyn Records, partition: Partition) -> Self {
        Self::of(records, Range::all(partition, PAGE))
    }

    /// Whether there may be more: not once a query gave less than it might have.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.more
    }

    /// The records of the next query; `None` at the end.
    pub async fn raw(&mut self) -> Result<Option<Vec<RawRecord>>, Fault> {
        if !self.more {
            return Ok(None);
        }
        let page = self.records.range(&self.rest).await?;
        self.more = page.len() == self.rest.limit;
        if let Some(last) = page.last() {
            self.rest.move_past(&last.key.id);
        }
        Ok(Some(page))
    }

    /// The same as what they store.
    pub async fn stored<T: Entity>(&mut self) -> Result<Option<Vec<Stored<T>>>, Fault> {
        let page = self.raw().await?;
        page.map(|page| page.into_iter().map(stored_as).collect()).transpose()
    }

    /// The same where nobody asks for versions.
    pub async fn values<T: Entity>(&mut self) -> Result<Option<Vec<T>>, Fault> {
        let page = self.stored::<T>().await?;
        Ok(page.map(|page| page.into_iter().map(|stored| stored.value).collect()))
    }

    /// Everything that is left.
    pub async fn rest<T: Entity>(mut self) -> Result<Vec<Stored<T>>, Fault> {
        let mut whole = Vec::new();
        while let Some(page) = self.stored::<T>().await? {
            whole.extend(page);
        }
        Ok(whole)
    }
}

/// Reads a whole partition, however much it holds, in order of the ids.
pub async fn read_whole<T: Entity>(
    records: &dyn Records,
    partition: Partition,
) -> Result<Vec<Stored<T>>, Fault> {
    Pages::whole(records, partition).rest().await
}

/// Reads what a partition holds from an id on, and before another: all of it, in order of the ids.
pub async fn read_between<T: Entity>(
    records: &dyn Records,
    partition: Partition,
    [from, before]: [Option<String>; 2],
) -> Result<Vec<Stored<T>>, Fault> {
    Pages::of(records, Range { from, before, ..Range::all(partition, PAGE) }).rest().await
}

/// A listing, greatest mark first, on the way to its end.
pub struct Entries<'a> {
    records: &'a dyn Records,
    lookup: Lookup<'a>,
    before: Option<String>,
    more: bool,
}

impl<'a> Entries<'a> {
    /// From its start.
    #[must_use]
    pub fn of(records: &'a dyn Records, organization: &'a OrganizationId, listing: RecordListing) -> Self {
        let lookup = Lookup { organization, listing, before: None, limit: PAGE };
        Self { records, lookup, before: None, more: true }
    }

    /// The entries of the next query; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<Listed>>, Fault> {
        if !self.more {
            return Ok(None);
        }
        let lookup = Lookup { before: self.before.as_deref(), ..self.lookup.clone() };
        let page = self.records.listed(&lookup).await?;
        self.more = page.len() == PAGE;
        self.before = page.last().map(|entry| entry.mark.clone());
        Ok(Some(page))
    }

    /// Everything that is left.
    pub async fn rest(mut self) -> Result<Vec<Listed>, Fault> {
        let mut whole = Vec::new();
        while let Some(page) = self.next().await? {
            whole.extend(page);
        }
        Ok(whole)
    }
}
