//! Calls through the real client: to programs on this machine, and to names whose meaning changes while they are called.
//! Which addresses are closed is tested beside them.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::resolve::LookingUp;
use super::*;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

fn call(url: &str) -> SignedCall {
    SignedCall {
        id: "act_1".to_owned(),
        at: jiff::Timestamp::UNIX_EPOCH,
        url: url.to_owned(),
        body: "{}".to_owned(),
        secrets: vec!["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()],
    }
}

/// A program on this machine that gives one answer to everybody; its address, and how often it was called.
async fn answering(answer: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let mut read = [0; 4096];
                _ = stream.read(&mut read).await;
                _ = stream.write_all(answer).await;
                // Held open: who waits for the body waits for ever.
                std::future::pending::<()>().await;
            });
        }
    });
    (url, calls)
}

async fn outcome(answer: &'static [u8]) -> (CallOutcome, usize) {
    let (url, calls) = answering(answer).await;
    let outcome = EndpointCaller::new(CallReach::AlsoThisMachine).unwrap().call(&call(&url)).await;
    (outcome, calls.load(Ordering::SeqCst))
}

#[tokio::test]
async fn r4_5_the_status_is_all_that_is_looked_at() {
    let endless = b"HTTP/1.1 204 No Content\r\n\r\n";
    assert_eq!(outcome(endless).await, (CallOutcome::Answered(204), 1));
    let body_never_ends = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\nsecret words";
    assert_eq!(outcome(body_never_ends).await, (CallOutcome::Answered(200), 1));
}

#[tokio::test]
async fn r4_5_a_redirect_is_an_answer_and_is_not_followed() {
    let elsewhere = b"HTTP/1.1 307 Temporary Redirect\r\nlocation: /hook\r\ncontent-length: 0\r\n\r\n";

    assert_eq!(outcome(elsewhere).await, (CallOutcome::Answered(307), 1));
}

#[tokio::test(start_paused = true)]
async fn r4_5_who_does_not_answer_within_ten_seconds_is_left() {
    let (outcome, _) = outcome(b"").await;

    assert_eq!(outcome, CallOutcome::NotReached("no answer within ten seconds".to_owned()));
}

#[tokio::test]
async fn r4_5_headers_without_end_are_not_held() {
    let flood: &'static [u8] = [b"HTTP/1.1 200 OK\r\nx: ".as_slice(), &vec![b'y'; 200_000]].concat().leak();

    let (outcome, _) = outcome(flood).await;

    assert_eq!(outcome, CallOutcome::NotReached("the connection broke before an answer".to_owned()));
}

#[tokio::test]
async fn r4_5_this_machine_is_out_of_reach_unless_a_setting_says_otherwise() {
    let (url, calls) = answering(b"HTTP/1.1 200 OK\r\n\r\n").await;

    let outcome = EndpointCaller::new(CallReach::World).unwrap().call(&call(&url)).await;

    assert!(
        matches!(outcome, CallOutcome::NotReached(reason) if reason.starts_with("its address may not be called"))
    );
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

/// Says a public address whenever it is asked to be judged first, and this machine to whoever asks again.
#[derive(Clone, Default)]
struct Rebinding(Arc<AtomicUsize>);

impl NameLookup for Rebinding {
    fn addresses(&self, _: &str) -> LookingUp<Vec<IpAddr>> {
        let first = self.0.fetch_add(1, Ordering::SeqCst) == 0;
        let says = if first { "93.184.216.34" } else { "127.0.0.1" };
        Box::pin(std::future::ready(Ok(vec![says.parse().unwrap()])))
    }
}

/// The name is looked up once per call, by the connector itself, so a second meaning is judged like the first.
#[tokio::test(start_paused = true)]
async fn r4_5_a_name_that_changes_its_meaning_leads_nowhere() {
    let names = Rebinding::default();
    names.0.store(1, Ordering::SeqCst);
    let http = client(names.clone(), CallReach::World).unwrap();

    let outcome = called(&http, CallReach::World, &call("https://rebinding.example/hook")).await;

    assert_eq!(outcome, CallOutcome::NotReached("its name leads to no public address".to_owned()));
    assert_eq!(names.0.load(Ordering::SeqCst), 2, "asked once");
}
