//! Works on the actions queue: makes calls that are owed to endpoints, signed, to public addresses only (R4.5). The only
//! room that speaks to strangers, and so the one with the fewest rights: its own records, and the secrets it signs with.

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use relance_adapters::edge::batch::{each_record, hint};
use relance_application::kind::Duty;
use relance_application::outbound::{CallEndpoint, RunAction};
use relance_application::ports::chance::{Clock, Mint};
use relance_application::ports::due::Announce;
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{Key, Records};
use relance_application::ports::seal::Secrets;
use std::sync::Arc;

/// What the function needs.
#[derive(Clone)]
pub struct Deps {
    /// Where calls and endpoints are.
    pub records: Arc<dyn Records>,
    /// Where the endpoints' secrets are.
    pub secrets: Arc<dyn Secrets>,
    /// Makes the calls.
    pub endpoint: Arc<dyn CallEndpoint>,
    /// Wakes the next try.
    pub announce: Arc<dyn Announce>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Spreads the next tries.
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
    if key.partition.kind.row().duty != Some(Duty::Call) {
        return Err(Fault::permanent(format!(
            "nothing is called for records of kind {:?}",
            key.partition.kind
        )));
    }
    let Deps { records, secrets, endpoint, announce, clock, mint } = deps;
    let (records, secrets, endpoint) = (&**records, &**secrets, &**endpoint);
    RunAction { records, secrets, endpoint, announce: &**announce, clock: &**clock, mint: &**mint }
        .run(key)
        .await
}
