//! Who changed what, and when (R5.12): a store that writes it down in the very transaction of each change, so that no change
//! goes untold and none is told that was not made. Entries are only ever added; the store forgets them after thirteen months.

use crate::call::{Page, Wanted, scan};
use crate::kind::{Auditing, Kind};
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Key, Listed, Lookup, Range, RawRecord, Records};
use crate::stored::{entity, record_of};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use relance_domain::name::{ApiKeyId, AuditEntryId, OrganizationId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// As long as decisions: a year, and a month to look back at it.
const KEPT: SignedDuration = SignedDuration::from_hours(396 * 24);

/// Who made a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// Whoever holds this key of the API.
    Key(ApiKeyId),
    /// Somebody signed in, as the console shows them.
    Person(String),
    /// Whoever holds the credentials of the store itself, by the program.
    Operator,
}

/// What was done to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// It is new.
    Created,
    /// It is another than before.
    Changed,
    /// It is gone.
    Removed,
    /// It was read out of the system.
    Exported,
    /// Somebody came in by it.
    SignedIn,
}

/// One thing, and what was done to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// What it is.
    pub kind: Kind,
    /// Which one; ids and digests, never an address; all of them when empty.
    pub id: String,
    /// What was done.
    pub deed: Deed,
}

/// Somebody who does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doer {
    /// Whose request or command it was.
    pub who: Author,
    /// By which call, such as `POST /v1/campaigns/{id}/publish`; never with what it was about.
    pub call: String,
}

/// What one call did in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its id, which sorts by time.
    pub id: AuditEntryId,
    /// Whose things were changed.
    pub organization: OrganizationId,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub who: Author,
    /// By which call.
    pub call: String,
    /// What.
    pub done: Vec<Done>,
}

entity!(AuditEntry, AuditEntry, |e| id: e.id, expires: e.at.checked_add(KEPT).ok());

/// Writes entries.
#[derive(Clone, Copy)]
pub struct Journal<'a> {
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names entries.
    pub mint: &'a dyn Mint,
}

impl Journal<'_> {
    /// The change that adds an entry.
    ///
    /// # Errors
    /// An entry that cannot be serialised.
    pub fn entry(
        &self,
        organization: &OrganizationId,
        doer: &Doer,
        done: Vec<Done>,
    ) -> Result<Change, Fault> {
        let at = self.clock.now();
        let Doer { who, call } = doer.clone();
        let id = AuditEntryId::new(&self.mint.unique(at));
        let entry = AuditEntry { id, organization: organization.clone(), at, who, call, done };
        record_of(&entry, 0).map(Change::Create)
    }

    /// Adds an entry about what changes nothing.
    pub async fn note(
        &self,
        records: &dyn Records,
        organization: &OrganizationId,
        doer: &Doer,
        done: Done,
    ) -> Result<(), Fault> {
        let entry = self.entry(organization, doer, vec![done])?;
        match records.commit(&[entry]).await? {
            Committed::Done => Ok(()),
            Committed::Conflict => Err(Fault::transient("the new audit entry's id is taken")),
        }
    }
}

/// The store as one caller uses it: whatever they change is written down with it.
pub struct Audited {
    /// The store.
    pub records: Arc<dyn Records>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Names entries.
    pub mint: Arc<dyn Mint>,
    /// Who uses it.
    pub doer: Doer,
}

impl Audited {
    /// The entry that these changes deserve.
    fn entry(&self, changes: &[Change]) -> Result<Option<Change>, Fault> {
        let told: Vec<_> = changes.iter().filter_map(|change| Some((change.key(), deed(change)?))).collect();
        let Some((first, _)) = told.first() else { return Ok(None) };
        let done =
            |(key, deed): &(&Key, Deed)| Done { kind: key.partition.kind, id: key.id.clone(), deed: *deed };
        let journal = Journal { clock: &*self.clock, mint: &*self.mint };
        journal.entry(&first.partition.organization, &self.doer, told.iter().map(done).collect()).map(Some)
    }
}

/// What a change does that is told of; nothing where it is not.
fn deed(change: &Change) -> Option<Deed> {
    let deed = match change {
        Change::Create(_) => Deed::Created,
        Change::Update(_) => Deed::Changed,
        Change::Delete(..) => Deed::Removed,
        Change::Check(..) => return None,
    };
    (change.key().partition.kind.row().trace == Auditing::Audited).then_some(deed)
}

#[async_trait]
impl Records for Audited {
    async fn get(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        self.records.get(key).await
    }

    async fn glance(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        self.records.glance(key).await
    }

    async fn range(&self, range: &Range) -> Result<Vec<RawRecord>, Fault> {
        self.records.range(range).await
    }

    async fn glance_each(&self, keys: &[Key]) -> Result<Vec<RawRecord>, Fault> {
        self.records.glance_each(keys).await
    }

    async fn listed(&self, lookup: &Lookup<'_>) -> Result<Vec<Listed>, Fault> {
        self.records.listed(lookup).await
    }

    async fn commit(&self, changes: &[Change]) -> Result<Committed, Fault> {
        match self.entry(changes)? {
            None => self.records.commit(changes).await,
            Some(entry) => self.records.commit(&[changes, &[entry]].concat()).await,
        }
    }
}

/// Which entries.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// About a thing with this id.
    pub id: Option<String>,
    /// By whoever holds this key.
    pub key: Option<ApiKeyId>,
}

impl AuditFilter {
    fn keeps(&self, entry: &AuditEntry) -> bool {
        let about = self.id.as_ref().is_none_or(|id| entry.done.iter().any(|done| done.id == *id));
        about && self.key.as_ref().is_none_or(|key| entry.who == Author::Key(key.clone()))
    }
}

/// Reads entries.
pub struct Audit<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
}

impl Audit<'_> {
    /// A page of entries, newest first.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        filter: &AuditFilter,
        wanted: &Wanted,
    ) -> Result<Page<AuditEntry>, Fault> {
        scan::<AuditEntry>(self.records, organization, true, wanted, &|entry| filter.keeps(entry)).await
    }
}
