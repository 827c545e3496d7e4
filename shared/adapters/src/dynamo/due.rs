//! The due index: what wants work, over all shards, and moving its date.
//! Entries come and go with their records, in the same write; see the module `records`.

use super::DynamoRecords;
use super::fault::committed;
use super::key::{self, DUE, DUE_PK, DUE_SK, PK, SK};
use super::records::item::{Item, primary_key, text};
use super::records::once::tried_once;
use super::records::read::pages;
use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use futures::future::try_join_all;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use relance_application::kind::Kind;
use relance_application::ports::due::{DueEntry, DueIndex};
use relance_application::ports::fault::Fault;
use relance_application::ports::records::Committed;
use std::ops::Range;

/// Entries moved at once: a sweep of thousands ends within its minute.
const AT_ONCE: usize = 16;

#[async_trait]
impl DueIndex for DynamoRecords {
    async fn due_between(
        &self,
        kind: Kind,
        after: Option<&DueEntry>,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<DueEntry>, Fault> {
        let end = key::mark_from(ceil_ms(before));
        let start = after.map_or_else(|| key::mark_from(0), |after| key::mark(after.due_at, &after.key.id));
        if limit == 0 || start >= end || !kind.row().table.has_due_index() {
            return Ok(Vec::new());
        }
        let shards = (0..self.shards).map(|shard| self.due_in_shard(kind, shard, after, &start..&end, limit));
        let mut entries: Vec<_> = try_join_all(shards).await?.into_iter().flatten().collect();
        entries.sort_by(|a, b| a.place().cmp(&b.place()));
        entries.truncate(limit);
        Ok(entries)
    }

    async fn redate(&self, entry: &DueEntry, to: Timestamp) -> Result<bool, Fault> {
        let mark = |at| AttributeValue::S(key::due_mark(at, &entry.key.id, entry.fair_group.as_deref()));
        let update = self.client.update_item().table_name(self.table_of(entry.key.partition.kind));
        let update = update
            .set_key(Some(primary_key(&entry.key)))
            .update_expression("SET #due = :to")
            .condition_expression("#due = :from")
            .expression_attribute_names("#due", DUE_SK)
            .expression_attribute_values(":to", mark(to))
            .expression_attribute_values(":from", mark(entry.due_at));
        let outcome = update.customize().config_override(tried_once()).send().await;
        Ok(committed("redate", outcome)? == Committed::Done)
    }

    async fn redate_all(&self, moves: &[(DueEntry, Timestamp)]) -> Result<usize, Fault> {
        let each: Vec<_> = moves.iter().map(|(entry, to)| self.redate(entry, *to)).collect();
        let done: Vec<bool> = stream::iter(each).buffer_unordered(AT_ONCE).try_collect().await?;
        Ok(done.into_iter().filter(|moved| *moved).count())
    }
}

impl DynamoRecords {
    /// At most `limit` entries of one shard, behind `after`, whose marks are among `marks`, oldest first.
    async fn due_in_shard(
        &self,
        kind: Kind,
        shard: u16,
        after: Option<&DueEntry>,
        marks: Range<&String>,
        limit: usize,
    ) -> Result<Vec<DueEntry>, Fault> {
        let query = self.client.query().table_name(self.table_of(kind)).index_name(DUE.name);
        let query = query
            .key_condition_expression("#shard = :shard AND #due BETWEEN :start AND :end")
            .expression_attribute_names("#shard", DUE_PK)
            .expression_attribute_names("#due", DUE_SK)
            .expression_attribute_values(":shard", AttributeValue::S(key::due_partition(kind, shard)))
            .expression_attribute_values(":start", AttributeValue::S(marks.start.clone()))
            .expression_attribute_values(":end", AttributeValue::S(marks.end.clone()));
        // The mark of an instant alone is no entry's, so the end is never one of those found.
        let items =
            pages(query, limit, |item| due_entry(item).is_some_and(|entry| entry.is_behind(after))).await?;
        Ok(items.iter().filter_map(due_entry).collect())
    }
}

/// The first whole millisecond at or after `at`: entries, which are whole, are before the one if and only
/// if they are before the other.
fn ceil_ms(at: Timestamp) -> i64 {
    let whole = at.as_millisecond();
    if Timestamp::from_millisecond(whole).is_ok_and(|floor| floor < at) { whole + 1 } else { whole }
}

/// Reads an index entry; an item that is not a record's would be somebody else's, and is passed over.
fn due_entry(entry: &Item) -> Option<DueEntry> {
    let key = key::parse_key(text(entry, PK)?, text(entry, SK)?)?;
    let mark = text(entry, DUE_SK)?;
    let fair_group = key::fair_group_of(mark, &key.id);
    Some(DueEntry { due_at: key::mark_instant(mark)?, key, fair_group })
}
