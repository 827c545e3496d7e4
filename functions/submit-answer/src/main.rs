//! Wires `submit-answer` to AWS: settings, clients, runtime. What it does is in the library.

use relance_adapters::aws::Aws;
use relance_adapters::chance::{SystemClock, UlidMint};
use relance_application::kind::{Queue, Table};
use std::sync::Arc;
use submit_answer::{Deps, router};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let aws = Aws::start(env!("CARGO_PKG_NAME"))?;
    let deps = Deps {
        records: aws.records(&[Table::Core, Table::Events])?,
        announce: aws.announce(&[Queue::Work])?,
        seal: aws.seal()?,
        clock: Arc::new(SystemClock),
        mint: Arc::new(UlidMint),
    };
    lambda_http::run(router(deps)).await
}
