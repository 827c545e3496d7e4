//! The rest of AWS, as far as one survey needs it: queues that keep what they are sent, SES and the parameter store, on
//! one loopback port. Each request is counted where it arrives.

use crate::meter::{Meter, Other};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// SQS bills each 64 KiB of a request.
const CHUNK: usize = 64 * 1024;

/// What the functions have sent.
#[derive(Clone, Default)]
pub struct Rest {
    pub meter: Meter,
    messages: Arc<Mutex<Vec<(String, String)>>>,
    mails: Arc<Mutex<Vec<Value>>>,
    /// The secret of the connection, as the parameter store knows it.
    secret: Arc<str>,
}

impl Rest {
    /// Serves it until the process ends; tells where.
    pub async fn serve(meter: Meter, secret: &str) -> (Self, String) {
        let rest = Self { meter, secret: Arc::from(secret), ..Self::default() };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(rest.clone());
        tokio::spawn(async { axum::serve(listener, router).await });
        (rest, url)
    }

    /// Takes the messages that wait in a queue.
    pub fn receive(&self, queue: &str) -> Vec<String> {
        let mut messages = self.messages.lock().unwrap();
        let (mine, others) = messages.drain(..).partition::<Vec<_>, _>(|(one, _)| one == queue);
        *messages = others;
        mine.into_iter().map(|(_, body)| body).collect()
    }

    /// The mails that SES was handed, taken.
    pub fn mails(&self) -> Vec<Value> {
        std::mem::take(&mut self.mails.lock().unwrap())
    }

    pub fn count_queue(&self, queue: &str, requests: u64) {
        self.meter.count(Other::Queue, requests);
        if queue != "delivery" {
            self.meter.count(Other::FairQueue, requests);
        }
    }

    fn queue(&self, body: &Value, bytes: usize) -> Value {
        let queue = body["QueueUrl"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let entries = body["Entries"].as_array().unwrap();
        self.count_queue(&queue, bytes.div_ceil(CHUNK) as u64);
        let mut messages = self.messages.lock().unwrap();
        let mut taken = Vec::new();
        for entry in entries {
            messages.push((queue.clone(), entry["MessageBody"].as_str().unwrap().to_owned()));
            taken.push(json!({ "Id": entry["Id"], "MessageId": "m", "MD5OfMessageBody": "" }));
        }
        json!({ "Successful": taken, "Failed": [] })
    }
}

async fn answer(
    State(rest): State<Rest>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let read: Value = serde_json::from_slice(&body).unwrap_or_default();
    let target = headers.get("x-amz-target").map_or("", |value| value.to_str().unwrap());
    let said = match (method, uri.path(), target) {
        (_, _, "AmazonSQS.SendMessageBatch") => rest.queue(&read, body.len()),
        (_, _, "AmazonSSM.GetParameter") => {
            rest.meter.count(Other::Parameter, 1);
            let seal = "k1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
            let name = read["Name"].as_str().unwrap();
            let value = if name.ends_with("/seal") { seal } else { &rest.secret };
            json!({ "Parameter": { "Name": name, "Type": "SecureString", "Value": json!([value]).to_string() } })
        }
        (Method::POST, "/v2/email/outbound-emails", _) => {
            rest.meter.count(Other::Mail, 1);
            rest.mails.lock().unwrap().push(read);
            json!({ "MessageId": "010d0193a5b0c7d4-6a1e2f30-9c4b-4d5e-8f60-718293a4b5c6-000000" })
        }
        (Method::GET, "/v2/email/account", _) => {
            json!({ "SendQuota": { "Max24HourSend": 50_000.0, "MaxSendRate": 14.0, "SentLast24Hours": 0.0 } })
        }
        other => panic!("nobody here answers {other:?}"),
    };
    (StatusCode::OK, said.to_string())
}
