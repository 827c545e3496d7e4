//! Records as items and back: the body's attributes beside those of keys, version, indexes and expiry.
//! What keys look like lives in [`crate::dynamo::key`]; conditions in [`super::write`].

use crate::dynamo::key::{
    self, DUE_PK, DUE_SK, EXPIRES_AT_S, LIST_PK, LIST_SK, OPEN_PK, OPEN_SK, PERSON_PK, PK, SK, VERSION,
};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use relance_application::ports::fault::Fault;
use relance_application::ports::limits::RESERVED;
use relance_application::ports::records::{Key, OpenMark, RawRecord, RecordBody, Version};
use std::collections::HashMap;

pub(in crate::dynamo) type Item = HashMap<String, AttributeValue>;

/// `pk` and `sk`.
pub(in crate::dynamo) fn primary_key(key: &Key) -> Item {
    let pk = AttributeValue::S(key::record_partition(key));
    HashMap::from([(PK.to_owned(), pk), (SK.to_owned(), AttributeValue::S(key.id.clone()))])
}

pub(super) fn version(version: Version) -> AttributeValue {
    AttributeValue::N(version.to_string())
}

/// The attributes of indexes and expiry; `None` for those that the item must not have.
pub(super) fn placement(record: &RawRecord, shards: u16) -> [(&'static str, Option<AttributeValue>); 8] {
    let Key { partition, id } = &record.key;
    let mark = |at: Option<Timestamp>| at.map(|at| AttributeValue::S(key::mark(at, id)));
    let due_mark = |at| AttributeValue::S(key::due_mark(at, id, record.fair_group.as_deref()));
    let due_pk = || AttributeValue::S(key::due_partition(partition.kind, key::shard_of(id, shards)));
    let list_pk = || {
        let lane = key::lane_of(partition.kind, id);
        AttributeValue::S(key::listing_partition(&partition.organization, partition.kind, lane))
    };
    let person_pk = |person: &str| AttributeValue::S(key::person_partition(&partition.organization, person));
    [
        (DUE_PK, record.due_at.map(|_| due_pk())),
        (DUE_SK, record.due_at.map(due_mark)),
        (LIST_PK, record.listed_at.map(|_| list_pk())),
        (LIST_SK, mark(record.listed_at)),
        (OPEN_PK, record.open.as_ref().map(|_| list_pk())),
        (OPEN_SK, record.open.as_ref().map(|open| AttributeValue::S(open.text(id)))),
        (PERSON_PK, record.person.as_deref().map(person_pk)),
        (EXPIRES_AT_S, record.expires_at.map(|at| AttributeValue::N(at.as_second().max(0).to_string()))),
    ]
}

/// The body's attributes.
pub(super) fn attributes(body: &RecordBody) -> Result<Item, Fault> {
    let item = serde_dynamo::aws_sdk_dynamodb_1::to_item(body);
    item.map_err(|_| Fault::permanent("a record's body cannot be stored"))
}

/// Reads an item back.
pub(super) fn to_record(mut item: Item) -> Result<RawRecord, Fault> {
    let unreadable = || Fault::permanent("a stored item is not a record");
    let (pk, sk) = (text(&item, PK), text(&item, SK));
    let key = pk.zip(sk).and_then(|(pk, sk)| key::parse_key(pk, sk)).ok_or_else(unreadable)?;
    let version: Version = parsed(&item, VERSION).ok_or_else(unreadable)?;
    let instant = |name| text(&item, name).and_then(key::mark_instant);
    let (due_at, listed_at) = (instant(DUE_SK), instant(LIST_SK));
    let fair_group = text(&item, DUE_SK).and_then(|mark| key::fair_group_of(mark, &key.id));
    let open = text(&item, OPEN_SK).and_then(OpenMark::parse);
    let person = text(&item, PERSON_PK).and_then(key::person_of).map(str::to_owned);
    let expires_at = parsed(&item, EXPIRES_AT_S).and_then(|second| Timestamp::from_second(second).ok());
    item.retain(|name, _| !RESERVED.contains(&name.as_str()));
    let body = serde_dynamo::aws_sdk_dynamodb_1::from_item(item).map_err(|_| unreadable())?;
    Ok(RawRecord { key, version, body, due_at, fair_group, listed_at, open, person, expires_at })
}

/// A text attribute.
pub(in crate::dynamo) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

fn parsed<T: std::str::FromStr>(item: &Item, name: &str) -> Option<T> {
    item.get(name)?.as_n().ok()?.parse().ok()
}
