//! How often each call goes over the wire when answers are lost (R6.8); results live in `tests/contract`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use super::*;
use crate::dynamo::{TableNames, client_of_engine};
use relance_application::ports::records::Partition;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;

type Bodies = Arc<Mutex<Vec<Value>>>;

/// Records of a store that takes each request and hangs up, and what it was sent.
fn store_that_hangs_up() -> (DynamoRecords, Bodies) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let client = client_of_engine(&format!("http://{}", listener.local_addr().unwrap()));
    let bodies = Bodies::default();
    let seen = Arc::clone(&bodies);
    thread::spawn(move || {
        for connection in listener.incoming() {
            seen.lock().unwrap().push(body(BufReader::new(connection.unwrap())));
        }
    });
    (DynamoRecords::new(client, TableNames::prefixed("t"), 1), bodies)
}

/// Reads one HTTP request.
fn body(mut request: impl BufRead) -> Value {
    let mut length = 0;
    for line in request.by_ref().lines().map(Result::unwrap).take_while(|line| !line.is_empty()) {
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    serde_json::from_reader(request.take(length)).unwrap()
}

fn record(id: &str) -> RawRecord {
    let organization = OrganizationId::parse("acme").unwrap();
    let partition = Partition { organization, kind: Kind::Answer, group: String::new() };
    let key = Key { partition, id: id.to_owned() };
    RawRecord {
        key,
        version: 1,
        body: serde_json::Map::new(),
        due_at: None,
        fair_group: None,
        listed_at: None,
        expires_at: None,
    }
}

#[tokio::test]
async fn a_single_write_whose_answer_is_lost_is_not_repeated() {
    let (records, requests) = store_that_hangs_up();
    let single = [
        Change::Create(record("a")),
        Change::Update(record("a")),
        Change::Delete(record("a").key.clone(), 1),
    ];

    for (sent, change) in single.into_iter().enumerate() {
        let outcome = records.commit(&[change]).await;

        assert!(matches!(outcome, Err(Fault::Transient(_))), "{outcome:?}");
        assert_eq!(requests.lock().unwrap().len(), sent + 1);
    }
}

#[tokio::test]
async fn a_read_whose_answer_is_lost_is_tried_three_times() {
    let (records, requests) = store_that_hangs_up();

    let outcome = records.get(&record("a").key).await;

    assert!(matches!(outcome, Err(Fault::Transient(_))), "{outcome:?}");
    assert_eq!(requests.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn a_transaction_whose_answer_is_lost_is_not_repeated_and_needs_no_token() {
    let (records, requests) = store_that_hangs_up();

    let outcome = records.commit(&[Change::Create(record("a")), Change::Create(record("b"))]).await;

    assert!(matches!(outcome, Err(Fault::Transient(_))), "{outcome:?}");
    let requests = requests.lock().unwrap();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0]["TransactItems"].as_array().map(Vec::len), Some(2));
    assert_eq!(requests[0].get("ClientRequestToken"), None);
}
