//! Sentences about connections that are slow, and about more of them than there is room for. Time here is real and short:
//! each test waits for what the server does, never for a moment.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use axum::routing::get;
use std::time::Instant;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::oneshot;

const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_mins(5);
const PATIENT: Patience = Patience { head: LONG, body: LONG, reading: LONG, connections: 10 };

/// More than the system keeps for a connection whose other end does not read.
const MUCH: usize = 32 << 20;

/// A server that greets, echoes bodies and says much; it is stopped when the sender is dropped.
async fn server(patience: Patience) -> (SocketAddr, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = Router::new()
        .route("/", get(async || "hello").post(async |body: String| body))
        .route("/much", get(async || vec![b'x'; MUCH]));
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async { _ = stopped.await };
    tokio::spawn(async move { serve(listener, routes, patience, stopped).await });
    (address, stop)
}

/// Sends what a client sends, and reads until the server hangs up.
async fn answered(address: SocketAddr, sent: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(sent.as_bytes()).await.unwrap();
    read_to_the_end(&mut stream).await
}

async fn read_to_the_end(stream: &mut TcpStream) -> String {
    let mut told = Vec::new();
    // A server that hangs up with bytes unread resets the connection: what came before it counts.
    _ = stream.read_to_end(&mut told).await;
    String::from_utf8(told).unwrap()
}

#[tokio::test]
async fn a_head_that_is_never_finished_ends_its_connection() {
    let (address, _running) = server(Patience { head: SHORT, ..PATIENT }).await;

    for begun in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: localhost\r\nx-more: "] {
        let since = Instant::now();

        let answer = answered(address, begun).await;

        assert!(!answer.contains("200 OK"), "{answer}");
        assert!(since.elapsed() >= SHORT, "it had its time: {:?}", since.elapsed());
    }
}

#[tokio::test]
async fn silence_after_an_answer_ends_a_connection() {
    let (address, _running) = server(Patience { head: SHORT, ..PATIENT }).await;

    let answer = answered(address, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await;

    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("hello"), "{answer}");
}

#[tokio::test]
async fn a_body_that_is_never_finished_is_refused_however_it_drips() {
    let (address, _running) = server(Patience { body: SHORT, ..PATIENT }).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head =
        "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: 1000000\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut reading, mut writing) = stream.into_split();
    let drips = tokio::spawn(async move {
        while writing.write_all(b"x").await.is_ok() {
            tokio::task::yield_now().await;
        }
    });

    let mut told = Vec::new();
    _ = reading.read_to_end(&mut told).await;

    let told = String::from_utf8(told).unwrap();
    assert!(told.is_empty() || told.starts_with("HTTP/1.1 4"), "{told}");
    drips.await.unwrap();
}

#[tokio::test]
async fn a_body_that_is_whole_in_time_is_read() {
    let (address, _running) = server(Patience { head: SHORT, ..PATIENT }).await;

    let request =
        "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n\r\nwhole";

    assert!(answered(address, request).await.ends_with("whole"));
}

#[tokio::test]
async fn more_connections_than_there_is_room_for_wait_until_one_ends() {
    let (address, _running) = server(Patience { connections: 2, ..PATIENT }).await;
    let greeting = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let first = TcpStream::connect(address).await.unwrap();
    let _second = TcpStream::connect(address).await.unwrap();

    let mut third = tokio::spawn(answered(address, greeting));
    let early = tokio::time::timeout(SHORT, &mut third).await;
    drop(first);

    assert!(early.is_err(), "there was no room: {early:?}");
    assert!(third.await.unwrap().ends_with("hello"));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_answer_that_nobody_reads_gives_its_place_to_the_next() {
    let (address, _running) = server(Patience { reading: SHORT, connections: 1, ..PATIENT }).await;
    let mut deaf = TcpStream::connect(address).await.unwrap();
    deaf.write_all(b"GET /much HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    deaf.readable().await.unwrap();

    let next = answered(address, "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await;

    assert!(next.ends_with("hello"), "{next}");
    assert!(read_to_the_end(&mut deaf).await.len() < MUCH, "it did not wait for its end");
}

#[tokio::test]
async fn a_server_that_is_stopped_answers_what_it_was_asked_and_ends() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (begun, mut has_begun) = tokio::sync::mpsc::channel::<()>(1);
    let (go_on, goes_on) = oneshot::channel::<()>();
    let goes_on = Arc::new(std::sync::Mutex::new(Some(goes_on)));
    let slow = get(move || {
        let (begun, goes_on) = (begun.clone(), goes_on.lock().unwrap().take().unwrap());
        async move {
            begun.send(()).await.unwrap();
            goes_on.await.unwrap();
            "done"
        }
    });
    let (stop, stopped) = oneshot::channel::<()>();
    let routes = Router::new().route("/", slow);
    let running =
        tokio::spawn(async move { serve(listener, routes, PATIENT, async { _ = stopped.await }).await });
    let asked = tokio::spawn(answered(address, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"));
    has_begun.recv().await.unwrap();

    stop.send(()).unwrap();
    go_on.send(()).unwrap();

    assert!(asked.await.unwrap().ends_with("done"));
    running.await.unwrap();
}
