//! Takes a list of people to ask by hand (C26): parts first, the list itself last, so that nothing of a list is worked on
//! that was not taken whole. A request that is repeated makes the same list once.

use crate::call::{BadField, Refusal, Reply, found};
use crate::ports::chance::{Clock, Mint};
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Range, Records};
use crate::stored::{Entity, key, key_in, load, partition, read_all, record_of, settings_key};
use jiff::Timestamp;
use relance_domain::account::Organization;
use relance_domain::campaign::Campaign;
use relance_domain::condition::{Checked, Condition};
use relance_domain::contact::{Contact, ContactFields, PersonNow};
use relance_domain::invitation::{Batch, BatchPart, Recipient, address_of};
use relance_domain::name::{BatchId, CampaignId, OrganizationId, Unique};
use relance_domain::schedule::Delay;
use relance_domain::source::{ContactSlot, Customer};
use std::collections::{BTreeMap, BTreeSet};

/// Contacts per query.
const CHUNK: usize = 1_000;
/// Parts per transaction.
const AT_ONCE: usize = 25;
/// People asked in a minute where the caller does not say how to spread them.
const PER_MINUTE: usize = 600;

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
    /// The campaign.
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
        let place = settings_key(organization);
        let settings = found(load::<Organization>(self.records, &place).await?, "organization")?.value;
        let ours = (&settings, &campaign);
        let recipients = match &wanted.people {
            People::Given(customers) => given(ours, customers),
            People::Contacts(criteria) => {
                let criteria = criteria.clone().map(on_people).transpose()?;
                self.chosen(ours, criteria.as_ref(), most(&wanted)).await?
            }
        };
        let batch = batch(id, campaign, &wanted, (recipients.len(), now))?;
        self.keep_parts(&batch, recipients).await?;
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

    async fn keep_parts(&self, batch: &Batch, recipients: Vec<Recipient>) -> Result<(), Fault> {
        let mut parts = Vec::new();
        for (number, people) in (0..).zip(recipients.chunks(Batch::PART)) {
            parts.push(BatchPart {
                organization: batch.organization.clone(),
                batch_id: batch.id.clone(),
                number,
                recipients: people.to_vec(),
                results: Vec::new(),
                created_at: batch.created_at,
            });
        }
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

    /// People of the directory who can be reached by a way of the campaign and of whom the criteria hold.
    async fn chosen(
        &self,
        ours: (&Organization, &Campaign),
        criteria: Option<&Checked<ContactSlot>>,
        most: usize,
    ) -> Reply<Vec<Recipient>> {
        let now = self.clock.now();
        let mut range = Range::all(partition::<Contact>(&ours.0.id), CHUNK);
        let (mut recipients, mut seen) = (Vec::new(), BTreeSet::new());
        loop {
            let chunk = read_all::<Contact>(self.records, &range).await?;
            let last = chunk.last().filter(|_| chunk.len() == CHUNK).map(|stored| stored.value.id());
            for contact in chunk.into_iter().map(|stored| stored.value) {
                let person = PersonNow { contact: &contact, now };
                let fits = criteria.is_none_or(|criteria| criteria.holds(&person));
                let (id, customer) = (contact.id.clone(), described(contact));
                let address = address_of(ours, &customer).filter(|_| fits);
                if address.is_some_and(|address| seen.insert(address)) {
                    recipients.push(Recipient { contact_id: Some(id), customer, listed_before: false });
                }
            }
            if recipients.len() > most {
                let reason = format!("more than {most} people: narrow the criteria");
                return Err(Refusal::bad_field("contacts", reason).into());
            }
            match last {
                Some(id) => range.from = Some(format!("{id}!")),
                None => return Ok(recipients),
            }
        }
    }
}

/// Only the directory is asked, so only what it knows can be looked at.
fn on_people(criteria: Condition) -> Result<Checked<ContactSlot>, Refusal> {
    let unfit = |wrong: Vec<_>| BadField::in_condition("contacts.criteria", &wrong);
    criteria
        .check(&ContactFields)
        .map_err(|wrong| Refusal::invalid("the criteria cannot be used", unfit(wrong)))
}

/// The list as given. Whoever stands on it twice is asked once, and the second place says so.
fn given(ours: (&Organization, &Campaign), customers: &[Customer]) -> Vec<Recipient> {
    let mut seen = BTreeSet::new();
    let mut listed_before =
        |customer: &Customer| address_of(ours, customer).is_some_and(|address| !seen.insert(address));
    let recipient = |customer: &Customer| Recipient {
        contact_id: None,
        customer: customer.clone(),
        listed_before: listed_before(customer),
    };
    customers.iter().map(recipient).collect()
}

/// People on the list at most.
fn most(wanted: &ListWanted) -> usize {
    if wanted.wave.is_some() { Batch::MOST_OF_A_WAVE } else { Batch::MOST }
}

fn described(contact: Contact) -> Customer {
    Customer {
        first_name: contact.first_name,
        last_name: contact.last_name,
        email: contact.email.map(String::from),
        phone: contact.phone.map(String::from),
        language: contact.language,
        fields: contact.fields,
        ..Customer::default()
    }
}

fn batch(
    id: BatchId,
    campaign: Campaign,
    wanted: &ListWanted,
    (people, now): (usize, Timestamp),
) -> Result<Batch, Refusal> {
    let field = match wanted.people {
        People::Given(_) => "recipients",
        People::Contacts(_) => "contacts",
    };
    if people == 0 {
        return Err(Refusal::bad_field(field, "there is nobody on the list"));
    }
    if people > most(wanted) {
        return Err(Refusal::bad_field(field, format!("list at most {} people at once", most(wanted))));
    }
    let minutes = people / PER_MINUTE;
    let usual = Delay::parse(&format!("0:{:02}:{:02}", minutes / 60, minutes % 60)).unwrap_or(Delay::NONE);
    let count = u32::try_from(people).unwrap_or(u32::MAX);
    Ok(Batch {
        id,
        organization: campaign.organization,
        campaign_id: campaign.id,
        wave: wanted.wave,
        dry_run: wanted.dry_run,
        recipients: count,
        parts: u32::try_from(people.div_ceil(Batch::PART)).unwrap_or(u32::MAX),
        parts_done: 0,
        outcomes: BTreeMap::new(),
        starts_at: wanted.starts_at.unwrap_or(now).max(now),
        spread: wanted.spread.unwrap_or(usual),
        created_at: now,
        worked_at: now,
    })
}
