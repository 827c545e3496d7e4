//! Ranges and listings, page by page until enough is found: a page ends at 1 MB, whatever its limit.
//! Items as records live in [`super::item`].

use super::item::{self, Item};
use crate::dynamo::DynamoRecords;
use crate::dynamo::fault::fault;
use crate::dynamo::key::{self, LIST_PK, LIST_SK, LISTED, PK, SK};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use relance_application::kind::Kind;
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{Key, Range, RawRecord};

impl DynamoRecords {
    /// A range of one lane of its partition.
    pub(super) async fn read_lane(&self, lane: u16, range: &Range) -> Result<Vec<RawRecord>, Fault> {
        let from = range.from.as_deref().filter(|from| !from.is_empty());
        let before = range.before.as_deref();
        if before.is_some_and(|before| before <= from.unwrap_or_default()) {
            return Ok(Vec::new());
        }
        let query = self.client.query().table_name(self.table_of(range.partition.kind));
        let query = query
            .consistent_read(true)
            .scan_index_forward(!range.descending)
            .expression_attribute_names("#pk", PK)
            .expression_attribute_values(
                ":pk",
                AttributeValue::S(key::partition_key(&range.partition, lane)),
            );
        let query = within(query, from, before);
        let wanted = |item: &Item| before.is_none() || item::text(item, SK) != before;
        let items = pages(query, range.limit, wanted).await?;
        items.into_iter().map(item::to_record).collect()
    }

    pub(super) async fn read_listing(
        &self,
        partition: String,
        kind: Kind,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(Key, String)>, Fault> {
        if before == Some("") {
            return Ok(Vec::new());
        }
        let query = self.client.query().table_name(self.table_of(kind)).index_name(LISTED.name);
        let mut query = query
            .scan_index_forward(false)
            .key_condition_expression("#list = :list")
            .expression_attribute_names("#list", LIST_PK)
            .expression_attribute_values(":list", AttributeValue::S(partition));
        if let Some(before) = before {
            query = query
                .key_condition_expression("#list = :list AND #mark < :before")
                .expression_attribute_names("#mark", LIST_SK)
                .expression_attribute_values(":before", AttributeValue::S(before.to_owned()));
        }
        let items = pages(query, limit, |_| true).await?;
        Ok(items.iter().filter_map(listed_entry).collect())
    }
}

/// The one condition on `sk` that a key condition may hold. `BETWEEN` includes its end, which the caller
/// has to leave out.
fn within(query: QueryFluentBuilder, from: Option<&str>, before: Option<&str>) -> QueryFluentBuilder {
    let condition = match (from, before) {
        (None, None) => return query.key_condition_expression("#pk = :pk"),
        (Some(_), None) => "#pk = :pk AND #sk >= :from",
        (None, Some(_)) => "#pk = :pk AND #sk < :before",
        (Some(_), Some(_)) => "#pk = :pk AND #sk BETWEEN :from AND :before",
    };
    let mut query = query.key_condition_expression(condition).expression_attribute_names("#sk", SK);
    for (name, bound) in [(":from", from), (":before", before)] {
        if let Some(bound) = bound {
            query = query.expression_attribute_values(name, AttributeValue::S(bound.to_owned()));
        }
    }
    query
}

/// Up to `limit` items that are `wanted`.
pub(in crate::dynamo) async fn pages(
    query: QueryFluentBuilder,
    limit: usize,
    wanted: impl Fn(&Item) -> bool,
) -> Result<Vec<Item>, Fault> {
    let (mut items, mut start) = (Vec::new(), None);
    while items.len() < limit {
        let page_size = i32::try_from(limit - items.len()).unwrap_or(i32::MAX);
        let page = query.clone().set_exclusive_start_key(start).limit(page_size);
        let page = page.send().await.map_err(|error| fault("query", error))?;
        items.extend(page.items.unwrap_or_default().into_iter().filter(&wanted));
        start = page.last_evaluated_key;
        if start.is_none() {
            break;
        }
    }
    Ok(items)
}

fn listed_entry(entry: &Item) -> Option<(Key, String)> {
    let key = key::parse_key(item::text(entry, PK)?, item::text(entry, SK)?)?;
    Some((key, item::text(entry, LIST_SK)?.to_owned()))
}
