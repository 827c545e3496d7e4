//! Hints to the queues of this process. Which record goes to which queue is the same as on AWS.

use super::Queues;
use async_trait::async_trait;
use relance_application::ports::chance::Clock;
use relance_application::ports::due::{Announce, Announcement};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Sends hints to the in-memory queues.
pub struct LocalAnnounce {
    /// Where hints go.
    pub queues: Arc<Queues>,
    /// Tells the time, from which delays count.
    pub clock: Arc<dyn Clock>,
    /// The round of the work that these hints follow from; the present one for what comes from outside.
    pub round: Option<u64>,
}

#[async_trait]
impl Announce for LocalAnnounce {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        let now = self.clock.now();
        announcements.iter().map(|announcement| self.send(announcement, now)).collect()
    }
}

impl LocalAnnounce {
    fn send(&self, announcement: &Announcement, now: jiff::Timestamp) -> bool {
        let Some(queue) = announcement.hint.kind.row().queue else { return false };
        let queue = self.queues.of(queue);
        let Ok(body) = serde_json::to_string(&announcement.hint) else { return false };
        let organization = announcement.hint.organization.as_str();
        let group = announcement.fair_group.as_deref().unwrap_or(organization);
        let round = self.round.unwrap_or_else(|| self.queues.round.load(Ordering::SeqCst));
        queue.send_in(round, body, group, announcement.delay_s, now);
        true
    }
}
