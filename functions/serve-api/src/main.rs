//! Wires `serve-api` to AWS: settings, clients, runtime. What it does is in the library.

use relance_adapters::aws::Aws;
use relance_adapters::chance::{SystemClock, UlidMint};
use relance_adapters::source::EventReader;
use relance_application::kind::{Queue, Table};
use serve_api::{Deps, router};
use std::sync::Arc;

/// Lambda takes six megabytes; the rest is for headers.
const MOST_BYTES: usize = 5_500_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let aws = Aws::start(env!("CARGO_PKG_NAME"))?;
    let deps = Deps {
        records: aws.records(&Table::ALL)?,
        announce: aws.announce(&[Queue::Work, Queue::Send])?,
        clock: Arc::new(SystemClock),
        mint: Arc::new(UlidMint),
        secrets: aws.secrets()?,
        read: Arc::new(EventReader),
        base_url: aws.base_url()?,
        reach: aws.reach(),
        most_bytes: Some(MOST_BYTES),
    };
    lambda_http::run(router(deps)).await
}
