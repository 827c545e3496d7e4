//! Sentences about what the engine answers to calls that it refuses, in the words that the SDK understands.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use super::*;
use serde_json::{Value, json};

fn asked(operation: &str, body: &Value) -> (u16, Value) {
    let database = Database::memory().unwrap();
    let asked = EngineCall { operation: operation.to_owned(), body: serde_json::to_vec(body).unwrap() };
    let answered = answer(&database, &asked);
    (answered.status, serde_json::from_slice(&answered.body).unwrap())
}

#[test]
fn an_operation_that_nobody_needs_is_refused_by_name() {
    for operation in ["ExecuteStatement", "DeleteTable", "getitem", ""] {
        let (status, body) = asked(operation, &json!({}));

        assert_eq!(status, 400, "{operation}");
        assert_eq!(body["__type"], "com.amazon.coral.service#UnknownOperationException", "{operation}");
    }
}

#[test]
fn a_refusal_of_the_engine_keeps_its_type() {
    let absent = json!({ "TableName": "absent-table", "Key": { "pk": { "S": "a" } } });

    let (status, body) = asked("GetItem", &absent);

    assert_eq!(status, 400);
    assert_eq!(body["__type"], "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException");
}

/// A fault that passes would be tried for ever.
#[test]
fn a_value_that_no_item_may_have_is_refused_for_good() {
    let mut nested = json!({ "S": "a" });
    for _ in 0..60 {
        nested = json!({ "L": [nested] });
    }
    for value in [nested, json!({ "N": "1".repeat(40) }), json!({ "SS": [] })] {
        let (status, body) = asked("PutItem", &json!({ "TableName": "table", "Item": { "pk": value } }));

        assert_eq!(status, 400);
        assert_eq!(body["__type"], "com.amazon.coral.validate#ValidationException", "{body}");
    }
}
