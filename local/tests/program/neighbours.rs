//! What hangs holds up nobody else (R1.11), seen from outside the real program: an endpoint, or the mail server, that takes
//! connections and never says a word. Time here is real; what is waited for is what the program does.

use crate::program::{Client, Program, mails_to, survey_link};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::tempdir;

/// What hangs is given up after ten seconds at the earliest: whoever waits for it is this late.
const HANGS: Duration = Duration::from_secs(10);
/// What follows from an answer waits this long for the marks of a program.
const LOOKED_AT: Duration = Duration::from_secs(10);
/// The demo campaign's delay.
const DELAY: SignedDuration = SignedDuration::from_hours(12);
/// Answers that are told of; far more than calls to one endpoint are under way at once.
const ANSWERS: usize = 24;

/// A server of the test's own; it lives as long as the test.
struct Neighbour {
    port: u16,
    called: Arc<Mutex<Vec<Instant>>>,
}

impl Neighbour {
    /// Takes every connection and keeps it, without a word.
    fn that_hangs() -> Self {
        let mut kept = Vec::new();
        Self::start(move |stream| kept.push(stream))
    }

    /// Answers every call at once.
    fn that_answers() -> Self {
        Self::start(|mut stream| {
            let mut request = [0; 16 * 1024];
            _ = stream.read(&mut request);
            _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        })
    }

    fn start(mut with: impl FnMut(TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, called) = (listener.local_addr().unwrap().port(), Arc::default());
        let calls: Arc<Mutex<Vec<Instant>>> = Arc::clone(&called);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                calls.lock().unwrap().push(Instant::now());
                with(stream);
            }
        });
        Self { port, called }
    }

    fn calls(&self) -> Vec<Instant> {
        self.called.lock().unwrap().clone()
    }

    /// Makes it an endpoint that is told of answers.
    fn is_told(&self, client: &Client) {
        let secret = format!("whsec_{}=", "A".repeat(43));
        let url = format!("http://127.0.0.1:{}/hook", self.port);
        let webhook = json!({"url": url, "events": ["answer.completed"], "secrets": [secret]});
        let (status, told) = client.write("/v1/webhooks", &webhook);
        assert_eq!(status, 201, "{told}");
    }
}

/// Asks until it is so.
pub fn until<T>(what: &str, mut asked: impl FnMut() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(found) = asked() {
            return found;
        }
        assert!(since.elapsed() < Duration::from_mins(1), "{what}: not within a minute");
        thread::park_timeout(Duration::from_millis(20));
    }
}

fn finish_tasks(client: &Client, name: &str, at: Timestamp, many: usize) {
    for n in 0..many {
        let (task, address) = (format!("{name}-{n}"), format!("{name}{n}@example.com"));
        assert_eq!(client.finish_task(&task, &address, &at.to_string()), Some(202));
    }
}

/// The links of surveys that were mailed at once, because their time was over.
fn surveys(client: &Client, many: usize) -> Vec<String> {
    let now: Timestamp = client.now().unwrap().parse().unwrap();
    finish_tasks(client, "answers", now - DELAY - SignedDuration::from_mins(1), many);
    let mails = until("the surveys", || client.mails().filter(|mails| mails.len() == many));
    mails.iter().filter_map(survey_link).collect()
}

#[test]
fn r1_11_beside_an_endpoint_that_hangs_mails_are_in_time_and_other_endpoints_are_told() {
    let data = tempdir().unwrap();
    let program = Program::start_with(data.path(), 0, &["--reach-this-machine"]);
    let client = program.client();
    let (hanging, living) = (Neighbour::that_hangs(), Neighbour::that_answers());
    let links = surveys(&client, ANSWERS);
    hanging.is_told(&client);
    living.is_told(&client);
    for link in links {
        assert_eq!(client.answer(&link, 9), Some(200));
    }
    let first = until("a call that hangs", || hanging.calls().first().copied());

    let now: Timestamp = client.now().unwrap().parse().unwrap();
    let due = now + SignedDuration::from_secs(3);
    finish_tasks(&client, "timed", due - DELAY, 20);
    let timed = |n| format!("timed{n}@example.com");
    let mails = until("the mails of this minute", || {
        client.mails().filter(|mails| (0..20).all(|n| !mails_to(mails, &timed(n)).is_empty()))
    });

    let told = until("the calls to the other endpoint", || {
        let calls = living.calls();
        calls.get(ANSWERS - 1).copied()
    });
    assert!(told.duration_since(first) < HANGS, "they waited for a call that hangs");
    assert!(hanging.calls().len() < ANSWERS, "most calls to it wait behind those that hang");
    for n in 0..20 {
        let sent_at: Timestamp = mails_to(&mails, &timed(n))[0]["sent_at"].as_str().unwrap().parse().unwrap();
        let late = sent_at.duration_since(due);
        assert!(!late.is_negative() && late < SignedDuration::from_secs(5), "{n} is {late:#} late");
    }
    let metrics = client.read("/local/metrics.json").unwrap();
    assert!(metrics["pending_hints"].as_u64().unwrap() > 0, "calls that hang are counted: {metrics}");
}

#[test]
fn r1_11_beside_a_mail_server_that_hangs_answers_are_taken_and_endpoints_are_told() {
    let data = tempdir().unwrap();
    let first = Program::start_with(data.path(), 0, &["--reach-this-machine"]);
    let (hanging, living) = (Neighbour::that_hangs(), Neighbour::that_answers());
    let links = surveys(&first.client(), 5);
    let campaign = first.client().items("/v1/campaigns").unwrap()[0]["id"].as_str().unwrap().to_owned();
    living.is_told(&first.client());
    first.kill();
    let smtp = format!("smtp://127.0.0.1:{}", hanging.port);
    let program = Program::start_with(data.path(), 0, &["--reach-this-machine", "--smtp", &smtp]);
    let client = program.client();

    let people: Vec<_> = (0..30).map(|n| json!({"email": format!("person{n}@example.com")})).collect();
    let (status, told) =
        client.write(&format!("/v1/campaigns/{campaign}/send"), &json!({"recipients": people}));
    assert!(status < 300, "{status}: {told}");
    until("a mail that hangs", || hanging.calls().first().copied());
    for link in &links {
        assert_eq!(client.answer(link, 9), Some(200));
    }
    let answered = Instant::now();
    let told = until("the calls about the answers", || living.calls().get(links.len() - 1).copied());

    assert!(told.duration_since(answered) < LOOKED_AT + HANGS / 2, "they waited for a mail that hangs");
}
