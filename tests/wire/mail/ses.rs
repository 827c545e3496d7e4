//! SES through the real client: one request each, whatever the server does, and the outcome of the normative table.
//! What SES's codes mean is tested beside the adapter.

use crate::fake::http::{Act, Http};
use crate::sample;
use relance_application::ports::mail::{Acceptance, Mailer as _};
use relance_domain::invitation::SendOutcome;
use std::time::Duration;
use tokio::time::Instant;

const TAKEN: &str = r#"{"MessageId":"010d0193-m"}"#;

async fn deliver(server: &Http) -> SendOutcome {
    sample::aws(&server.url).await.mailer().unwrap().deliver(&sample::mail()).await
}

/// The outcome of one delivery; exactly one request must have been seen.
async fn outcome_of(act: Act) -> SendOutcome {
    let server = Http::start(act.clone()).await;

    let outcome = deliver(&server).await;

    assert_eq!(server.seen().len(), 1, "{act:?}: one mail is one request (R1.4)");
    outcome
}

fn accepted() -> SendOutcome {
    SendOutcome::Accepted { message_id: "010d0193-m".to_owned() }
}

fn is_blocked(outcome: &SendOutcome) -> bool {
    matches!(outcome, SendOutcome::SenderBlocked { .. })
}

#[tokio::test]
async fn r3_7_a_mail_is_one_request_with_headers_tags_and_configuration_set() {
    let server = Http::start(Act::Answer(200, TAKEN.to_owned())).await;

    assert_eq!(deliver(&server).await, accepted());

    let request = server.seen().remove(0);
    assert!(request.head.starts_with("POST /v2/email/outbound-emails HTTP/1.1"), "{}", request.head);
    let (body, simple) = (&request.body, &request.body["Content"]["Simple"]);
    assert_eq!(body["FromEmailAddress"], "=?UTF-8?B?Q2hhdWZmYWdlIEzDqWE=?= <ask@acme.ca>");
    assert_eq!(body["Destination"]["ToAddresses"], serde_json::json!(["sam@example.com"]));
    assert_eq!(body["ConfigurationSetName"], "sample");
    assert_eq!(simple["Subject"]["Data"], "Comment ça s'est passé ?");
    assert_eq!(simple["Body"]["Html"]["Data"], "<p>Bonjour à vous</p>");
    assert!(simple["Body"]["Text"]["Data"].as_str().unwrap().starts_with("Bonjour,"));
    let names: Vec<_> = simple["Headers"].as_array().unwrap().iter().map(|header| &header["Name"]).collect();
    assert_eq!(names, ["List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted"]);
}

/// SES answers any other character with "only alphanumeric ASCII characters, '_', and '-' are allowed".
#[tokio::test]
async fn r1_12_tags_name_the_attempt_in_characters_that_ses_takes() {
    let server = Http::start(Act::Answer(200, TAKEN.to_owned())).await;

    deliver(&server).await;

    let tags = server.seen().remove(0).body["EmailTags"].clone();
    let expected = serde_json::json!([
        { "Name": "relance-organization", "Value": "demo" },
        { "Name": "relance-send", "Value": "inv_01JD9ZK4T8Q5V7M2N3P6R8S0WX" },
        { "Name": "relance-attempt", "Value": "2" },
    ]);
    assert_eq!(tags, expected);
    for tag in tags.as_array().unwrap() {
        let taken = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        assert!(tag["Value"].as_str().unwrap().chars().all(taken), "{tag}");
    }
}

#[tokio::test]
async fn r3_7_a_control_character_in_a_header_never_leaves() {
    let server = Http::start(Act::Answer(200, TAKEN.to_owned())).await;
    let mailer = sample::aws(&server.url).await.mailer().unwrap();

    for spoil in ["name", "subject", "header"] {
        let mut mail = sample::mail();
        match spoil {
            "name" => mail.from_name.push_str("\r\nBcc: all@example.com"),
            "subject" => mail.subject.push('\n'),
            _ => mail.headers[0].1.push('\u{7}'),
        }
        assert!(matches!(mailer.deliver(&mail).await, SendOutcome::Rejected { .. }), "{spoil}");
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn r1_4_accepted_and_then_closed_is_one_request_and_unknown() {
    assert_eq!(outcome_of(Act::Close).await, SendOutcome::Unknown);
}

#[tokio::test]
async fn r1_4_reset_while_the_mail_is_written_is_one_request_and_unknown() {
    assert_eq!(outcome_of(Act::ResetMidRequest).await, SendOutcome::Unknown);
}

#[tokio::test]
async fn r1_4_reset_in_the_middle_of_the_answer_is_one_request_and_unknown() {
    assert_eq!(outcome_of(Act::ResetMidAnswer).await, SendOutcome::Unknown);
}

#[tokio::test]
async fn r1_4_an_answer_slower_than_the_time_out_is_one_request_and_unknown_within_ten_seconds() {
    let server = Http::start(Act::Silence).await;
    let started = Instant::now();

    let outcome = deliver(&server).await;

    assert_eq!(outcome, SendOutcome::Unknown);
    assert_eq!(server.seen().len(), 1);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[tokio::test]
async fn r1_4_a_server_error_is_one_request_and_unknown() {
    assert_eq!(outcome_of(Act::Error(500, "InternalFailure", "")).await, SendOutcome::Unknown);
    assert_eq!(outcome_of(Act::Answer(503, "busy".to_owned())).await, SendOutcome::Unknown);
}

#[tokio::test]
async fn r1_4_garbage_is_one_request_and_unknown() {
    assert_eq!(outcome_of(Act::Garbage).await, SendOutcome::Unknown);
    assert_eq!(outcome_of(Act::Answer(200, "not json".to_owned())).await, SendOutcome::Unknown);
    assert_eq!(outcome_of(Act::Answer(200, "{}".to_owned())).await, SendOutcome::Unknown);
    assert_eq!(outcome_of(Act::Answer(400, "not json".to_owned())).await, SendOutcome::Unknown);
}

#[tokio::test]
async fn a_server_that_answers_twice_is_believed_once() {
    assert_eq!(outcome_of(Act::AnswerTwice(200, TAKEN.to_owned())).await, accepted());
}

#[tokio::test]
async fn r1_8_throttling_is_one_request_and_surely_not_taken() {
    let throttled = Act::Error(429, "TooManyRequestsException", "Too many requests");
    assert_eq!(outcome_of(throttled).await, SendOutcome::Throttled);
    let quota = Act::Error(429, "TooManyRequestsException", "Daily message quota exceeded.");
    assert_eq!(outcome_of(quota).await, SendOutcome::QuotaExceeded);
    let limit = Act::Error(400, "LimitExceededException", "");
    assert_eq!(outcome_of(limit).await, SendOutcome::QuotaExceeded);
}

#[tokio::test]
async fn r1_10_what_stops_the_account_trips_the_breaker() {
    let stops = [
        (400, "SendingPausedException"),
        (400, "AccountSuspendedException"),
        (400, "MailFromDomainNotVerifiedException"),
        (404, "NotFoundException"),
        (403, "AccessDeniedException"),
    ];

    for (status, code) in stops {
        let outcome = outcome_of(Act::Error(status, code, "")).await;
        assert!(is_blocked(&outcome), "{code}: {outcome:?}");
    }
    let sandbox = Act::Error(400, "MessageRejected", "Email address is not verified: sam@example.com");
    assert!(is_blocked(&outcome_of(sandbox).await));
}

#[tokio::test]
async fn what_is_wrong_with_the_mail_itself_is_final_and_names_nobody() {
    for code in ["BadRequestException", "MessageRejected"] {
        let outcome = outcome_of(Act::Error(400, code, "Illegal address <sam@example.com>")).await;

        let SendOutcome::Rejected { reason } = &outcome else { unreachable!("{code}: {outcome:?}") };
        assert!(reason.contains(code) && !reason.contains('@'), "{reason}");
    }
}

#[tokio::test]
async fn r1_3_a_refused_connection_is_surely_not_taken() {
    let nobody = "http://127.0.0.1:1";

    let outcome = sample::aws(nobody).await.mailer().unwrap().deliver(&sample::mail()).await;

    assert_eq!(outcome, SendOutcome::NotReached);
}

#[tokio::test]
async fn ses_cannot_be_asked_what_became_of_a_mail() {
    let server = Http::start(Act::Close).await;

    let answer = sample::aws(&server.url).await.mailer().unwrap().was_accepted(&sample::mail().tag).await;

    assert_eq!(answer, Ok(Acceptance::Unknown));
    assert_eq!(server.seen().len(), 0);
}

/// R1.9: nine tenths of what SES grants, in whole mails; when it does not say, the rate that is set stands.
#[tokio::test]
async fn r1_9_the_account_s_own_rate_is_asked_for_and_never_used_up() {
    let table = [
        (
            Act::Answer(200, r#"{"SendQuota":{"Max24HourSend":50000.0,"MaxSendRate":14.0}}"#.to_owned()),
            Some(12),
        ),
        (Act::Answer(200, r#"{"SendQuota":{"Max24HourSend":200.0,"MaxSendRate":1.0}}"#.to_owned()), Some(1)),
        (Act::Answer(200, "{}".to_owned()), None),
        (Act::Error(403, "AccessDeniedException", "no"), None),
        (Act::Close, None),
    ];

    for (act, expected) in table {
        let server = Http::start(act.clone()).await;

        let granted = sample::aws(&server.url).await.mailer().unwrap().granted_sends_per_s().await;

        assert_eq!(granted, expected, "{act:?}");
        assert!(server.seen().iter().all(|asked| asked.head.starts_with("GET /v2/email/account")));
    }
}
