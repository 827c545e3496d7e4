//! The small ports: clock, mint, budget, seal, hints, and what comes in by hooks.
//! Records and mail have files of their own.

use super::Seat;
use crate::simulator::stage::{Event, MessageBody, QueueName, World, ready};
use async_trait::async_trait;
use jiff::Timestamp;
use relance_application::kind::Queue;
use relance_application::ports::chance::{Clock, Mint};
use relance_application::ports::due::{Announce, Announcement};
use relance_application::ports::fault::Fault;
use relance_application::ports::inbound::{NotVerified, RawHook, ReadEvent, UnreadableEvent, VerifyHook};
use relance_application::ports::mail::{HealthCounters, SendBudget};
use relance_application::ports::records::Key;
use relance_application::ports::seal::{Seal, Sealed};
use relance_domain::invitation::{HourOfSends, MailFate};
use relance_domain::name::{OrganizationId, Unique};
use relance_domain::source::{Connection, TriggerEvent};
use std::sync::atomic::Ordering;
use ulid::Ulid;

impl Clock for Seat {
    fn now(&self) -> Timestamp {
        let mut world = self.world();
        let bound = world.faults.skew_ms;
        if world.chance.happens(20) {
            let jumped = world.chance.between(-bound, bound);
            self.skew_ms.store(jumped, Ordering::Relaxed);
        }
        let shown_ms = world.now_ms + self.skew_ms.load(Ordering::Relaxed).clamp(-bound, bound);
        drop(world);
        self.stage.patch.clock(Timestamp::from_millisecond(shown_ms).unwrap_or(Timestamp::MAX))
    }
}

impl Mint for Seat {
    fn unique(&self, at: Timestamp) -> Unique {
        let mut world = self.world();
        let random = (u128::from(world.chance.draw()) << 64) | u128::from(world.chance.draw());
        drop(world);
        let at_ms = u64::try_from(at.as_millisecond()).unwrap_or(0);
        let minted = Unique::minted(Ulid::from_parts(at_ms, random).to_string().to_lowercase());
        self.stage.patch.unique(minted)
    }

    fn secret(&self) -> String {
        format!("secret-{}", self.world().chance.draw())
    }

    fn below(&self, bound: u64) -> u64 {
        self.world().chance.below(bound)
    }
}

#[async_trait]
impl SendBudget for Seat {
    async fn take(&self, now: Timestamp, how_many: u32) -> Result<bool, Fault> {
        self.call("budget", || ready(self.stage.store.take(now, how_many)).unwrap_or(Ok(false))).await
    }
}

/// The breaker never trips here, where a third of all mails may bounce and nobody would resume: it is proved in the
/// journeys.
#[async_trait]
impl HealthCounters for Seat {
    async fn count(&self, _: &OrganizationId, _: MailFate, _: Timestamp, _: u32) -> Result<(), Fault> {
        Ok(())
    }

    async fn recent(&self, _: &OrganizationId, _: Timestamp) -> Result<Vec<HourOfSends>, Fault> {
        Ok(Vec::new())
    }

    async fn start_over(&self, _: &OrganizationId, _: Timestamp) -> Result<(), Fault> {
        Ok(())
    }
}

/// Keys rotate once, in the middle of things; links made with the first one stay true.
const ROTATION_MS: i64 = 6 * 3_600_000;

fn mac(key_id: &str, purpose: &str, text: &str) -> String {
    Unique::derived(&["seal", key_id, purpose, text]).as_str().to_owned()
}

#[async_trait]
impl Seal for Seat {
    async fn seal(&self, purpose: &str, text: &str) -> Result<Sealed, Fault> {
        self.call("seal", || {
            let first = self.world().now_ms.rem_euclid(2 * ROTATION_MS) < ROTATION_MS;
            let key_id = if first { "1" } else { "2" };
            Ok(Sealed { key_id: key_id.to_owned(), mac: mac(key_id, purpose, text) })
        })
        .await
    }

    async fn seal_with_each(&self, purpose: &str, text: &str) -> Result<Vec<Sealed>, Fault> {
        let sealed = |key_id: &str| Sealed { key_id: key_id.to_owned(), mac: mac(key_id, purpose, text) };
        self.call("seal_with_each", || Ok(["1", "2"].map(sealed).to_vec())).await
    }

    async fn holds(&self, purpose: &str, text: &str, sealed: &Sealed) -> Result<bool, Fault> {
        self.call("holds", || {
            let live = ["1", "2"].contains(&sealed.key_id.as_str());
            Ok(self.stage.patch.holds(live && sealed.mac == mac(&sealed.key_id, purpose, text)))
        })
        .await
    }
}

#[async_trait]
impl Announce for Seat {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        let took = |world: &mut World, one: &Announcement| {
            let key: Key = one.hint.clone().into();
            let refuse = world.faults.refuse_hint;
            !world.chance.happens(refuse) && {
                let kept = self.stage.patch.keeps_hint();
                if kept {
                    world.hint(key, i64::from(one.delay_s) * 1_000);
                }
                true
            }
        };
        let send = || {
            let mut world = self.world();
            Ok(announcements.iter().map(|one| took(&mut world, one)).collect())
        };
        // A request whose answer is lost counts as not taken, although its messages are in the queue.
        self.call("announce", send).await.unwrap_or_else(|_| vec![false; announcements.len()])
    }
}

impl World {
    /// Puts a hint into the queue of its kind, or loses it.
    fn hint(&mut self, key: Key, delay_ms: i64) {
        let queue = match key.partition.kind.row().queue {
            Some(Queue::Send) => QueueName::Send,
            _ => QueueName::Work,
        };
        let lose = self.faults.lose_hint;
        if self.chance.happens(lose) {
            self.count("lost hint");
            self.say(|| format!("the hint about {} is lost", key.id));
            return;
        }
        self.say(|| format!("hints at {} in {delay_ms} ms", key.id));
        self.enqueue(queue, MessageBody::Hint(key), delay_ms);
    }

    /// Puts a message into a queue, on time or late, once or twice.
    pub(super) fn enqueue(&mut self, queue: QueueName, body: MessageBody, delay_ms: i64) {
        let number = self.queues.send(body);
        let late = self.faults.delay_hint;
        let late_ms = if self.chance.happens(late) { self.chance.between(0, 20 * 60_000) } else { 0 };
        let at_ms = self.now_ms + delay_ms + late_ms + self.chance.between(1, 400);
        self.agenda.add(at_ms, Event::Receive(queue, number), &mut self.chance);
        let repeat = self.faults.repeat_hint;
        if self.chance.happens(repeat) {
            self.count("repeated message");
            let again_ms = at_ms + self.chance.between(0, 3_000);
            self.agenda.add(again_ms, Event::Receive(queue, number), &mut self.chance);
        }
    }
}

#[async_trait]
impl VerifyHook for Seat {
    async fn verify(
        &self,
        _: &Connection,
        _: &RawHook,
        _: Timestamp,
    ) -> Result<Result<(), NotVerified>, Fault> {
        self.call("verify", || Ok(Ok(()))).await
    }
}

/// Tools speak our own envelope here; reading other tools' words is proved with the adapters.
impl ReadEvent for Seat {
    fn identity(&self, _: &Connection, body: &[u8]) -> String {
        serde_json::from_slice::<TriggerEvent>(body).map(|event| event.event_id).unwrap_or_default()
    }

    fn without_effect(&self, _: &Connection, _: &[u8]) -> Option<String> {
        None
    }

    fn read(&self, _: &Connection, body: &[u8]) -> Result<Vec<TriggerEvent>, UnreadableEvent> {
        let event = serde_json::from_slice(body);
        event.map(|event| vec![event]).map_err(|error| UnreadableEvent(error.to_string()))
    }
}
