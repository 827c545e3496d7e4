//! AWS End User Messaging through the real client: one request each, whatever the server does, and the outcome of the
//! normative table (R3.10). What the service's codes mean is tested beside the adapter.

use crate::fake::http::{Act, Http};
use crate::sample;
use relance_adapters::aws::{Aws, StageSettings};
use relance_application::ports::mail::{Acceptance, Texter as _};
use relance_domain::invitation::SendOutcome;
use std::time::Duration;
use tokio::time::Instant;

const TAKEN: &str = r#"{"MessageId":"862a8790-m"}"#;

async fn deliver(url: &str) -> SendOutcome {
    let texter = sample::aws(url).await.texter().unwrap().unwrap();
    texter.deliver(&sample::text()).await
}

/// The outcome of one delivery; exactly one request must have been seen.
async fn outcome_of(act: Act) -> SendOutcome {
    let server = Http::start(act.clone()).await;

    let outcome = deliver(&server.url).await;

    assert_eq!(server.seen().len(), 1, "{act:?}: one text is one request (R1.4)");
    outcome
}

#[tokio::test]
async fn r3_10_a_text_is_one_request_from_our_number_with_what_its_events_bring_back() {
    let server = Http::start(Act::Answer(200, TAKEN.to_owned())).await;

    let outcome = deliver(&server.url).await;

    assert_eq!(outcome, SendOutcome::Accepted { message_id: "862a8790-m".to_owned() });
    let request = server.seen().remove(0);
    assert!(
        request.head.to_lowercase().contains("x-amz-target: pinpointsmsvoicev2.sendtextmessage"),
        "{}",
        request.head
    );
    let expected = serde_json::json!({
        "DestinationPhoneNumber": "+15145550123",
        "OriginationIdentity": "sample",
        "ConfigurationSetName": "sample",
        "MessageType": "TRANSACTIONAL",
        "MessageBody": "Acme : comment s'est passée notre visite ? https://ask.acme.ca/s/x",
        "TimeToLive": 14_400,
        "Context": {
            "relance-organization": "demo",
            "relance-send": "inv_01JD9ZK4T8Q5V7M2N3P6R8S0WX",
            "relance-attempt": "2",
        },
    });
    assert_eq!(request.body, expected);
}

/// A start of the sender pays for no client that it does not need.
#[tokio::test]
async fn without_a_number_there_is_no_client() {
    let settings = StageSettings::from_variables(|name| (name == "RELANCE_BASE_URL").then(|| "x".to_owned()));

    let aws = Aws::at("http://127.0.0.1:1", settings).await;

    assert!(aws.texter().unwrap().is_none());
}

#[tokio::test]
async fn r1_4_whatever_breaks_off_is_one_request_and_unknown() {
    for act in [
        Act::Close,
        Act::ResetMidRequest,
        Act::ResetMidAnswer,
        Act::Garbage,
        Act::Error(500, "InternalServerException", ""),
        Act::Answer(200, "not json".to_owned()),
        Act::Answer(200, "{}".to_owned()),
    ] {
        assert_eq!(outcome_of(act.clone()).await, SendOutcome::Unknown, "{act:?}");
    }
}

#[tokio::test]
async fn r1_4_an_answer_slower_than_the_time_out_is_one_request_and_unknown_within_ten_seconds() {
    let server = Http::start(Act::Silence).await;
    let started = Instant::now();

    let outcome = deliver(&server.url).await;

    assert_eq!((outcome, server.seen().len()), (SendOutcome::Unknown, 1));
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[tokio::test]
async fn r1_8_throttling_and_the_spend_limit_are_surely_not_taken() {
    let throttled = Act::Error(400, "ThrottlingException", "Rate exceeded");
    let spent = Act::Refusal(402, "ServiceQuotaExceededException", "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT");

    assert_eq!(outcome_of(throttled).await, SendOutcome::Throttled);
    assert_eq!(outcome_of(spent).await, SendOutcome::QuotaExceeded);
    assert_eq!(deliver("http://127.0.0.1:1").await, SendOutcome::NotReached);
}

#[tokio::test]
async fn what_is_wrong_with_their_number_is_final_and_with_ours_stops_texts_and_neither_names_anybody() {
    let theirs =
        ["DESTINATION_PHONE_NUMBER_OPTED_OUT", "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION"];
    let ours = ["NO_ORIGINATION_IDENTITIES_FOUND", "DESTINATION_PHONE_NUMBER_NOT_VERIFIED"];

    for (reason, final_) in theirs.map(|reason| (reason, true)).into_iter().chain(ours.map(|r| (r, false))) {
        let outcome = outcome_of(Act::Refusal(400, "ConflictException", reason)).await;

        let said = match &outcome {
            SendOutcome::Rejected { reason } if final_ => reason,
            SendOutcome::SenderBlocked { reason } if !final_ => reason,
            other => unreachable!("{reason}: {other:?}"),
        };
        assert!(!said.contains("+1514"), "{said}");
    }
}

#[tokio::test]
async fn the_service_cannot_be_asked_what_became_of_a_text() {
    let server = Http::start(Act::Close).await;
    let texter = sample::aws(&server.url).await.texter().unwrap().unwrap();

    let answer = texter.was_accepted(&sample::text().tag).await;

    assert_eq!((answer, server.seen().len()), (Ok(Acceptance::Unknown), 0));
}
