//! Wires `evaluate-rules` to AWS: settings, clients, runtime. What it does is in the library.

use aws_lambda_events::sqs::SqsEvent;
use evaluate_rules::{Deps, handle};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use relance_adapters::aws::Aws;
use relance_adapters::chance::{SystemClock, UlidMint};
use relance_adapters::source::EventReader;
use relance_application::kind::{Queue, Table};
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let aws = Aws::start(env!("CARGO_PKG_NAME"))?;
    let deps = Deps {
        records: aws.records(&[Table::Core, Table::Events])?,
        announce: aws.announce(&[Queue::Send, Queue::Actions])?,
        read: Arc::new(EventReader),
        clock: Arc::new(SystemClock),
        mint: Arc::new(UlidMint),
    };
    let work =
        |event: LambdaEvent<SqsEvent>| async { Ok::<_, Error>(handle(deps.clone(), event.payload).await) };
    lambda_runtime::run(service_fn(work)).await
}
