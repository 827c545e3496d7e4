//! The `Records` port over the three tables: one record, ranges, the listing, conditional commits.
//! Items live in [`item`], conditions in [`write`], paging in [`read`], what is spread over partitions in [`lanes`].

pub(super) mod item;
mod lanes;
pub(super) mod once;
pub(super) mod read;
#[cfg(test)]
mod tests;
mod write;

use super::DynamoRecords;
use super::fault::{committed, fault, is_throttled, transacted};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::TransactWriteItem;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use once::tried_once;
use relance_application::ports::fault::Fault;
use relance_application::ports::limits;
use relance_application::ports::records::{
    Change, Committed, Key, Listed, Lookup, Range, RawRecord, Records,
};

#[async_trait]
impl Records for DynamoRecords {
    async fn get(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        self.read_one(key, true).await
    }

    async fn glance(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        self.read_one(key, false).await
    }

    async fn range(&self, range: &Range) -> Result<Vec<RawRecord>, Fault> {
        limits::partition(&range.partition)?;
        self.read_lanes(range).await
    }

    async fn glance_each(&self, keys: &[Key]) -> Result<Vec<RawRecord>, Fault> {
        let each: Vec<_> = keys.iter().map(|key| self.read_one(key, false)).collect();
        let found: Vec<_> = stream::iter(each).buffered(AT_ONCE).try_collect().await?;
        Ok(found.into_iter().flatten().collect())
    }

    async fn listed(&self, lookup: &Lookup<'_>) -> Result<Vec<Listed>, Fault> {
        limits::listing(&lookup.listing)?;
        self.read_listings(lookup).await
    }

    async fn commit(&self, changes: &[Change]) -> Result<Committed, Fault> {
        limits::changes(changes)?;
        let writes = changes.iter().map(|change| self.write_of(change)).collect::<Result<Vec<_>, _>>()?;
        let mut tries = 0;
        loop {
            let outcome = self.commit_once(writes.clone()).await;
            match outcome {
                Err(fault) if is_throttled(&fault) && tries < MOST_REPEATS => {
                    once::wait_after(tries).await;
                    tries += 1;
                }
                settled => return settled,
            }
        }
    }
}

/// Records of a page that are read at the same time.
const AT_ONCE: usize = 16;

/// Repeats of a throttled write; with the waits between them less than two seconds.
const MOST_REPEATS: u32 = 4;

impl DynamoRecords {
    async fn read_one(&self, key: &Key, consistent: bool) -> Result<Option<RawRecord>, Fault> {
        limits::key(key)?;
        let request = self.client.get_item().table_name(self.table_of(key.partition.kind));
        let request = request.set_key(Some(item::primary_key(key))).consistent_read(consistent);
        let answer = request.send().await.map_err(|error| fault("get", error))?;
        answer.item.map(item::to_record).transpose()
    }

    async fn commit_once(&self, writes: Vec<TransactWriteItem>) -> Result<Committed, Fault> {
        match <[TransactWriteItem; 1]>::try_from(writes) {
            Ok([only]) => self.commit_one(only).await,
            Err(none) if none.is_empty() => Ok(Committed::Done),
            Err(writes) => self.commit_all(writes).await,
        }
    }

    async fn commit_all(&self, writes: Vec<TransactWriteItem>) -> Result<Committed, Fault> {
        let call = self.client.transact_write_items().set_transact_items(Some(writes));
        transacted(call.customize().config_override(tried_once()).send().await)
    }

    /// A plain call costs half of a transaction.
    async fn commit_one(&self, write: TransactWriteItem) -> Result<Committed, Fault> {
        match write {
            TransactWriteItem { put: Some(put), .. } => {
                let call = self.client.put_item().table_name(put.table_name).set_item(Some(put.item));
                let call = call
                    .set_condition_expression(put.condition_expression)
                    .set_expression_attribute_names(put.expression_attribute_names);
                committed("put", call.customize().config_override(tried_once()).send().await)
            }
            TransactWriteItem { update: Some(update), .. } => {
                let call = self.client.update_item().table_name(update.table_name).set_key(Some(update.key));
                let call = call
                    .update_expression(update.update_expression)
                    .set_condition_expression(update.condition_expression)
                    .set_expression_attribute_names(update.expression_attribute_names)
                    .set_expression_attribute_values(update.expression_attribute_values);
                committed("update", call.customize().config_override(tried_once()).send().await)
            }
            TransactWriteItem { delete: Some(delete), .. } => {
                let call = self.client.delete_item().table_name(delete.table_name).set_key(Some(delete.key));
                let call = call
                    .set_condition_expression(delete.condition_expression)
                    .set_expression_attribute_names(delete.expression_attribute_names)
                    .set_expression_attribute_values(delete.expression_attribute_values);
                committed("delete", call.customize().config_override(tried_once()).send().await)
            }
            check_only => self.commit_all(vec![check_only]).await,
        }
    }
}
