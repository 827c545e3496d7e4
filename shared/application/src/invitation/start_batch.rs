//! Takes a list of people to ask by hand (C26): parts first, the list itself last, so that nothing of a list is worked on
//! that was not taken whole. A request that is repeated makes the same list once.

use crate::call::{Refusal, Reply, found};
use crate::invitation::gather::{Chunk, Gather};
use crate::ports::chance::{Clock, Mint};
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Records};
use crate::stored::{Entity, key, key_in, load, load_settings, record_of};
use jiff::Timestamp;
use relance_domain::campaign::Campaign;
use relance_domain::condition::Condition;
use relance_domain::invitation::{Asker, Batch, BatchPart, Gathering, Recipient, address_of};
use relance_domain::name::{BatchId, CampaignId, OrganizationId, Unique};
use relance_domain::schedule::Delay;
use relance_domain::source::Customer;
use std::collections::{BTreeMap, BTreeSet};

/// Parts per transaction.
const AT_ONCE: usize = 25;
/// Chunks of the directory that are looked at before the caller is answered; the rest is a worker's.
const CHUNKS_AT_ONCE: usize = 5;

/// Takes lists.
pub struct StartBatch<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Wakes the worker.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names lists that no request names.
    pub mint: &'a dyn Mint,
}

/// Who is on the list.
#[derive(Debug, Clone)]
pub enum People {
    /// As the caller gives them.
    Given(Vec<Customer>),
    /// Everybody of the directory of whom the criteria hold; everybody when absent.
    Contacts(Option<Condition>),
}

/// What a caller wants.
#[derive(Debug, Clone)]
pub struct ListWanted {
    pub campaign_id: CampaignId,
    /// Whom.
    pub people: People,
    /// Only count.
    pub dry_run: bool,
    /// When the first is asked, at the earliest; now when absent.
    pub starts_at: Option<Timestamp>,
    /// From the first to the last; ten a second when absent.
    pub spread: Option<Delay>,
    /// The caller's name for the request (`Idempotency-Key`).
    pub request: Option<String>,
    /// Which wave it is; absent for a list that somebody makes.
    pub wave: Option<u32>,
}

impl StartBatch<'_> {
    /// Stores the list, due at once.
    ///
    /// # Errors
    /// Refusals: no such campaign, a campaign that is not live, nobody, too many.
    pub async fn run(&self, organization: &OrganizationId, wanted: ListWanted) -> Reply<Batch> {
        let now = self.clock.now();
        let place = key::<Campaign>(organization, wanted.campaign_id.as_str());
        let campaign = found(load::<Campaign>(self.records, &place).await?, "campaign")?.value;
        if !wanted.dry_run && !campaign.is_live() {
            return Err(Refusal::conflict("the campaign is not live: publish it first").into());
        }
        let id = self.id_of(organization, &wanted, now);
        let place = key_in::<Batch>(organization, campaign.id.as_str(), id.as_str());
        if let Some(known) = load::<Batch>(self.records, &place).await? {
            return Ok(known.value);
        }
        let settings = found(load_settings(self.records, organization).await?, "organization")?.value;
        let (recipients, gathering) = match &wanted.people {
            People::Given(customers) => {
                (given(Asker { organization: &settings, campaign: &campaign }, customers), None)
            }
            People::Contacts(criteria) => {
                let gather = Gather::new(self.records, &settings, &campaign, criteria.as_ref(), now)?;
                self.chosen(gather, &wanted).await?
            }
        };
        let batch = batch(id, campaign, &wanted, TakenList { people: recipients.len(), gathering, now })?;
        self.keep_parts(&batch, &recipients).await?;
        // A conflict means that a repetition of this request was faster with the same list.
        let (Committed::Done | Committed::Conflict) =
            self.records.commit(&[Change::Create(record_of(&batch, 0)?)]).await?;
        self.announce.announce(&[batch.announcement(0)]).await;
        Ok(batch)
    }

    fn id_of(&self, organization: &OrganizationId, wanted: &ListWanted, now: Timestamp) -> BatchId {
        let campaign = wanted.campaign_id.as_str();
        BatchId::new(&match &wanted.request {
            Some(name) => Unique::derived(&["batch", organization.as_str(), campaign, name]),
            None => self.mint.unique(now),
        })
    }

    async fn keep_parts(&self, batch: &Batch, recipients: &[Recipient]) -> Result<(), Fault> {
        let numbered = (0..).zip(recipients.chunks(Batch::PART));
        let parts: Vec<_> =
            numbered.map(|(number, some)| BatchPart::of(batch, number, some.to_vec())).collect();
        for some in parts.chunks(AT_ONCE) {
            let changes: Vec<_> =
                some.iter().map(|part| record_of(part, 0).map(Change::Create)).collect::<Result<_, _>>()?;
            if self.records.commit(&changes).await? == Committed::Conflict {
                // An earlier try of this very request died after this; what it left is the same.
                for change in changes {
                    let (Committed::Done | Committed::Conflict) = self.records.commit(&[change]).await?;
                }
            }
        }
        Ok(())
    }

    /// The first people of the directory, and where a worker goes on where there are too many to wait for.
    async fn chosen(
        &self,
        mut gather: Gather<'_>,
        wanted: &ListWanted,
    ) -> Result<(Vec<Recipient>, Option<Gathering>), Fault> {
        let (mut recipients, mut after) = (Vec::new(), None);
        for _ in 0..CHUNKS_AT_ONCE {
            let Chunk { people, rest } = gather.chunk(after.as_ref()).await?;
            recipients.extend(people);
            after = rest;
            if after.is_none() || recipients.len() > Batch::most(wanted.wave) {
                return Ok((recipients, None));
            }
        }
        let People::Contacts(criteria) = &wanted.people else { return Ok((recipients, None)) };
        Ok((recipients, Some(Gathering { criteria: criteria.clone(), after, spread: wanted.spread })))
    }
}

/// The list as given. Whoever stands on it twice is asked once, and the second place says so.
fn given(asker: Asker<'_>, customers: &[Customer]) -> Vec<Recipient> {
    let mut seen = BTreeSet::new();
    let mut listed_before =
        |customer: &Customer| address_of(asker, customer).is_some_and(|address| !seen.insert(address));
    let recipient = |customer: &Customer| Recipient {
        contact_id: None,
        customer: customer.clone(),
        listed_before: listed_before(customer),
    };
    customers.iter().map(recipient).collect()
}

/// A list when it is taken.
struct TakenList {
    people: usize,
    /// Where a worker goes on.
    gathering: Option<Gathering>,
    now: Timestamp,
}

fn batch(id: BatchId, campaign: Campaign, wanted: &ListWanted, taken: TakenList) -> Result<Batch, Refusal> {
    let TakenList { people, gathering, now } = taken;
    let (field, too_many) = match wanted.people {
        People::Given(_) => ("recipients", "list at most"),
        People::Contacts(_) => ("contacts", "narrow the criteria: at most"),
    };
    if people == 0 && gathering.is_none() {
        return Err(Refusal::bad_field(field, "there is nobody on the list"));
    }
    let most = Batch::most(wanted.wave);
    if people > most {
        return Err(Refusal::bad_field(field, format!("{too_many} {most} people at once")));
    }
    let count = u32::try_from(people).unwrap_or(u32::MAX);
    Ok(Batch {
        id,
        organization: campaign.organization,
        campaign_id: campaign.id,
        wave: wanted.wave,
        dry_run: wanted.dry_run,
        recipients: count,
        parts: count.div_ceil(Batch::PART_SIZE),
        parts_done: 0,
        outcomes: BTreeMap::new(),
        starts_at: wanted.starts_at.unwrap_or(now).max(now),
        spread: wanted.spread.unwrap_or_else(|| Batch::usual_spread(count)),
        created_at: now,
        worked_at: now,
        gathering,
        remark: None,
    })
}
