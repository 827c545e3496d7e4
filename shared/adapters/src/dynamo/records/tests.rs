//! How often each call goes over the wire when answers are lost (R6.8); results live in `tests/contract`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use super::*;
use crate::dynamo::in_process::calls_to;
use crate::dynamo::{Client, EngineAnswer, EngineCall, EngineEnded, InProcess, TableNames};
use aws_sdk_dynamodb::Config;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region};
use relance_application::kind::Kind;
use relance_application::ports::records::Partition;
use relance_domain::name::OrganizationId;
use serde_json::Value;
use std::sync::{Arc, Mutex};

/// A store that takes each request and hangs up.
#[derive(Default)]
struct HangsUp(Mutex<Vec<Value>>);

#[async_trait]
impl InProcess for HangsUp {
    async fn answer(&self, asked: EngineCall) -> Result<EngineAnswer, EngineEnded> {
        self.0.lock().unwrap().push(serde_json::from_slice(&asked.body).unwrap());
        Err(EngineEnded)
    }
}

impl HangsUp {
    fn requests(&self) -> Vec<Value> {
        self.0.lock().unwrap().clone()
    }
}

/// Records of a store that hangs up, through a client that tries again as that of AWS does.
fn store_that_hangs_up() -> (DynamoRecords, Arc<HangsUp>) {
    let store = Arc::new(HangsUp::default());
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("local"))
        .endpoint_url("http://store.invalid")
        .allow_no_auth()
        .retry_config(RetryConfig::standard())
        .http_client(calls_to(store.clone()))
        .build();
    (DynamoRecords::new(Client::from_conf(config), TableNames::prefixed("t"), 1), store)
}

fn record(id: &str) -> RawRecord {
    let organization = OrganizationId::parse("acme").unwrap();
    let partition = Partition { organization, kind: Kind::Answer, group: String::new() };
    let key = Key { partition, id: id.to_owned() };
    RawRecord { version: 1, ..RawRecord::plain(key, serde_json::Map::new()) }
}

#[tokio::test]
async fn a_single_write_whose_answer_is_lost_is_not_repeated() {
    let (records, store) = store_that_hangs_up();
    let single = [
        Change::Create(record("a")),
        Change::Update(record("a")),
        Change::Delete(record("a").key.clone(), 1),
    ];

    for (sent, change) in single.into_iter().enumerate() {
        let outcome = records.commit(&[change]).await;

        assert!(matches!(outcome, Err(Fault::Transient(_))), "{outcome:?}");
        assert_eq!(store.requests().len(), sent + 1);
    }
}

#[tokio::test]
async fn a_read_whose_answer_is_lost_is_tried_three_times() {
    let (records, store) = store_that_hangs_up();

    let outcome = records.get(&record("a").key).await;

    assert!(matches!(outcome, Err(Fault::Transient(_))), "{outcome:?}");
    assert_eq!(store.requests().len(), 3);
}

#[tokio::test]
async fn a_transaction_whose_answer_is_lost_is_not_repeated_and_needs_no_token() {
    let (records, store) = store_that_hangs_up();

    let outcome = records.commit(&[Change::Create(record("a")), Change::Create(record("b"))]).await;

    assert!(matches!(outcome, Err(Fault::Transient(_))), "{outcome:?}");
    let requests = store.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0]["TransactItems"].as_array().map(Vec::len), Some(2));
    assert_eq!(requests[0].get("ClientRequestToken"), None);
}
