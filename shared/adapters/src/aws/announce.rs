//! Hints as SQS messages, ten to a request, each with its delay. Losing one costs time and nothing else, so nothing
//! here is ever a fault: what was not taken is said, and the due index brings it back.

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::ProvideErrorMetadata as _;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use futures::stream::{self, StreamExt as _};
use relance_application::kind::Queue;
use relance_application::ports::due::{Announce, Announcement};

/// Most entries of one request (SQS).
const BATCH: usize = 10;
/// Requests under way at once.
const AT_ONCE: usize = 8;
/// Longest delay of a message, in seconds (SQS).
const LONGEST_DELAY_S: u16 = 900;

/// Sends hints to the queues that this function may reach. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SqsAnnounce {
    client: Client,
    urls: QueueUrls,
}

/// Where each queue is; hints for one without a URL are not taken.
#[derive(Debug, Clone, Default)]
pub struct QueueUrls {
    /// Of [`Queue::Work`].
    pub work: Option<String>,
    /// Of [`Queue::Send`].
    pub send: Option<String>,
    /// Of [`Queue::Actions`].
    pub actions: Option<String>,
}

impl SqsAnnounce {
    /// Hints by way of a client.
    #[must_use]
    pub fn new(client: Client, urls: QueueUrls) -> Self {
        Self { client, urls }
    }

    fn url(&self, queue: Queue) -> Option<&str> {
        match queue {
            Queue::Work => self.urls.work.as_deref(),
            Queue::Send => self.urls.send.as_deref(),
            Queue::Actions => self.urls.actions.as_deref(),
        }
    }

    /// Sends at most ten entries in one request; tells which were taken.
    async fn send(&self, queue: Queue, entries: Vec<SendMessageBatchRequestEntry>) -> Vec<usize> {
        let wanted = entries.len();
        let Some(url) = self.url(queue) else {
            tracing::warn!(?queue, wanted, "this function may not reach the queue of its hints");
            return Vec::new();
        };
        let request = self.client.send_message_batch().queue_url(url).set_entries(Some(entries));
        let taken: Vec<usize> = match request.send().await {
            Ok(answer) => answer.successful.iter().filter_map(|entry| entry.id.parse().ok()).collect(),
            Err(error) => {
                tracing::warn!(?queue, code = error.code(), "hints were not taken");
                return Vec::new();
            }
        };
        if taken.len() < wanted {
            tracing::warn!(?queue, wanted, taken = taken.len(), "some hints were not taken");
        }
        taken
    }
}

#[async_trait]
impl Announce for SqsAnnounce {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        let requests = Queue::ALL.into_iter().flat_map(|queue| batches(queue, announcements));
        let sends: Vec<_> = requests.map(|(queue, entries)| self.send(queue, entries)).collect();
        let mut answers = stream::iter(sends).buffer_unordered(AT_ONCE);
        let mut taken = vec![false; announcements.len()];
        while let Some(indices) = answers.next().await {
            for index in indices {
                if let Some(one) = taken.get_mut(index) {
                    *one = true;
                }
            }
        }
        taken
    }
}

/// The entries for one queue in tens; each is named by its place among all announcements.
fn batches(queue: Queue, announcements: &[Announcement]) -> Vec<(Queue, Vec<SendMessageBatchRequestEntry>)> {
    let meant = announcements.iter().enumerate().filter(|(_, one)| one.hint.kind.row().queue == Some(queue));
    let entries: Vec<_> = meant.filter_map(|(index, one)| entry(index, one)).collect();
    entries.chunks(BATCH).map(|ten| (queue, ten.to_vec())).collect()
}

fn entry(index: usize, one: &Announcement) -> Option<SendMessageBatchRequestEntry> {
    let entry = SendMessageBatchRequestEntry::builder()
        .id(index.to_string())
        .message_body(serde_json::to_string(&one.hint).ok()?)
        .delay_seconds(one.delay_s.min(LONGEST_DELAY_S).into());
    // Fair queues (R1.11): a flood of one campaign, or of one organization's events or calls, does not hold up the others'.
    let group = one.fair_group.as_deref().unwrap_or(one.hint.organization.as_str());
    entry.message_group_id(group).build().ok()
}
