//! Works on the delivery queue: what the transports say became of each mail (R3.6) and each text, and what people reply to
//! texts (R3.10). Reading their words is in `ses_event` and `sms_event`; what follows from them in `application::invitation`.

mod news;
mod ses_event;
mod sms_event;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
pub use news::{News, news};
use relance_adapters::edge::batch::each_record;
use relance_application::contact::RecordReply;
use relance_application::invitation::{DeliveryReport, RecordDelivery, ReportKind};
use relance_application::ports::chance::Clock;
use relance_application::ports::mail::HealthCounters;
use relance_application::ports::records::Records;
use relance_domain::name::Address;
use std::collections::BTreeSet;
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
    let fates = Arc::new(fates(&event));
    each_record(event, |body| {
        let (deps, fates) = (deps.clone(), fates.clone());
        async move {
            let (records, health, clock) = (deps.records.as_ref(), deps.health.as_ref(), deps.clock.as_ref());
            match news(&body)? {
                News::Reports(reports) => {
                    let record = RecordDelivery { records, health, clock };
                    for report in reports.iter().filter(|report| teaches_something(report, &fates)) {
                        record.run(report).await?;
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

/// A mail, to one address.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct SentTo {
    /// Its name at the transport.
    message_id: String,
    recipient: Address,
}

impl From<&DeliveryReport> for SentTo {
    fn from(report: &DeliveryReport) -> Self {
        Self { message_id: report.message_id.clone(), recipient: report.recipient.clone() }
    }
}

/// The mails of which a batch tells how they fared: delivered, bounced, and so on.
fn fates(event: &SqsEvent) -> BTreeSet<SentTo> {
    let bodies = event.records.iter().filter_map(|record| record.body.as_deref());
    let reports = bodies.filter_map(|body| match news(body) {
        Ok(News::Reports(reports)) => Some(reports),
        _ => None,
    });
    let told = reports.flatten().filter(|report| report.kind != ReportKind::Accepted);
    told.map(|report| SentTo::from(&report)).collect()
}

/// How a mail fared proves that it was taken: a report of just that, in the same batch, teaches nothing more. The
/// queue gathers for a few seconds, so of mails that are delivered at once only one record is kept (bench/COST.md).
fn teaches_something(report: &DeliveryReport, fates: &BTreeSet<SentTo>) -> bool {
    report.kind != ReportKind::Accepted || !fates.contains(&report.into())
}
