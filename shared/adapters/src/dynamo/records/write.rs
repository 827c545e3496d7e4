//! Changes as conditional writes. Every name is an expression attribute name, so none can be a reserved word.
//! Sending them, alone or as a transaction, is the parent's.

use super::item;
use crate::dynamo::DynamoRecords;
use crate::dynamo::key::{PK, VERSION};
use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::types::{ConditionCheck, Delete, Put, TransactWriteItem, Update};
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{Change, Key, RawRecord, Version};

const AT_VERSION: &str = "#version = :read";
const ABSENT: &str = "attribute_not_exists(#pk)";

impl DynamoRecords {
    pub(super) fn write_of(&self, change: &Change) -> Result<TransactWriteItem, Fault> {
        let write = TransactWriteItem::builder();
        let write = match change {
            Change::Create(record) => write.put(self.create(record)?),
            Change::Update(record) => write.update(self.update(record)?),
            Change::Delete(key, version) => write.delete(self.delete(key, *version)?),
            Change::Check(key, version) => write.condition_check(self.check(key, *version)?),
        };
        Ok(write.build())
    }

    fn create(&self, record: &RawRecord) -> Result<Put, Fault> {
        let mut item = item::attributes(&record.body)?;
        item.extend(item::primary_key(&record.key));
        item.insert(VERSION.to_owned(), item::version(1));
        let placement = item::placement(record, self.shards).into_iter();
        item.extend(placement.filter_map(|(name, value)| Some((name.to_owned(), value?))));
        let put = Put::builder().table_name(self.table_of(record.key.partition.kind)).set_item(Some(item));
        let put = put.condition_expression(ABSENT).expression_attribute_names("#pk", PK);
        put.build().map_err(|error| incomplete(&error))
    }

    /// Sets what the record names, takes out index attributes that it no longer has, leaves the rest alone.
    fn update(&self, record: &RawRecord) -> Result<Update, Fault> {
        let (mut sets, mut removes) = (vec!["#version = :next".to_owned()], Vec::new());
        let mut update = Update::builder()
            .table_name(self.table_of(record.key.partition.kind))
            .set_key(Some(item::primary_key(&record.key)))
            .condition_expression(AT_VERSION)
            .expression_attribute_names("#version", VERSION)
            .expression_attribute_values(":read", item::version(record.version))
            .expression_attribute_values(":next", item::version(record.version.saturating_add(1)));
        let known = item::attributes(&record.body)?.into_iter().map(|(name, value)| (name, Some(value)));
        let placement = item::placement(record, self.shards).into_iter();
        let all = known.chain(placement.map(|(name, value)| (name.to_owned(), value)));
        for (n, (name, value)) in all.enumerate() {
            update = update.expression_attribute_names(format!("#{n}"), name);
            if let Some(value) = value {
                sets.push(format!("#{n} = :{n}"));
                update = update.expression_attribute_values(format!(":{n}"), value);
            } else {
                removes.push(format!("#{n}"));
            }
        }
        let remove = if removes.is_empty() { "" } else { " REMOVE " };
        let expression = format!("SET {}{remove}{}", sets.join(", "), removes.join(", "));
        update.update_expression(expression).build().map_err(|error| incomplete(&error))
    }

    fn delete(&self, key: &Key, version: Version) -> Result<Delete, Fault> {
        let delete = Delete::builder()
            .table_name(self.table_of(key.partition.kind))
            .set_key(Some(item::primary_key(key)))
            .condition_expression(AT_VERSION)
            .expression_attribute_names("#version", VERSION)
            .expression_attribute_values(":read", item::version(version));
        delete.build().map_err(|error| incomplete(&error))
    }

    fn check(&self, key: &Key, version: Option<Version>) -> Result<ConditionCheck, Fault> {
        let check = ConditionCheck::builder()
            .table_name(self.table_of(key.partition.kind))
            .set_key(Some(item::primary_key(key)));
        let check = match version {
            None => check.condition_expression(ABSENT).expression_attribute_names("#pk", PK),
            Some(version) => check
                .condition_expression(AT_VERSION)
                .expression_attribute_names("#version", VERSION)
                .expression_attribute_values(":read", item::version(version)),
        };
        check.build().map_err(|error| incomplete(&error))
    }
}

/// The SDK names the field that a request lacks; it never shows a value.
fn incomplete(error: &BuildError) -> Fault {
    Fault::permanent(format!("a write is incomplete: {error}"))
}
