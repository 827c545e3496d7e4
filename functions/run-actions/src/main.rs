//! Wires `run-actions` to AWS: settings, clients, runtime. What it does is in the library.

use aws_lambda_events::sqs::SqsEvent;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use relance_adapters::aws::Aws;
use relance_adapters::chance::{SystemClock, UlidMint};
use relance_adapters::outbound::EndpointCaller;
use relance_application::kind::{Queue, Table};
use run_actions::{Deps, handle};
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let aws = Aws::start(env!("CARGO_PKG_NAME"))?;
    let deps = Deps {
        records: aws.records(&[Table::Core])?,
        secrets: aws.secrets()?,
        endpoint: Arc::new(EndpointCaller::new(aws.reach())?),
        announce: aws.announce(&[Queue::Actions])?,
        clock: Arc::new(SystemClock),
        mint: Arc::new(UlidMint),
    };
    let work =
        |event: LambdaEvent<SqsEvent>| async { Ok::<_, Error>(handle(deps.clone(), event.payload).await) };
    lambda_runtime::run(service_fn(work)).await
}
