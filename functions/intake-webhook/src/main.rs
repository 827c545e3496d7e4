//! Wires `intake-webhook` to AWS: settings, clients, runtime. What it does is in the library.

use intake_webhook::{Deps, router};
use relance_adapters::aws::Aws;
use relance_adapters::chance::SystemClock;
use relance_adapters::source::{EventReader, Verifier};
use relance_application::kind::{Queue, Table};
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let aws = Aws::start(env!("CARGO_PKG_NAME"))?;
    let deps = Deps {
        records: aws.records(&[Table::Core, Table::Events])?,
        announce: aws.announce(&[Queue::Work])?,
        verify: Arc::new(Verifier::new(aws.secrets()?)),
        read: Arc::new(EventReader),
        clock: Arc::new(SystemClock),
        base_url: aws.base_url()?.into(),
    };
    lambda_http::run(router(deps)).await
}
