//! Ranges and listings, page by page until enough is found: a page ends at 1 MB, whatever its limit.
//! Items as records live in [`super::item`].

use super::item::{self, Item};
use crate::dynamo::DynamoRecords;
use crate::dynamo::fault::fault;
use crate::dynamo::key::{self, LISTED, OPEN, PERSON, PK, SK};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{Listed, Lookup, Range, RawRecord, RecordListing};

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
        let query = within(query, SK, from, before);
        let wanted = |item: &Item| before.is_none() || item::text(item, SK) != before;
        let items = pages(query, range.limit, wanted).await?;
        items.into_iter().map(item::to_record).collect()
    }

    /// One partition of a listing, greatest mark first.
    pub(super) async fn read_listing(
        &self,
        partition: String,
        lookup: &Lookup<'_>,
    ) -> Result<Vec<Listed>, Fault> {
        if lookup.before == Some("") {
            return Ok(Vec::new());
        }
        let kind = lookup.listing.kind();
        let (index, first) = match lookup.listing {
            RecordListing::Newest(_) => (LISTED, None),
            RecordListing::Open(_) => (OPEN, None),
            RecordListing::Person(..) => (PERSON, kind.row().told_of),
        };
        let query = self.client.query().table_name(self.table_of(kind)).index_name(index.name);
        let query = query
            .scan_index_forward(false)
            .expression_attribute_names("#pk", index.partition_key)
            .expression_attribute_values(":pk", AttributeValue::S(partition));
        // What the index holds of other kinds begins otherwise: before the first mark, or behind the last.
        let end = first.map(past);
        let before = match (lookup.before, end.as_deref()) {
            (Some(before), Some(end)) => Some(before.min(end)),
            (before, end) => before.or(end),
        };
        if before.zip(first).is_some_and(|(before, first)| before <= first) {
            return Ok(Vec::new());
        }
        let query = within(query, index.sort_key, first, before);
        let mark = |item: &Item| item::text(item, index.sort_key).map(str::to_owned);
        let wanted = |item: &Item| before.is_none() || mark(item).as_deref() != before;
        let items = pages(query, lookup.limit, wanted).await?;
        let key = |item: &Item| key::parse_key(item::text(item, PK)?, item::text(item, SK)?);
        Ok(items.iter().filter_map(|item| Some(Listed { key: key(item)?, mark: mark(item)? })).collect())
    }
}

/// Behind everything that begins so.
fn past(beginning: &str) -> String {
    format!("{beginning}\u{10ffff}")
}

/// The one condition on a sort key that a key condition may hold. `BETWEEN` includes its end, which the caller
/// has to leave out.
fn within(
    query: QueryFluentBuilder,
    sort_key: &str,
    from: Option<&str>,
    before: Option<&str>,
) -> QueryFluentBuilder {
    let condition = match (from, before) {
        (None, None) => return query.key_condition_expression("#pk = :pk"),
        (Some(_), None) => "#pk = :pk AND #sk >= :from",
        (None, Some(_)) => "#pk = :pk AND #sk < :before",
        (Some(_), Some(_)) => "#pk = :pk AND #sk BETWEEN :from AND :before",
    };
    let mut query = query.key_condition_expression(condition).expression_attribute_names("#sk", sort_key);
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
