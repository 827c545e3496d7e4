//! Tables: kept, recoverable, encrypted, and found only by the access paths of the adapter's key file.
//! Who may read and write them is in `rights`.

use crate::document::{Document, Resource, list};
use relance_adapters::dynamo::key::EXPIRES_AT_S;
use relance_adapters::dynamo::tables;
use relance_application::kind::Table;
use serde_json::{Value, json};

/// As `stored` keeps them; the journeys hold it to that (R3.9).
const RAW_EVENTS_KEPT_DAYS: i64 = 30;

/// R4.8, R2.7: losing a table must take more than one mistake.
#[test]
fn every_table_is_retained_recoverable_protected_and_encrypted() {
    for table in Document::system().resources("AWS::DynamoDB::Table") {
        let id = table.id;
        assert_eq!(table.definition["DeletionPolicy"], "Retain", "`{id}` must outlive its stack");
        assert_eq!(table.definition["UpdateReplacePolicy"], "Retain", "`{id}` must outlive its replacement");
        assert_eq!(table.property("DeletionProtectionEnabled"), true, "protect `{id}` from deletion");
        let recovery = &table.property("PointInTimeRecoverySpecification")["PointInTimeRecoveryEnabled"];
        assert_eq!(recovery, true, "`{id}` needs point-in-time recovery");
        let reach_days = &table.property("PointInTimeRecoverySpecification")["RecoveryPeriodInDays"];
        assert!(
            reach_days.as_i64().is_some_and(|days| days < RAW_EVENTS_KEPT_DAYS),
            "`{id}`: what a restore forgets must be planned again from events that are still kept (R2.7)"
        );
        assert_eq!(
            table.property("SSESpecification"),
            &json!({"SSEEnabled": true, "SSEType": "KMS"}),
            "encrypt `{id}`"
        );
    }
}

fn table<'a>(document: &'a Document, id: &str) -> Resource<'a> {
    let tables = document.resources("AWS::DynamoDB::Table");
    tables.into_iter().find(|table| table.id == id).unwrap_or_else(|| panic!("no table `{id}`"))
}

/// Keys of the table and of its indexes, as the adapter makes them on one machine.
fn defined(table: Table) -> (Value, Value) {
    let definition = tables::definition(table).unwrap();
    let key = |name: &str, role: &str| json!({"AttributeName": name, "KeyType": role});
    let own = definition.get_key_schema().iter().flatten();
    let own: Value = own.map(|one| key(one.attribute_name(), one.key_type().as_str())).collect();
    let indexes = definition.get_global_secondary_indexes().iter().flatten().map(|index| {
        let keys = index.key_schema().iter().map(|one| key(one.attribute_name(), one.key_type().as_str()));
        let keys: Value = keys.collect();
        let copied = index.projection().and_then(|projection| projection.projection_type()).unwrap();
        let projection = json!({"ProjectionType": copied.as_str()});
        json!({"IndexName": index.index_name(), "KeySchema": keys, "Projection": projection})
    });
    (own, indexes.collect())
}

#[test]
fn tables_on_aws_have_the_keys_and_indexes_of_tables_on_one_machine() {
    const TABLES: [(Table, &str); 3] =
        [(Table::Core, "CoreTable"), (Table::Events, "EventsTable"), (Table::Sessions, "SessionsTable")];
    let document = Document::system();

    for (ours, id) in TABLES {
        let (keys, indexes) = defined(ours);
        let deployed = table(&document, id);

        assert_eq!(deployed.property("KeySchema"), &keys, "`{id}`");
        let deployed_indexes: Value =
            list(deployed.property("GlobalSecondaryIndexes")).into_iter().cloned().collect();
        assert_eq!(deployed_indexes, indexes, "`{id}`");
    }
}

/// A key item that expired would let its work happen again (R1.1).
#[test]
fn nothing_in_the_core_table_expires() {
    let document = Document::system();
    let expiry = json!({"AttributeName": EXPIRES_AT_S, "Enabled": true});

    assert_eq!(table(&document, "CoreTable").property("TimeToLiveSpecification"), &Value::Null);
    assert_eq!(table(&document, "EventsTable").property("TimeToLiveSpecification"), &expiry);
    assert_eq!(table(&document, "SessionsTable").property("TimeToLiveSpecification"), &expiry);
}
