//! Works on the delivery queue: what the mail transport says became of each mail (R3.6).
//! Reading SES's words is in `ses_event`; what follows from them in `application::send`.

mod ses_event;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use relance_adapters::edge::batch::each_record;
use relance_application::ports::chance::Clock;
use relance_application::ports::mail::HealthCounters;
use relance_application::ports::records::Records;
use relance_application::send::RecordDelivery;
pub use ses_event::reports;
use std::sync::Arc;

/// What the function needs.
#[derive(Clone)]
pub struct Deps {
    /// Where everything is.
    pub records: Arc<dyn Records>,
    /// What the breaker counts.
    pub health: Arc<dyn HealthCounters>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

/// Works on one batch of SES events, wrapped by SNS.
pub async fn handle(deps: Deps, event: SqsEvent) -> SqsBatchResponse {
    each_record(event, |body| {
        let deps = deps.clone();
        async move {
            let (records, health, clock) = (deps.records.as_ref(), deps.health.as_ref(), deps.clock.as_ref());
            let record = RecordDelivery { records, health, clock };
            for report in ses_event::reports(&body)? {
                record.run(&report).await?;
            }
            Ok(())
        }
    })
    .await
}
