//! The listener: as many connections as there is room for, and none that keeps its place by being slow (R5). Heads, bodies,
//! silence between requests and answers that nobody reads have their time. What is answered lives with the functions.

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::{BoxError, Extension, Router};
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep};
use tower::Layer as _;

/// What a request's head may take, cookies included; far more than ours do.
const HEAD_BYTES: usize = 32 * 1024;
/// Without sockets to spare, the system is asked again after this long.
const WITHOUT_SOCKETS: Duration = Duration::from_secs(1);
/// How long requests under way may go on when the program is stopped.
const AT_THE_END: Duration = Duration::from_secs(20);

/// How slow a connection may be, and how many there may be.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until a head is complete, and between requests.
    pub head: Duration,
    /// Until a body is complete.
    pub body: Duration,
    /// Until somebody reads on what we answer.
    pub reading: Duration,
    /// Connections at once: others wait until one of these ends.
    pub connections: usize,
}

impl Default for Patience {
    fn default() -> Self {
        let (head, body, reading) =
            (Duration::from_secs(15), Duration::from_mins(1), Duration::from_secs(30));
        Self { head, body, reading, connections: 1_024 }
    }
}

/// Serves until `stop` completes and the requests under way have been answered.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let routes = routes.layer(middleware::from_fn_with_state(patience.body, with_an_end));
    let room = Arc::new(Semaphore::new(patience.connections));
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let (stream, peer, place) = tokio::select! {
            accepted = next(&listener, &room) => accepted,
            () = &mut stop => break,
        };
        prepare(&stream, patience);
        let service = TowerToHyperService::new(Extension(ConnectInfo(peer)).layer(routes.clone()));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience.head)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), service);
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // How it ends is the client's affair.
            _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    _ = tokio::time::timeout(AT_THE_END, open.shutdown()).await;
}

/// Both settings only help: a connection without them is served too.
fn prepare(stream: &TcpStream, patience: Patience) {
    _ = stream.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(patience.reading));
    #[cfg(not(target_os = "linux"))]
    let _ = patience.reading;
}

/// The next connection, when there is a place for it.
async fn next(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    loop {
        let Ok(place) = room.clone().acquire_owned().await else {
            // Nobody closes the semaphore.
            return std::future::pending().await;
        };
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, place),
            Err(error) if of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken");
                drop(place);
                _ = tokio::time::timeout(WITHOUT_SOCKETS, std::future::pending::<()>()).await;
            }
        }
    }
}

/// Whether only the connection is to blame that went away before it was taken.
fn of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn with_an_end(State(within): State<Duration>, request: Request, next: Next) -> Response {
    let request =
        request.map(|body| if body.is_end_stream() { body } else { Body::new(TimedBody::of(body, within)) });
    next.run(request).await
}

/// A body that has to be there in time.
struct TimedBody {
    body: Body,
    end: Pin<Box<Sleep>>,
}

impl TimedBody {
    fn of(body: Body, within: Duration) -> Self {
        Self { body, end: Box::pin(tokio::time::sleep_until(Instant::now() + within)) }
    }
}

impl HttpBody for TimedBody {
    type Data = axum::body::Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if self.end.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err("the body did not come in time".into())));
        }
        Pin::new(&mut self.body).poll_frame(context).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests;
