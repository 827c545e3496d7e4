//! Wires `dispatch-sends` to AWS: settings, clients, runtime. What it does is in the library.

use aws_lambda_events::sqs::SqsEvent;
use dispatch_sends::{Deps, handle};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use relance_adapters::aws::{Aws, time_left};
use relance_adapters::chance::{SystemClock, UlidMint};
use relance_application::kind::{Queue, Table};
use relance_application::ports::mail::Texter;
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let aws = Aws::start(env!("CARGO_PKG_NAME"))?;
    let mailer = aws.mailer()?;
    let deps = Deps {
        records: aws.records(&[Table::Core, Table::Events])?,
        budget: aws.budget(&mailer).await?,
        mailer,
        texter: aws.texter()?.map(|texter| texter as Arc<dyn Texter>),
        health: aws.health()?,
        seal: aws.seal()?,
        announce: aws.announce(&[Queue::Send])?,
        clock: Arc::new(SystemClock),
        mint: Arc::new(UlidMint),
        sender: Arc::new(aws.sender()?),
    };
    let work = |event: LambdaEvent<SqsEvent>| {
        let (deps, left) = (deps.clone(), time_left(event.context.deadline));
        async move { Ok::<_, Error>(handle(deps, event.payload, left).await) }
    };
    lambda_runtime::run(service_fn(work)).await
}
