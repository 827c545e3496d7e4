//! Works on the send queue: claims one invitation or staff mail, asks the policy again, words it, hands it over by mail
//! or text once (R1.3-R1.6). The protocol is the domain's; the words are those of `views`.

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use jiff::{SignedDuration, Timestamp};
use relance_adapters::edge::Together;
use relance_adapters::edge::batch::{each_record, hint};
use relance_application::invitation::{SendMail, Sender};
use relance_application::ports::chance::{Clock, Mint};
use relance_application::ports::compose::Compose;
use relance_application::ports::due::Announce;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{HealthCounters, Mailer, SendBudget, Texter};
use relance_application::ports::records::{Key, Records};
use relance_application::ports::seal::Seal;
use relance_views::{alert, invitation};
use std::sync::Arc;

/// The words of everything that goes out.
const WORDS: Compose = Compose { invitation: invitation::mail, text: invitation::sms, alert: alert::mail };

/// What the function needs.
#[derive(Clone)]
pub struct Deps {
    /// Where everything is.
    pub records: Arc<dyn Records>,
    /// The transport of mails.
    pub mailer: Arc<dyn Mailer>,
    /// The transport of texts, where there is one (R3.10).
    pub texter: Option<Arc<dyn Texter>>,
    /// The shared send rate.
    pub budget: Arc<dyn SendBudget>,
    /// What the breaker counts.
    pub health: Arc<dyn HealthCounters>,
    /// Seals links.
    pub seal: Arc<dyn Seal>,
    /// Wakes us again for an early hint.
    pub announce: Arc<dyn Announce>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Draws jitter, names decisions.
    pub mint: Arc<dyn Mint>,
    /// Identity and links.
    pub sender: Arc<Sender>,
}

/// Works on one batch of hints, `time_left` before this worker is stopped.
pub async fn handle(deps: Deps, event: SqsEvent, time_left: SignedDuration) -> SqsBatchResponse {
    let now = deps.clock.now();
    let deadline = now.checked_add(time_left).unwrap_or(now);
    let together = Together::of(event.records.len(), deps.budget.clone(), deps.health.clone());
    let together = Arc::new(together);
    let deps = Deps { budget: together.clone(), health: together.clone(), ..deps };
    let response = each_record(event, |body| {
        let deps = deps.clone();
        async move { send(&deps, &hint(&body)?, deadline).await }
    })
    .await;
    together.done().await;
    response
}

/// Works on one mail, if it is time.
///
/// # Errors
/// Faults of the store; the due index brings the mail back.
pub async fn send(deps: &Deps, key: &Key, deadline: Timestamp) -> Result<(), Fault> {
    use_case(deps).run(key, deadline).await
}

/// Takes over a mail whose worker is known to be dead (one machine only, at its start).
///
/// # Errors
/// Faults of the store; the lease brings the mail back.
pub async fn take_over(deps: &Deps, key: &Key) -> Result<(), Fault> {
    use_case(deps).take_over(key).await
}

fn use_case(deps: &Deps) -> SendMail<'_> {
    SendMail {
        records: deps.records.as_ref(),
        mailer: deps.mailer.as_ref(),
        texter: deps.texter.as_deref(),
        budget: deps.budget.as_ref(),
        health: deps.health.as_ref(),
        compose: WORDS,
        seal: deps.seal.as_ref(),
        announce: deps.announce.as_ref(),
        clock: deps.clock.as_ref(),
        mint: deps.mint.as_ref(),
        sender: deps.sender.as_ref(),
    }
}
