//! Versioned records with conditional, transactional writes: the one way in which anything is stored.
//! Which domain type becomes which record lives in [`crate::stored`]; table layout lives in the adapter.

use crate::kind::Kind;
use crate::ports::fault::Fault;
use async_trait::async_trait;
use jiff::Timestamp;
use relance_domain::name::OrganizationId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Attributes of one record, as neutral JSON. Every known attribute is present (`null` when absent), so
/// that an update replaces all it knows and leaves alone what it does not know.
pub type RecordBody = serde_json::Map<String, serde_json::Value>;

/// All records of one kind in one organization and one group (the group is often empty).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Partition {
    /// Owner of the records; nothing is ever read across organizations (I10).
    pub organization: OrganizationId,
    /// What the records are.
    pub kind: Kind,
    /// Subdivision such as a campaign id; must not hold `#`.
    pub group: String,
}

/// Names one record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// Where the record lives.
    pub partition: Partition,
    /// Unique within the partition; ranges and order compare its bytes.
    pub id: String,
}

/// Longest name of a fair group, in bytes: what a sort key of the due index and a queue's group id hold.
pub const MAX_FAIR_GROUP_BYTES: usize = 100;

/// How many times a record was written; 1 after its creation.
pub type Version = u64;

/// One stored record.
#[derive(Clone, PartialEq)]
pub struct RawRecord {
    /// Its name.
    pub key: Key,
    /// For a record read: its version. For a record to save: the version that it was read at.
    pub version: Version,
    /// Its attributes.
    pub body: RecordBody,
    /// When it next needs work; absent when it needs none (I1). Becomes its due-index entry.
    pub due_at: Option<Timestamp>,
    /// With whom it shares its turn among what is due (R1.11), such as a campaign's id: at most
    /// [`MAX_FAIR_GROUP_BYTES`]. Kept with the due entry, so a record that is not due has none.
    pub fair_group: Option<String>,
    /// Its place in the newest-first listing of its kind, for kinds whose ids do not sort by time.
    pub listed_at: Option<Timestamp>,
    /// Its place among what people still have to do; absent once nobody has to.
    pub open: Option<OpenMark>,
    /// Whom of the directory it is about, or the digest of their address: a part of their history.
    pub person: Option<String>,
    /// When the store may forget it.
    pub expires_at: Option<Timestamp>,
}

/// Shown without what it says: a body is somebody's, and whoever is named in an index too.
impl fmt::Debug for RawRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, version, body, due_at, fair_group, listed_at, open, person, expires_at } = self;
        let attributes: Vec<_> = body.keys().collect();
        let mut shown = f.debug_struct("RawRecord");
        shown.field("key", key).field("version", version).field("attributes", &attributes);
        shown.field("due_at", due_at).field("fair_group", fair_group).field("listed_at", listed_at);
        shown.field("open", open).field("of_somebody", &person.is_some());
        shown.field("expires_at", expires_at).finish()
    }
}

impl RawRecord {
    /// One that needs no work, stands in no listing and is never forgotten.
    #[must_use]
    pub fn plain(key: Key, body: RecordBody) -> Self {
        let (due_at, fair_group, listed_at, open, person, expires_at) = (None, None, None, None, None, None);
        Self { key, version: 0, body, due_at, fair_group, listed_at, open, person, expires_at }
    }
}

/// Where something stands among what people still have to do: all that a board counts and filters by, so that nothing is
/// read but what is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenMark {
    /// By which it is sorted, to the millisecond.
    pub at: Timestamp,
    /// How far it is, in one word; must not hold `#`.
    pub status: String,
    /// Who has it.
    pub owner: String,
}

/// Shown without its owner, who is a mailbox.
impl fmt::Debug for OpenMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenMark").field("at", &self.at).field("status", &self.status).finish_non_exhaustive()
    }
}

impl OpenMark {
    /// The text by which a store sorts: by instant, then id. The owner comes last, because a mailbox may hold `#`.
    #[must_use]
    pub fn text(&self, id: &str) -> String {
        format!("{:015}#{id}#{}#{}", self.at.as_millisecond().max(0), self.status, self.owner)
    }

    /// Reads it back; no id holds `#`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '#');
        let at = Timestamp::from_millisecond(parts.next()?.parse().ok()?).ok()?;
        let (_, status, owner) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { at, status: status.to_owned(), owner: owner.to_owned() })
    }
}

/// A listing of keys, kept by the store beside the records that name their place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordListing {
    /// Of a kind whose ids do not sort by time (`listed_at`); marks are `{ms}#{id}`.
    Newest(Kind),
    /// What people still have to do with records of a kind (`open`); marks are [`OpenMark::text`].
    Open(Kind),
    /// Records of a kind that are about one person (`person`); marks are ids, which sort by time.
    Person(Kind, String),
}

impl RecordListing {
    /// Of which kind its records are.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Newest(kind) | Self::Open(kind) | Self::Person(kind, _) => *kind,
        }
    }
}

/// A part of a listing, greatest mark first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup<'a> {
    /// Whose.
    pub organization: &'a OrganizationId,
    /// Which.
    pub listing: RecordListing,
    /// Only marks below this one.
    pub before: Option<&'a str>,
    /// At most this many.
    pub limit: usize,
}

/// One entry of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Which record.
    pub key: Key,
    /// Where it stands.
    pub mark: String,
}

/// One conditional write.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Condition: no such record. Stored with version 1; `version` of the record is ignored.
    Create(RawRecord),
    /// Condition: stored at `record.version`. Stored with the next version. Attributes that the body does
    /// not name survive.
    Update(RawRecord),
    /// Condition: stored at this version.
    Delete(Key, Version),
    /// Condition only: stored at this version, or absent when `None`.
    Check(Key, Option<Version>),
}

impl Change {
    /// The record that the change is about.
    #[must_use]
    pub fn key(&self) -> &Key {
        match self {
            Self::Create(record) | Self::Update(record) => &record.key,
            Self::Delete(key, _) | Self::Check(key, _) => key,
        }
    }
}

/// How a commit ended when the store answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Committed {
    /// All changes are stored.
    Done,
    /// A condition did not hold: nothing was stored. Load again and decide again.
    Conflict,
}

/// A range of one partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// Where to read.
    pub partition: Partition,
    /// Only ids from here on (inclusive).
    pub from: Option<String>,
    /// Only ids before this one (exclusive).
    pub before: Option<String>,
    /// Newest (greatest id) first.
    pub descending: bool,
    /// At most this many records.
    pub limit: usize,
}

impl Range {
    /// The whole partition, smallest id first, `limit` records at most.
    #[must_use]
    pub fn all(partition: Partition, limit: usize) -> Self {
        Self { partition, from: None, before: None, descending: false, limit }
    }

    /// Goes on behind an id: nothing lies between it and itself with the least character behind.
    pub fn move_past(&mut self, id: &str) {
        if self.descending {
            self.before = Some(id.to_owned());
        } else {
            self.from = Some(format!("{id}\0"));
        }
    }
}

/// The store of records.
///
/// A fault after [`Records::commit`] may hide a commit that took place: callers load again before they decide.
#[async_trait]
pub trait Records: Send + Sync {
    /// Reads one record, strongly consistent.
    async fn get(&self, key: &Key) -> Result<Option<RawRecord>, Fault>;

    /// Reads one record as it was at most a moment ago, for half of the price.
    async fn glance(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        self.get(key).await
    }

    /// Reads a range of one partition in id order; strongly consistent.
    async fn range(&self, range: &Range) -> Result<Vec<RawRecord>, Fault>;

    /// Reads several records as they were at most a moment ago, in the order of their keys; what is gone is left out.
    async fn glance_each(&self, keys: &[Key]) -> Result<Vec<RawRecord>, Fault> {
        let mut found = Vec::new();
        for key in keys {
            found.extend(self.glance(key).await?);
        }
        Ok(found)
    }

    /// Reads a part of a listing; may lag behind writes.
    async fn listed(&self, lookup: &Lookup<'_>) -> Result<Vec<Listed>, Fault>;

    /// Stores all changes or none of them (at most 100, each about another record).
    async fn commit(&self, changes: &[Change]) -> Result<Committed, Fault>;
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]

    use super::*;
    use serde_json::json;

    /// What is printed by a failing test or a log names nobody.
    #[test]
    fn a_record_that_is_printed_says_nothing_of_anybody() {
        let partition = Partition {
            organization: OrganizationId::parse("acme").unwrap(),
            kind: Kind::Alert,
            group: String::new(),
        };
        let body =
            json!({ "first_name": "Léa", "email": "lea@example.com", "inner": { "phone": "+15145550123" } });
        let open = OpenMark {
            at: Timestamp::UNIX_EPOCH,
            status: "to_handle".to_owned(),
            owner: "sam@example.com".to_owned(),
        };
        let record = RawRecord {
            open: Some(open),
            person: Some("con_lea".to_owned()),
            ..RawRecord::plain(Key { partition, id: "alr_1".to_owned() }, body.as_object().unwrap().clone())
        };

        let shown = format!("{record:?} {:?}", Change::Create(record.clone()));

        assert!(shown.contains("alr_1") && shown.contains("first_name"), "{shown}");
        for secret in ["Léa", "example.com", "555", "con_lea"] {
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
    }
}
