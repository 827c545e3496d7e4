//! Wires `serve-console` to AWS: settings, clients, runtime. What it does is in the library.

use relance_adapters::aws::Aws;
use relance_adapters::chance::{SystemClock, UlidMint};
use relance_application::kind::Table;
use serve_console::{Deps, router};
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let aws = Aws::start(env!("CARGO_PKG_NAME"))?;
    let deps = Deps {
        records: aws.records(&Table::ALL)?,
        clock: Arc::new(SystemClock),
        wall_clock: Arc::new(SystemClock),
        mint: Arc::new(UlidMint),
        base_url: aws.base_url()?.into(),
    };
    lambda_http::run(router(deps)).await
}
