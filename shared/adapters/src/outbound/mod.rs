//! Calls to endpoints: signed, over HTTPS to public addresses, once, ten seconds, no redirects (R4.5). Only the status is
//! looked at: what the other side says is not even read. When to call, and what follows, is the application's.

mod address;
mod resolve;
mod sign;

use async_trait::async_trait;
use bytes::Bytes;
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error};
use hyper_util::rt::TokioExecutor;
use relance_application::outbound::{CallEndpoint, SignedCall};
use relance_domain::outbound::{CallOutcome, CallReach, target};
use resolve::{Guarded, NameLookup, System};
use std::error::Error as _;
use std::io;
use std::time::Duration;

/// For everything: looking up, connecting, sending, waiting for the status.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most bytes of an answer that are ever held: its headers.
const MOST_READ: usize = 64 * 1024;

type Http<L> = Client<HttpsConnector<HttpConnector<Guarded<L>>>, Full<Bytes>>;

/// Calls endpoints within a reach.
pub struct EndpointCaller {
    http: Http<System>,
    reach: CallReach,
}

impl EndpointCaller {
    /// # Errors
    /// TLS cannot be set up, which a test rules out.
    pub fn new(reach: CallReach) -> Result<Self, rustls::Error> {
        Ok(Self { http: client(System, reach)?, reach })
    }
}

/// HTTP/1.1, one connection per call: endpoints are many and calls are few.
fn client<L: NameLookup>(lookup: L, reach: CallReach) -> Result<Http<L>, rustls::Error> {
    let mut connector = HttpConnector::new_with_resolver(Guarded { lookup, reach });
    connector.enforce_http(false);
    connector.set_connect_timeout(Some(PATIENCE));
    let tls = HttpsConnectorBuilder::new()
        .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())?;
    // Plain HTTP only ever reaches this machine: `target` refuses it for everything else.
    let tls = if reach == CallReach::AlsoThisMachine { tls.https_or_http() } else { tls.https_only() };
    let https = tls.enable_http1().wrap_connector(connector);
    let mut http = Client::builder(TokioExecutor::new());
    http.pool_max_idle_per_host(0).http1_max_buf_size(MOST_READ);
    Ok(http.build(https))
}

#[async_trait]
impl CallEndpoint for EndpointCaller {
    async fn call(&self, call: &SignedCall) -> CallOutcome {
        called(&self.http, self.reach, call).await
    }
}

async fn called<L: NameLookup>(http: &Http<L>, reach: CallReach, call: &SignedCall) -> CallOutcome {
    let not_reached = |reason: &str| CallOutcome::NotReached(reason.to_owned());
    if let Err(bad) = target(&call.url, reach) {
        return CallOutcome::NotReached(format!("its address may not be called: {bad}"));
    }
    let Some(headers) = sign::headers(call) else { return not_reached("it has no secret that can sign") };
    let mut request = http::Request::post(&call.url);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let Ok(request) = request.body(Full::from(call.body.clone())) else {
        return not_reached("its address may not be called");
    };
    match tokio::time::timeout(PATIENCE, http.request(request)).await {
        Ok(Ok(answer)) => CallOutcome::Answered(answer.status().as_u16()),
        Ok(Err(error)) => not_reached(reason(&error)),
        Err(_) => not_reached("no answer within ten seconds"),
    }
}

/// In words that hold nothing of what the other side said.
fn reason(error: &Error) -> &'static str {
    let mut cause = error.source();
    while let Some(found) = cause {
        let refused = found.downcast_ref::<io::Error>().map(io::Error::kind);
        if refused == Some(io::ErrorKind::PermissionDenied) {
            return "its name leads to no public address";
        }
        cause = found.source();
    }
    if error.is_connect() { "no connection" } else { "the connection broke before an answer" }
}

#[cfg(test)]
mod tests;
