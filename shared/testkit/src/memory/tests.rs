//! Sentences about the memory store that are not about any store; those live in `tests/contract`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use super::*;
use jiff::Timestamp;
use relance_application::ports::due::DueIndex as _;
use relance_application::ports::mail::SendBudget as _;
use relance_application::ports::records::Partition;
use relance_domain::name::OrganizationId;
use serde_json::json;

fn record(id: &str) -> RawRecord {
    let organization = OrganizationId::parse("acme").unwrap();
    let partition = Partition { organization, kind: Kind::Invitation, group: String::new() };
    RawRecord {
        due_at: Some("2026-11-02T09:00:00.0019Z".parse().unwrap()),
        ..RawRecord::plain(
            Key { partition, id: id.to_owned() },
            json!({ "score": 9.0, "note": null }).as_object().unwrap().clone(),
        )
    }
}

#[tokio::test]
async fn everything_shows_all_that_is_stored_as_the_tables_would_give_it_back() {
    let records = MemoryRecords::new();

    let committed =
        records.commit(&[Change::Create(record("b")), Change::Create(record("a"))]).await.unwrap();

    assert_eq!(committed, Committed::Done);
    let stored = records.everything();
    assert_eq!(stored.iter().map(|r| r.key.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(serde_json::Value::Object(stored[0].body.clone()), json!({ "score": 9, "note": null }));
    assert_eq!(stored[0].due_at.unwrap().to_string(), "2026-11-02T09:00:00.001Z");
}

#[tokio::test]
async fn the_budget_of_a_second_is_used_up_and_the_next_second_has_its_own() {
    let records = MemoryRecords::new().with_sends_per_s(2);
    let now = Timestamp::from_millisecond(1_000).unwrap();

    assert!(records.take(now, 1).await.unwrap());
    assert!(records.take(Timestamp::from_millisecond(1_999).unwrap(), 1).await.unwrap());
    assert!(!records.take(now, 1).await.unwrap());
    assert!(records.take(Timestamp::from_millisecond(2_000).unwrap(), 1).await.unwrap());
    assert!(MemoryRecords::new().take(now, 1).await.unwrap());
}

#[tokio::test]
async fn a_removed_record_leaves_no_due_entry() {
    let records = MemoryRecords::new();
    let _ = records.commit(&[Change::Create(record("a"))]).await.unwrap();

    let committed = records.commit(&[Change::Delete(record("a").key, 1)]).await.unwrap();

    assert_eq!(committed, Committed::Done);
    assert_eq!(records.due_before(Kind::Invitation, Timestamp::MAX, 10).await.unwrap(), []);
}
