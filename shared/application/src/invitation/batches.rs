//! Sends by hand, read back: how far a list is, and what became of each of its people.
//! Taking lists and working through them lives in `start_batch` and `send_batch`.

use crate::call::{Page, Refusal, Reply, Wanted, found};
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::{key_in, load, partition_in, read_between};
use relance_domain::invitation::{Batch, BatchPart, Recipient, RecipientResult};
use relance_domain::name::{BatchId, CampaignId, OrganizationId};

/// Reads lists.
pub struct Batches<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
}

/// One person of a list.
#[derive(Debug, Clone)]
pub struct OnList {
    /// Their place on it, from 0.
    pub place: u32,
    /// Who they are.
    pub recipient: Recipient,
    /// What became of them, once their turn was.
    pub result: Option<RecipientResult>,
}

impl Batches<'_> {
    /// One list.
    ///
    /// # Errors
    /// A refusal when the campaign has no such list.
    pub async fn get(&self, organization: &OrganizationId, campaign: &str, id: &str) -> Reply<Batch> {
        let campaign = CampaignId::parse(campaign).map_err(|_| Refusal::not_found("campaign"))?;
        let id = BatchId::parse(id).map_err(|_| Refusal::not_found("send"))?;
        let place = key_in::<Batch>(organization, campaign.as_str(), id.as_str());
        Ok(found(load::<Batch>(self.records, &place).await?, "send")?.value)
    }

    /// A page of its people, in order.
    pub async fn page(&self, batch: &Batch, wanted: &Wanted) -> Result<Page<OnList>, Fault> {
        let first = wanted.after.as_deref().and_then(|place| place.parse().ok()).unwrap_or(0);
        let items = self.people(batch, first, wanted.limit).await?;
        let next = items.last().map_or(0, |last| last.place.saturating_add(1));
        let more = !items.is_empty() && next < batch.recipients;
        Ok(Page { items, next: more.then(|| next.to_string()) })
    }

    /// People from a place on.
    pub async fn people(&self, batch: &Batch, first: u32, limit: usize) -> Result<Vec<OnList>, Fault> {
        let size = u32::try_from(Batch::PART).unwrap_or(1);
        let last = first.saturating_add(u32::try_from(limit).unwrap_or(u32::MAX)) / size;
        let ids = [first / size, last.saturating_add(1)].map(|number| Some(BatchPart::id_of(number)));
        let parts = partition_in::<BatchPart>(&batch.organization, batch.id.as_str());
        let parts = read_between::<BatchPart>(self.records, parts, ids).await?;
        let people = parts.into_iter().flat_map(|stored| {
            let part = stored.value;
            let results = part.results.into_iter().map(Some).chain(std::iter::repeat(None));
            let places = part.number.saturating_mul(size)..;
            places.zip(part.recipients).zip(results).map(|((place, recipient), result)| OnList {
                place,
                recipient,
                result,
            })
        });
        Ok(people.skip_while(|one| one.place < first).take(limit).collect())
    }
}
