//! Works on the work queue: new raw events, waves and lists of people become invitations, new answers become
//! alerts.
//! Both are decided in the domain; sending what follows is `dispatch-sends`.

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use relance_adapters::edge::batch::{each_record, hint};
use relance_application::invitation::{BeginWave, PlanInvitations, SendBatch};
use relance_application::kind::Duty;
use relance_application::ports::chance::{Clock, Mint};
use relance_application::ports::due::Announce;
use relance_application::ports::fault::Fault;
use relance_application::ports::inbound::ReadEvent;
use relance_application::ports::records::{Key, Records};
use relance_application::rule::EvaluateAnswer;
use std::sync::Arc;

/// What the function needs.
#[derive(Clone)]
pub struct Deps {
    /// Where everything is.
    pub records: Arc<dyn Records>,
    /// Wakes the sender.
    pub announce: Arc<dyn Announce>,
    /// Reads bodies in the words of each tool.
    pub read: Arc<dyn ReadEvent>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Names new things.
    pub mint: Arc<dyn Mint>,
}

/// Works on one batch of hints.
pub async fn handle(deps: Deps, event: SqsEvent) -> SqsBatchResponse {
    each_record(event, |body| {
        let deps = deps.clone();
        async move { work_on(&deps, &hint(&body)?).await }
    })
    .await
}

async fn work_on(deps: &Deps, key: &Key) -> Result<(), Fault> {
    let (records, announce, clock) = (deps.records.as_ref(), deps.announce.as_ref(), deps.clock.as_ref());
    match key.partition.kind.row().duty {
        Some(Duty::Plan) => {
            let read = deps.read.as_ref();
            PlanInvitations { records, announce, read, clock }.run(key).await
        }
        Some(Duty::BeginWave) => {
            BeginWave { records, announce, clock, mint: deps.mint.as_ref() }.run(key).await
        }
        Some(Duty::WorkThrough) => SendBatch { records, announce, clock }.run(key).await,
        Some(Duty::Evaluate) => EvaluateAnswer { records, announce, clock }.run(key).await,
        Some(Duty::SendInvitation | Duty::SendReminder | Duty::SendStaffMail | Duty::Call) | None => Err(
            Fault::permanent(format!("nothing is evaluated for records of kind {:?}", key.partition.kind)),
        ),
    }
}
