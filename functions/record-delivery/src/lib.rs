//! Works on the delivery queue: what the transports say became of each mail (R3.6) and each text, and what people reply to
//! texts (R3.10). Reading their words is in `ses_event` and `sms_event`; what follows from them in `application::send`.

mod news;
mod ses_event;
mod sms_event;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
pub use news::{News, news};
use relance_adapters::edge::batch::each_record;
use relance_application::ports::chance::Clock;
use relance_application::ports::mail::HealthCounters;
use relance_application::ports::records::Records;
use relance_application::send::{RecordDelivery, RecordReply};
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

/// Works on one batch of events, each wrapped by SNS.
pub async fn handle(deps: Deps, event: SqsEvent) -> SqsBatchResponse {
    each_record(event, |body| {
        let deps = deps.clone();
        async move {
            let (records, health, clock) = (deps.records.as_ref(), deps.health.as_ref(), deps.clock.as_ref());
            match news(&body)? {
                News::Reports(reports) => {
                    let record = RecordDelivery { records, health, clock };
                    for report in reports {
                        record.run(&report).await?;
                    }
                }
                News::Reply(Some(message)) => {
                    RecordReply { records, clock }.run(&message).await?;
                }
                News::Reply(None) => {}
            }
            Ok(())
        }
    })
    .await
}
