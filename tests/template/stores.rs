//! Tables: kept, recoverable, encrypted, and found only by the access paths of the adapter's key file.
//! Who may read and write them is in `rights`.

use crate::document::{Document, Resource};
use serde_json::{Value, json};

/// R4.8: losing a table must take more than one mistake.
#[test]
fn every_table_is_retained_recoverable_protected_and_encrypted() {
    for table in Document::system().resources("AWS::DynamoDB::Table") {
        let id = table.id;
        assert_eq!(table.definition["DeletionPolicy"], "Retain", "`{id}` must outlive its stack");
        assert_eq!(table.definition["UpdateReplacePolicy"], "Retain", "`{id}` must outlive its replacement");
        assert_eq!(table.property("DeletionProtectionEnabled"), true, "protect `{id}` from deletion");
        let recovery = &table.property("PointInTimeRecoverySpecification")["PointInTimeRecoveryEnabled"];
        assert_eq!(recovery, true, "`{id}` needs point-in-time recovery");
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

fn keys(partition: &str, sort: &str) -> Value {
    json!([{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}])
}

fn index(name: &str, prefix: &str) -> Value {
    let schema = keys(&format!("{prefix}_pk"), &format!("{prefix}_sk"));
    json!({"IndexName": name, "KeySchema": schema, "Projection": {"ProjectionType": "KEYS_ONLY"}})
}

#[test]
fn tables_have_the_keys_and_indexes_that_the_adapter_uses() {
    let document = Document::system();

    let (core, events, sessions) =
        (table(&document, "CoreTable"), table(&document, "EventsTable"), table(&document, "SessionsTable"));

    for table in [&core, &events, &sessions] {
        assert_eq!(table.property("KeySchema"), &keys("pk", "sk"), "`{}`", table.id);
    }
    assert_eq!(core.property("GlobalSecondaryIndexes"), &json!([index("due", "due")]));
    assert_eq!(
        events.property("GlobalSecondaryIndexes"),
        &json!([index("due", "due"), index("listed", "list")])
    );
    assert_eq!(sessions.property("GlobalSecondaryIndexes"), &Value::Null);
}

/// A key item that expired would let its work happen again (R1.1).
#[test]
fn nothing_in_the_core_table_expires() {
    let document = Document::system();
    let expiry = json!({"AttributeName": "expires_at_s", "Enabled": true});

    assert_eq!(table(&document, "CoreTable").property("TimeToLiveSpecification"), &Value::Null);
    assert_eq!(table(&document, "EventsTable").property("TimeToLiveSpecification"), &expiry);
    assert_eq!(table(&document, "SessionsTable").property("TimeToLiveSpecification"), &expiry);
}
