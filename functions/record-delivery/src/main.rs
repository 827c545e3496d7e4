//! Wires `record-delivery` to AWS: settings, clients, runtime. What it does is in the library.

use aws_lambda_events::sqs::SqsEvent;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use record_delivery::{Deps, handle};
use relance_adapters::aws::Aws;
use relance_adapters::chance::SystemClock;
use relance_application::kind::Table;
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let aws = Aws::start(env!("CARGO_PKG_NAME"))?;
    let (records, health) = (aws.records(&[Table::Core, Table::Events])?, aws.health()?);
    let deps = Deps { records, health, clock: Arc::new(SystemClock) };
    let work =
        |event: LambdaEvent<SqsEvent>| async { Ok::<_, Error>(handle(deps.clone(), event.payload).await) };
    lambda_runtime::run(service_fn(work)).await
}
