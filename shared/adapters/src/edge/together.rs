//! What the mails of one batch ask for together: room in a second for all of them by one write (R1.9), and one count for the
//! breaker (R3.6). What a second grants and what is too many is not decided here.

use async_trait::async_trait;
use jiff::Timestamp;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{HealthCounters, SendBudget};
use relance_domain::invitation::{HourOfSends, MailFate};
use relance_domain::name::OrganizationId;
use std::sync::{Arc, Mutex, PoisonError};

/// Budget and counters of one batch.
pub struct Together {
    budget: Arc<dyn SendBudget>,
    health: Arc<dyn HealthCounters>,
    room: tokio::sync::Mutex<Room>,
    counted: Mutex<Vec<Counted>>,
}

/// What is left of a second's grant, and how many mails of the batch have not asked yet.
struct Room {
    second: i64,
    left: u32,
    still_to_ask: u32,
}

struct Counted {
    organization: OrganizationId,
    fate: MailFate,
    at: Timestamp,
    how_many: u32,
}

impl Together {
    /// For a batch of so many mails.
    #[must_use]
    pub fn of(batch: usize, budget: Arc<dyn SendBudget>, health: Arc<dyn HealthCounters>) -> Self {
        let still_to_ask = u32::try_from(batch).unwrap_or(u32::MAX);
        let room = tokio::sync::Mutex::new(Room { second: 0, left: 0, still_to_ask });
        Self { budget, health, room, counted: Mutex::default() }
    }

    /// Call it when the batch is done: stores what was counted. What a worker that dies before this counted is lost, which
    /// makes the share of bounces a little larger.
    pub async fn done(&self) {
        if let Err(fault) = self.tell().await {
            tracing::warn!(reason = fault.chain(), "the mails of a batch were not counted");
        }
    }

    async fn tell(&self) -> Result<(), Fault> {
        let counted = std::mem::take(&mut *self.counted.lock().unwrap_or_else(PoisonError::into_inner));
        for Counted { organization, fate, at, how_many } in counted {
            self.health.count(&organization, fate, at, how_many).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl SendBudget for Together {
    /// The first mail of a second asks for all that have not asked yet; where there is no room for all, each for itself.
    async fn take(&self, now: Timestamp, how_many: u32) -> Result<bool, Fault> {
        let mut room = self.room.lock().await;
        let wanted = room.still_to_ask.max(how_many);
        room.still_to_ask = room.still_to_ask.saturating_sub(how_many);
        if room.second == now.as_second() && room.left >= how_many {
            room.left -= how_many;
            return Ok(true);
        }
        if self.budget.take(now, wanted).await? {
            (room.second, room.left) = (now.as_second(), wanted - how_many);
            return Ok(true);
        }
        if wanted > how_many { self.budget.take(now, how_many).await } else { Ok(false) }
    }
}

#[async_trait]
impl HealthCounters for Together {
    async fn count(
        &self,
        organization: &OrganizationId,
        fate: MailFate,
        at: Timestamp,
        how_many: u32,
    ) -> Result<(), Fault> {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        match counted.iter_mut().find(|one| one.organization == *organization && one.fate == fate) {
            Some(known) => known.how_many = known.how_many.saturating_add(how_many),
            None => counted.push(Counted { organization: organization.clone(), fate, at, how_many }),
        }
        Ok(())
    }

    async fn recent(&self, organization: &OrganizationId, at: Timestamp) -> Result<Vec<HourOfSends>, Fault> {
        self.tell().await?;
        self.health.recent(organization, at).await
    }

    async fn start_over(&self, organization: &OrganizationId, at: Timestamp) -> Result<(), Fault> {
        self.tell().await?;
        self.health.start_over(organization, at).await
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    /// Ten sends a second, and what was asked of it.
    #[derive(Default)]
    struct Asked {
        takes: Mutex<Vec<u32>>,
        counts: Mutex<Vec<(MailFate, u32)>>,
    }

    #[async_trait]
    impl SendBudget for Asked {
        async fn take(&self, _: Timestamp, how_many: u32) -> Result<bool, Fault> {
            self.takes.lock().unwrap().push(how_many);
            Ok(how_many <= 10)
        }
    }

    #[async_trait]
    impl HealthCounters for Asked {
        async fn count(&self, _: &OrganizationId, fate: MailFate, _: Timestamp, n: u32) -> Result<(), Fault> {
            self.counts.lock().unwrap().push((fate, n));
            Ok(())
        }

        async fn recent(&self, _: &OrganizationId, _: Timestamp) -> Result<Vec<HourOfSends>, Fault> {
            Ok(Vec::new())
        }

        async fn start_over(&self, _: &OrganizationId, _: Timestamp) -> Result<(), Fault> {
            Ok(())
        }
    }

    fn second(n: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + n).unwrap()
    }

    #[tokio::test]
    async fn r1_9_a_batch_asks_once_in_each_second_for_those_that_still_come() {
        let asked = Arc::new(Asked::default());
        let batch = Together::of(10, asked.clone(), asked.clone());

        for at in [0, 0, 0, 1, 1] {
            assert!(batch.take(second(at), 1).await.unwrap());
        }

        assert_eq!(*asked.takes.lock().unwrap(), [10, 7], "a grant holds for its second only");
    }

    #[tokio::test]
    async fn r1_9_without_room_for_all_each_asks_for_itself() {
        let asked = Arc::new(Asked::default());
        let batch = Together::of(12, asked.clone(), asked.clone());

        for _ in 0..3 {
            assert!(batch.take(second(0), 1).await.unwrap());
        }

        assert_eq!(*asked.takes.lock().unwrap(), [12, 1, 11, 1, 10]);
    }

    #[tokio::test]
    async fn r3_6_a_batch_counts_once_and_before_anybody_judges() {
        let asked = Arc::new(Asked::default());
        let batch = Together::of(3, asked.clone(), asked.clone());
        let acme = OrganizationId::parse("acme").unwrap();

        for fate in [MailFate::Sent, MailFate::Bounced, MailFate::Sent] {
            batch.count(&acme, fate, second(0), 1).await.unwrap();
        }
        assert!(asked.counts.lock().unwrap().is_empty());
        batch.recent(&acme, second(0)).await.unwrap();
        batch.done().await;

        assert_eq!(*asked.counts.lock().unwrap(), [(MailFate::Sent, 2), (MailFate::Bounced, 1)]);
    }
}
