//! Those who work by themselves: the consumers of the three queues, and the sweeper.
//! What they do is the product's; this only hands them their seat.

use super::Aftermath;
use crate::simulator::ports::{LINKS, Seat};
use crate::simulator::stage::MessageBody;
use jiff::SignedDuration;
use relance_application::due::ReleaseDue;
use relance_application::invitation::{PlanInvitations, RecordDelivery, SendMail, Sender};
use relance_application::kind::Kind;
use relance_application::ports::chance::Clock as _;
use relance_application::ports::fault::Fault;
use relance_application::ports::records::Key;
use relance_application::rule::EvaluateAnswer;
use relance_domain::invitation::SendRules;

pub(super) async fn work(seat: Seat, body: MessageBody, life_ms: i64) -> Result<Aftermath, Fault> {
    match body {
        MessageBody::Report(report) => {
            RecordDelivery { records: &seat, health: &seat, clock: &seat }.run(&report).await?;
        }
        MessageBody::Hint(key) => match key.partition.kind {
            Kind::RawEvent => {
                let (records, announce, read) = (&seat, &seat, &seat);
                PlanInvitations { records, announce, read, clock: &seat }.run(&key).await?;
            }
            Kind::Answer => {
                EvaluateAnswer { records: &seat, announce: &seat, clock: &seat }.run(&key).await?;
            }
            _ => send(&seat, &key, life_ms).await?,
        },
    }
    Ok(Aftermath::Nothing)
}

async fn send(seat: &Seat, key: &Key, life_ms: i64) -> Result<(), Fault> {
    let max_lateness = SignedDuration::from_millis(seat.stage.world().max_lateness_ms);
    let rules = seat.stage.patch.rules(SendRules { max_lateness, ..SendRules::default() });
    let sender =
        Sender { base_url: "https://ask.example".to_owned(), rules, stopped: false, restore_epoch: 0 };
    let now = seat.now();
    let deadline = now.checked_add(SignedDuration::from_millis(life_ms)).unwrap_or(now);
    SendMail {
        records: seat,
        mailer: seat,
        texter: Some(seat),
        budget: seat,
        health: seat,
        compose: LINKS,
        seal: seat,
        announce: seat,
        clock: seat,
        mint: seat,
        sender: &sender,
    }
    .run(key, deadline)
    .await
}

pub(super) async fn sweep(seat: Seat) -> Result<Aftermath, Fault> {
    let reached = seat.stage.world().reached.clone();
    let (due, records, announce, clock) = (&seat, &seat, &seat, &seat);
    ReleaseDue { due, records, announce, clock, sends_per_s: None, reached: &reached }.run().await?;
    Ok(Aftermath::Nothing)
}
