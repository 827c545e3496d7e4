//! A client whose engine lives in this process: what the SDK would send over HTTP is handed over as a call.
//! No socket, no signature, no second try. The engine, and how it answers, is the caller's: see the `relance` package.

use super::Client;
use async_trait::async_trait;
use aws_sdk_dynamodb::Config;
use aws_sdk_dynamodb::config::endpoint::{Endpoint, EndpointFuture, Params, ResolveEndpoint};
use aws_sdk_dynamodb::config::http::{HttpRequest, HttpResponse};
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Region, RuntimeComponents, SharedHttpClient, StalledStreamProtectionConfig,
};
use aws_sdk_dynamodb::error::ConnectorError;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector, http_client_fn,
};
use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

/// What comes before the operation's name in `x-amz-target`.
const TARGET: &str = "DynamoDB_20120810.";

/// One call of the SDK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineCall {
    /// Such as `GetItem`.
    pub operation: String,
    /// The request, as `DynamoDB`'s JSON.
    pub body: Vec<u8>,
}

/// What the engine makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineAnswer {
    /// As over HTTP: 200, 400 for a refusal, 500 for a fault of the engine.
    pub status: u16,
    /// `DynamoDB`'s JSON; of an error, with its `__type`.
    pub body: Vec<u8>,
}

/// The engine is gone, and whether the call had an effect is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the engine has ended")]
pub struct EngineEnded;

/// An engine in this process.
#[async_trait]
pub trait InProcess: Send + Sync {
    /// Answers one call. Once it is polled it may finish although nobody waits any longer, as over a network.
    ///
    /// # Errors
    /// The engine has ended.
    async fn answer(&self, asked: EngineCall) -> Result<EngineAnswer, EngineEnded>;
}

/// A client of an engine in this process. It looks at no environment, signs nothing and waits for nothing but the
/// engine: a second try, a time limit or a look at a stalled stream has no use without a network in between.
#[must_use]
pub fn client_in_process(engine: Arc<dyn InProcess>) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("local"))
        .allow_no_auth()
        .endpoint_resolver(NoAddress)
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .http_client(calls_to(engine))
        .build();
    Client::from_conf(config)
}

/// Takes the place of the network.
pub(super) fn calls_to(engine: Arc<dyn InProcess>) -> SharedHttpClient {
    let connector = SharedHttpConnector::new(Calls(engine));
    http_client_fn(move |_: &HttpConnectorSettings, _: &RuntimeComponents| connector.clone())
}

struct Calls(Arc<dyn InProcess>);

impl Debug for Calls {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Calls")
    }
}

impl HttpConnector for Calls {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let engine = Arc::clone(&self.0);
        HttpConnectorFuture::new(async move {
            let asked = asked(&request).ok_or_else(|| user_error("the request is none of DynamoDB's"))?;
            let answered = engine.answer(asked).await.map_err(|error| ConnectorError::io(error.into()))?;
            let status = answered.status.try_into();
            let status = status.map_err(|_| user_error("the engine's status is none of HTTP's"))?;
            let mut response = HttpResponse::new(status, answered.body.into());
            response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
            Ok(response)
        })
    }
}

fn asked(request: &HttpRequest) -> Option<EngineCall> {
    let operation = request.headers().get("x-amz-target")?.strip_prefix(TARGET)?.to_owned();
    Some(EngineCall { operation, body: request.body().bytes()?.to_vec() })
}

fn user_error(reason: &'static str) -> ConnectorError {
    ConnectorError::user(reason.into())
}

/// The SDK wants an address to write on its requests; nobody ever looks it up.
#[derive(Debug)]
struct NoAddress;

impl ResolveEndpoint for NoAddress {
    fn resolve_endpoint(&self, _: &Params) -> EndpointFuture<'_> {
        EndpointFuture::ready(Ok(Endpoint::builder().url("http://engine.invalid").build()))
    }
}
