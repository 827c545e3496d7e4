//! One call of the SDK as a call of the embedded engine: read the JSON, ask, write the JSON.
//! Nothing here knows a table; who calls, and on which thread, is the parent's.

use dynoxide::Database;
use dynoxide::errors::DynoxideError;
use relance_adapters::dynamo::{EngineAnswer, EngineCall};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Asks the engine what the SDK asked.
pub(super) fn answer(database: &Database, asked: &EngineCall) -> EngineAnswer {
    let body = asked.body.as_slice();
    match asked.operation.as_str() {
        "GetItem" => told(body, |request| database.get_item(request)),
        "BatchGetItem" => told(body, |request| database.batch_get_item(request)),
        "Query" => told(body, |request| database.query(request)),
        // Only what measures the sizes of records reads everything.
        "Scan" => told(body, |request| database.scan(request)),
        "PutItem" => told(body, |request| database.put_item(request)),
        "UpdateItem" => told(body, |request| database.update_item(request)),
        "DeleteItem" => told(body, |request| database.delete_item(request)),
        "TransactWriteItems" => told(body, |request| database.transact_write_items(request)),
        "CreateTable" => told(body, |request| database.create_table(request)),
        "DescribeTable" => told(body, |request| database.describe_table(request)),
        "DescribeTimeToLive" => told(body, |request| database.describe_time_to_live(request)),
        "UpdateTimeToLive" => told(body, |request| database.update_time_to_live(request)),
        _ => unknown_operation(),
    }
}

fn told<Q: DeserializeOwned, A: Serialize>(
    body: &[u8],
    ask: impl FnOnce(Q) -> dynoxide::Result<A>,
) -> EngineAnswer {
    // The SDK writes well-formed requests of the right types, so what cannot be read holds a value that no item may
    // have (a number of 40 digits, nesting without end): refused for good, as AWS does.
    let request = serde_json::from_slice(body);
    let answer = request.map_err(|error| DynoxideError::ValidationException(error.to_string())).and_then(ask);
    match answer.and_then(|answer| written(&answer)) {
        Ok(body) => EngineAnswer { status: 200, body },
        Err(error) => EngineAnswer { status: error.status_code(), body: error.to_json().into_bytes() },
    }
}

fn written(answer: &impl Serialize) -> dynoxide::Result<Vec<u8>> {
    serde_json::to_vec(answer).map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

fn unknown_operation() -> EngineAnswer {
    let body = br#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#;
    EngineAnswer { status: 400, body: body.to_vec() }
}

#[cfg(test)]
mod tests;
