//! DynamoDB through the real client when it fails: writes go out once, and what is worth another try says so.
//! What it stores is in the test `contract`.

use crate::fake::http::{Act, Http};
use crate::sample;
use relance_application::kind::{Kind, Table};
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{
    Change, Committed, Key, Partition, RawRecord, RecordBody, Records as _,
};
use relance_domain::name::OrganizationId;

fn change(id: &str) -> Change {
    let organization = OrganizationId::parse("demo").unwrap();
    let partition = Partition { organization, kind: Kind::Campaign, group: String::new() };
    Change::Create(RawRecord::plain(Key { partition, id: id.to_owned() }, RecordBody::new()))
}

async fn transact(act: Act) -> (Result<Committed, Fault>, Http) {
    let server = Http::start(act).await;
    let records = sample::aws(&server.url).await.records(&[Table::Core]).unwrap();
    let committed = records.commit(&[change("cmp_1"), change("cmp_2")]).await;
    (committed, server)
}

/// What became of a transaction; exactly one request must have been seen, because a second try of one whose answer was
/// lost would meet its own effect.
async fn faulty(act: Act) -> Result<Committed, Fault> {
    let (committed, server) = transact(act.clone()).await;
    assert_eq!(server.seen().len(), 1, "{act:?}: a write is one request");
    assert!(server.seen()[0].head.contains("DynamoDB_20120810.TransactWriteItems"));
    committed
}

#[tokio::test]
async fn r6_8_a_server_error_on_a_transaction_is_one_request_and_worth_another_try() {
    let committed = faulty(Act::Error(500, "InternalServerError", "")).await;

    assert!(matches!(committed, Err(Fault::Transient(_))), "{committed:?}");
}

#[tokio::test]
async fn r6_8_a_lost_answer_to_a_transaction_is_one_request_and_worth_another_try() {
    for act in [Act::ResetMidRequest, Act::ResetMidAnswer, Act::Close, Act::Garbage] {
        let committed = faulty(act.clone()).await;

        assert!(matches!(committed, Err(Fault::Transient(_))), "{act:?}: {committed:?}");
    }
}

#[tokio::test]
async fn r6_8_silence_on_a_transaction_is_one_request_and_worth_another_try() {
    let committed = faulty(Act::Silence).await;

    assert!(matches!(committed, Err(Fault::Transient(_))), "{committed:?}");
}

/// Surely nothing was stored: it goes out again, with pauses, and is worth another try after that.
#[tokio::test]
async fn r6_8_a_throttled_transaction_goes_out_again_a_few_times_and_then_is_a_fault() {
    let (committed, server) = transact(Act::Error(400, "ProvisionedThroughputExceededException", "")).await;

    assert!(matches!(committed, Err(Fault::Transient(_))), "{committed:?}");
    assert_eq!(server.seen().len(), 5);
}

/// What is asked again under a claim must be what is true now.
#[tokio::test]
async fn r1_6_a_record_is_read_consistently_and_glanced_at_for_half_the_price() {
    let server = Http::start(Act::Answer(200, "{}".to_owned())).await;
    let records = sample::aws(&server.url).await.records(&[Table::Core]).unwrap();

    assert_eq!(records.get(change("cmp_1").key()).await, Ok(None));
    assert_eq!(records.glance(change("cmp_1").key()).await, Ok(None));

    let consistent: Vec<_> = server.seen().iter().map(|asked| asked.body["ConsistentRead"].clone()).collect();
    assert_eq!(consistent, [true, false]);
}

#[tokio::test]
async fn r6_8_a_read_whose_answer_is_lost_is_asked_again() {
    let server = Http::start(Act::Close).await;
    let records = sample::aws(&server.url).await.records(&[Table::Core]).unwrap();

    let found = records.get(change("cmp_1").key()).await;

    assert!(matches!(found, Err(Fault::Transient(_))), "{found:?}");
    assert_eq!(server.seen().len(), 3, "a read is harmless, so the client repeats it by itself");
}
