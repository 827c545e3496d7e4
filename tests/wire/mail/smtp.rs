//! SMTP through the real client: one connection and at most one content each, whatever the server does.
//! What statuses mean at each stage is tested beside the adapter.

use crate::fake::smtp::{At, Reply, Seen, Smtp};
use crate::sample;
use mailparse::MailHeaderMap as _;
use relance_adapters::mail::SmtpMailer;
use relance_application::ports::mail::{Acceptance, Mailer as _, OutgoingMail};
use relance_domain::invitation::SendOutcome;

async fn deliver(server: &Smtp, url: &str, mail: &OutgoingMail) -> SendOutcome {
    SmtpMailer::new(&url.replace("HOST", &server.address)).unwrap().deliver(mail).await
}

/// The outcome of one delivery to a server with one fault; exactly one connection must have been seen.
async fn outcome_of(at: At, reply: Reply) -> (SendOutcome, Seen) {
    let server = Smtp::start(&[(at, reply)]).await;

    let outcome = deliver(&server, "smtp://me:secret@HOST?tls=none", &sample::mail()).await;

    let seen = server.seen();
    assert_eq!(seen.connections, 1, "{at:?} {reply:?}: one mail is one connection (R1.4)");
    assert!(seen.contents.len() <= 1, "{at:?} {reply:?}: one mail is handed over once (R1.4)");
    (outcome, seen)
}

fn shown(outcome: &SendOutcome) -> &'static str {
    match outcome {
        SendOutcome::Accepted { .. } => "accepted",
        SendOutcome::Throttled => "throttled",
        SendOutcome::QuotaExceeded => "quota",
        SendOutcome::SenderBlocked { .. } => "blocked",
        SendOutcome::Rejected { .. } => "rejected",
        SendOutcome::AddressRefused { .. } => "suppressed",
        SendOutcome::NotReached => "not reached",
        SendOutcome::Unknown => "unknown",
    }
}

const BEFORE_CONTENT: [At; 6] = [At::Greeting, At::Hello, At::Auth, At::Mail, At::Rcpt, At::Data];

#[tokio::test]
async fn a_mail_that_is_taken_has_both_parts_and_every_header_and_its_message_id_is_told() {
    let server = Smtp::start(&[]).await;

    let outcome = deliver(&server, "smtp://HOST", &sample::mail()).await;

    let seen = server.seen();
    assert_eq!(seen.commands[1..], ["MAIL FROM:<ask@acme.ca>", "RCPT TO:<sam@example.com>", "DATA", "QUIT"]);
    let mail = mailparse::parse_mail(seen.contents[0].as_bytes()).unwrap();
    let header = |name: &str| mail.headers.get_first_value(name).unwrap_or_default();
    let message_id = "demo.inv_01JD9ZK4T8Q5V7M2N3P6R8S0WX@acme.ca".to_owned();
    assert_eq!(header("Message-ID"), format!("<{message_id}>"));
    assert_eq!(outcome, SendOutcome::Accepted { message_id });
    assert_eq!(header("From"), "Chauffage Léa <ask@acme.ca>");
    assert_eq!(header("To"), "sam@example.com");
    assert_eq!(header("Subject"), "Comment ça s'est passé ?");
    assert_eq!(header("List-Unsubscribe"), sample::mail().headers[0].1);
    assert_eq!(header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert_eq!(mail.ctype.mimetype, "multipart/alternative");
    let parts: Vec<_> = mail.subparts.iter().map(|part| part.ctype.mimetype.as_str()).collect();
    assert_eq!(parts, ["text/plain", "text/html"]);
    assert!(mail.subparts[1].get_body().unwrap().contains("<p>Bonjour à vous</p>"));
}

/// RFC 8058: a mail store matches the two headers letter by letter, so they must not be encoded.
#[tokio::test]
async fn r3_3_the_one_click_headers_travel_as_they_are() {
    let server = Smtp::start(&[]).await;

    deliver(&server, "smtp://HOST", &sample::mail()).await;

    let content = server.seen().contents.remove(0);
    assert!(content.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{content}");
    assert!(content.contains("<https://ask.acme.ca/u/xxxxxxxx"), "{content}");
}

#[tokio::test]
async fn a_line_of_one_point_does_not_end_the_mail() {
    let server = Smtp::start(&[]).await;
    let mail = OutgoingMail { text: "one\n.\ntwo\n".to_owned(), ..sample::mail() };

    let outcome = deliver(&server, "smtp://HOST", &mail).await;

    assert_eq!(shown(&outcome), "accepted");
    assert!(server.seen().contents[0].contains("\r\n..\r\ntwo"), "the point is doubled on the wire");
}

#[tokio::test]
async fn user_and_password_are_sent_before_the_mail() {
    let server = Smtp::start(&[]).await;

    let outcome = deliver(&server, "smtp://me:s%40cret@HOST?tls=none", &sample::mail()).await;

    assert_eq!(shown(&outcome), "accepted");
    // python3: base64.b64encode(b"\0me\0s@cret")
    assert_eq!(server.seen().commands[1], "AUTH PLAIN AG1lAHNAY3JldA==");
}

#[tokio::test]
async fn a_password_is_never_sent_in_the_clear_unless_told_to() {
    let server = Smtp::start(&[]).await;

    let outcome = deliver(&server, "smtp://me:secret@HOST", &sample::mail()).await;

    assert_eq!(shown(&outcome), "blocked");
    let seen = server.seen();
    assert!(!seen.commands.iter().any(|command| command.starts_with("AUTH")), "{:?}", seen.commands);
}

#[tokio::test]
async fn r1_4_closed_before_the_content_is_surely_not_taken() {
    for at in BEFORE_CONTENT {
        let (outcome, seen) = outcome_of(at, Reply::Close).await;

        assert_eq!(shown(&outcome), "not reached", "{at:?}");
        assert_eq!(seen.contents.len(), 0, "{at:?}");
    }
}

#[tokio::test]
async fn r1_4_closed_after_the_content_is_one_message_and_unknown() {
    let (outcome, seen) = outcome_of(At::Content, Reply::Close).await;

    assert_eq!(outcome, SendOutcome::Unknown);
    assert_eq!(seen.contents.len(), 1);
}

#[tokio::test]
async fn r1_4_an_answer_to_the_content_that_cannot_be_read_is_unknown() {
    assert_eq!(outcome_of(At::Content, Reply::Say("hello there")).await.0, SendOutcome::Unknown);
    assert_eq!(outcome_of(At::Content, Reply::Say("354 go on")).await.0, SendOutcome::Unknown);
}

#[tokio::test]
async fn r1_4_silence_after_the_content_is_unknown() {
    assert_eq!(outcome_of(At::Content, Reply::Silence).await.0, SendOutcome::Unknown);
}

#[tokio::test]
async fn r1_4_silence_before_the_content_is_surely_not_taken() {
    assert_eq!(outcome_of(At::Rcpt, Reply::Silence).await.0, SendOutcome::NotReached);
}

#[tokio::test]
async fn a_bye_that_never_comes_changes_nothing() {
    assert_eq!(shown(&outcome_of(At::Quit, Reply::Close).await.0), "accepted");
    assert_eq!(shown(&outcome_of(At::Quit, Reply::Silence).await.0), "accepted");
}

#[tokio::test]
async fn r1_8_a_temporary_refusal_is_tried_another_time_at_every_stage() {
    for at in [At::Greeting, At::Hello] {
        let (outcome, _) = outcome_of(at, Reply::Say("450 later")).await;
        assert_eq!(shown(&outcome), "not reached", "{at:?}");
    }
    for at in [At::Auth, At::Mail, At::Rcpt, At::Data, At::Content] {
        let (outcome, _) = outcome_of(at, Reply::Say("451 later")).await;
        assert_eq!(shown(&outcome), "throttled", "{at:?}");
    }
}

#[tokio::test]
async fn r1_10_a_refusal_of_ourselves_trips_the_breaker_and_one_of_the_mail_does_not() {
    let rows = [
        (At::Greeting, "554 no service", "blocked"),
        (At::Auth, "535 wrong password", "blocked"),
        (At::Mail, "530 log in first", "blocked"),
        (At::Mail, "550 not your address", "blocked"),
        (At::Rcpt, "554 5.7.1 <sam@example.com>: Relay access denied", "blocked"),
        (At::Rcpt, "550-5.7.1 Service unavailable,\r\n550 5.7.1 client host blocked", "blocked"),
        (At::Rcpt, "550 5.1.1 no such user <sam@example.com>", "suppressed"),
        (At::Rcpt, "552 5.2.2 mailbox full", "rejected"),
        (At::Data, "554 no", "rejected"),
        (At::Content, "554 spam", "rejected"),
    ];

    for (at, said, expected) in rows {
        let (outcome, _) = outcome_of(at, Reply::Say(said)).await;
        assert_eq!(shown(&outcome), expected, "{at:?} {said}");
        assert!(!format!("{outcome:?}").contains('@'), "{outcome:?}");
    }
}

#[tokio::test]
async fn r1_3_a_refused_connection_is_surely_not_taken() {
    let mailer = SmtpMailer::new("smtp://127.0.0.1:1").unwrap();

    assert_eq!(mailer.deliver(&sample::mail()).await, SendOutcome::NotReached);
    assert_eq!(mailer.was_accepted(&sample::mail().tag).await, Ok(Acceptance::Unknown));
}

#[tokio::test]
async fn r3_7_a_control_character_in_a_header_never_leaves() {
    let server = Smtp::start(&[]).await;
    let mail = OutgoingMail { subject: "Bonjour\r\nBcc: all@example.com".to_owned(), ..sample::mail() };

    let outcome = deliver(&server, "smtp://HOST", &mail).await;

    assert_eq!(shown(&outcome), "rejected");
    assert_eq!(server.seen().connections, 0);
}
