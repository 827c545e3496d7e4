//! An HTTP server on a raw socket, so that it can break off anywhere, and counts what it was asked.
//! SMTP is in the file beside.

use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the server does once it has read a request.
#[derive(Debug, Clone)]
pub enum Act {
    /// Answers with a status and a JSON body.
    Answer(u16, String),
    /// Answers an error in the form of AWS's JSON protocols.
    Error(u16, &'static str, &'static str),
    /// Answers an error with a reason of the service's own.
    Refusal(u16, &'static str, &'static str),
    /// Answers the same, twice.
    AnswerTwice(u16, String),
    /// Closes the connection.
    Close,
    /// Resets the connection before it has read the request's body.
    ResetMidRequest,
    /// Resets the connection in the middle of its answer's body.
    ResetMidAnswer,
    /// Says something that is not HTTP.
    Garbage,
    /// Says nothing, while hours go by.
    Silence,
}

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    pub head: String,
    pub body: Value,
}

/// The server; it ends with the test's runtime.
pub struct Http {
    pub url: String,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Http {
    /// Starts a server that does `act` for every request.
    pub async fn start(act: Act) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::default();
        tokio::spawn(serve(listener, act, Arc::clone(&seen)));
        Self { url, seen }
    }

    /// Every request so far, in order.
    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(listener: TcpListener, act: Act, seen: Arc<Mutex<Vec<Request>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(converse(stream, act.clone(), Arc::clone(&seen)));
    }
}

async fn converse(mut stream: TcpStream, act: Act, seen: Arc<Mutex<Vec<Request>>>) {
    while let Some(head) = read_head(&mut stream).await {
        if matches!(act, Act::ResetMidRequest) {
            seen.lock().unwrap().push(Request { head, body: Value::Null });
            stream.set_zero_linger().unwrap();
            return;
        }
        let mut body = vec![0; length(&head)];
        stream.read_exact(&mut body).await.unwrap();
        seen.lock().unwrap().push(Request { head, body: serde_json::from_slice(&body).unwrap_or_default() });
        if !perform(&mut stream, &act).await {
            return;
        }
    }
}

/// Does what was asked; tells whether the connection lives on.
async fn perform(stream: &mut TcpStream, act: &Act) -> bool {
    match act {
        Act::Answer(status, body) => stream.write_all(&answer(*status, "", body)).await.is_ok(),
        Act::Error(status, code, message) => {
            let body = serde_json::json!({ "__type": code, "message": message }).to_string();
            stream.write_all(&answer(*status, code, &body)).await.is_ok()
        }
        Act::Refusal(status, code, reason) => {
            let said = format!("+15145550123: {reason}");
            let body = serde_json::json!({ "__type": code, "Reason": reason, "Message": said }).to_string();
            stream.write_all(&answer(*status, code, &body)).await.is_ok()
        }
        Act::AnswerTwice(status, body) => {
            stream.write_all(&answer(*status, "", body).repeat(2)).await.unwrap();
            true
        }
        Act::Close | Act::ResetMidRequest => false,
        Act::ResetMidAnswer => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 400\r\n\r\n{\"MessageId\":\"m-")
                .await
                .unwrap();
            stream.set_zero_linger().unwrap();
            false
        }
        Act::Garbage => {
            stream.write_all(b"\x16\x03\x01 this is not http\r\n\r\n").await.unwrap();
            false
        }
        Act::Silence => {
            // From here on time passes by itself as soon as everybody waits: no test waits for a time-out.
            tokio::time::pause();
            std::future::pending().await
        }
    }
}

fn answer(status: u16, code: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} Status\r\ncontent-type: application/json\r\nx-amzn-errortype: {code}\r\n\
         content-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    Some(String::from_utf8(head).unwrap())
}

fn length(head: &str) -> usize {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths.next().map_or(0, |(_, value)| value.trim().parse().unwrap())
}
