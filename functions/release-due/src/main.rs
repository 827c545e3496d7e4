//! Wires `release-due` to AWS: settings, clients, runtime. What it does is in the library.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use relance_adapters::aws::Aws;
use relance_adapters::chance::SystemClock;
use relance_application::kind::{Queue, Table};
use release_due::{Deps, handle};
use serde_json::Value;
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let aws = Aws::start(env!("CARGO_PKG_NAME"))?;
    let records = aws.records(&[Table::Core, Table::Events])?;
    let deps = Deps {
        due: records.clone(),
        records,
        announce: aws.announce(&Queue::ALL)?,
        clock: Arc::new(SystemClock),
        sends_per_s: Some(aws.sends_per_s()?),
        reached: Arc::default(),
    };
    let sweep = async |_: LambdaEvent<Value>| handle(&deps).await.map(drop).map_err(Error::from);
    lambda_runtime::run(service_fn(sweep)).await
}
