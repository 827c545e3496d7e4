//! Wires `release-due` to AWS: settings, clients, runtime, metrics. What it does is in the library.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use relance_adapters::aws::{Aws, Queue};
use relance_adapters::chance::SystemClock;
use relance_adapters::dynamo::key::Table;
use release_due::{Deps, handle};
use serde_json::Value;
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let aws = Aws::start(env!("CARGO_PKG_NAME")).await?;
    let deps = Deps {
        due: aws.records(&[Table::Core, Table::Events])?,
        announce: aws.announce(&[Queue::Work, Queue::Send])?,
        clock: Arc::new(SystemClock),
    };
    lambda_runtime::run(service_fn(|_: LambdaEvent<Value>| sweep(&deps))).await
}

/// One sweep, told as the metrics that the alarms watch (R2.6).
async fn sweep(deps: &Deps) -> Result<(), Error> {
    let swept = handle(deps).await?;
    let (hints_sent, not_taken) = (swept.hinted, swept.not_taken);
    tracing::info!(
        sweeps_completed = 1,
        oldest_overdue_s = swept.oldest_overdue_s,
        hints_sent,
        not_taken,
        "swept"
    );
    Ok(())
}
