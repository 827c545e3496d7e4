//! Chooses the people of a list out of the directory, a chunk at a time, so that a list of any length is a job with parts
//! and no single call. What is asked of each of them is decided part by part in `send_batch`.

use crate::call::{BadField, Refusal};
use crate::ports::fault::Fault;
use crate::ports::records::{Committed, Range, Records};
use crate::stored::{Entity as _, Pages, UnitOfWork, partition, partition_in, read_whole};
use jiff::Timestamp;
use relance_domain::account::Organization;
use relance_domain::campaign::Campaign;
use relance_domain::condition::{Checked, Condition};
use relance_domain::contact::{Contact, ContactFields, PersonNow};
use relance_domain::invitation::{Asker, Batch, BatchPart, Gathering, Recipient, address_of};
use relance_domain::name::{Address, ContactId};
use relance_domain::source::{ContactSlot, Customer};
use std::collections::BTreeSet;

/// Contacts of one chunk: with sixteen people a part, two thirds of a transaction.
const CHUNK: usize = 1_000;

/// Chooses people for one list.
pub(super) struct Gather<'a> {
    records: &'a dyn Records,
    organization: &'a Organization,
    campaign: &'a Campaign,
    criteria: Option<Checked<ContactSlot>>,
    now: Timestamp,
    /// Addresses that stand on the list already.
    seen: BTreeSet<Address>,
}

/// What one chunk of the directory gave.
pub(super) struct Chunk {
    pub people: Vec<Recipient>,
    /// Behind whom the next chunk begins; `None` at the end of the directory.
    pub rest: Option<ContactId>,
}

impl<'a> Gather<'a> {
    /// For a list on which nobody stands yet.
    ///
    /// # Errors
    /// What is wrong with the criteria: only the directory is asked, so only what it knows can be looked at.
    pub fn new(
        records: &'a dyn Records,
        organization: &'a Organization,
        campaign: &'a Campaign,
        criteria: Option<&Condition>,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let unfit = |wrong: Vec<_>| BadField::in_condition("contacts.criteria", &wrong);
        let refused = |wrong| Refusal::invalid("the criteria cannot be used", unfit(wrong));
        let criteria = criteria.cloned().map(|criteria| criteria.check(&ContactFields).map_err(refused));
        let criteria = criteria.transpose()?;
        Ok(Self { records, organization, campaign, criteria, now, seen: BTreeSet::new() })
    }

    /// Recalls who stands on the list, for a worker that goes on with what another one began.
    pub async fn recall(&mut self, batch: &Batch) -> Result<(), Fault> {
        let parts = partition_in::<BatchPart>(&batch.organization, batch.id.as_str());
        for part in read_whole::<BatchPart>(self.records, parts).await? {
            let (people, asker) = (part.value.recipients.iter(), self.asker());
            let known = people.filter_map(|one| address_of(asker, &one.customer));
            self.seen.extend(known);
        }
        Ok(())
    }

    /// People of the next chunk who can be reached by a way of the campaign and of whom the criteria hold.
    pub async fn chunk(&mut self, after: Option<&ContactId>) -> Result<Chunk, Fault> {
        let mut range = Range::all(partition::<Contact>(&self.organization.id), CHUNK);
        if let Some(after) = after {
            range.move_past(after.as_str());
        }
        let mut pages = Pages::of(self.records, range);
        let found = pages.values::<Contact>().await?.unwrap_or_default();
        let rest = found.last().filter(|_| pages.has_more()).map(|last| last.id.clone());
        let people = found.into_iter().filter_map(|contact| self.chosen(contact)).collect();
        Ok(Chunk { people, rest })
    }

    fn asker(&self) -> Asker<'a> {
        Asker { organization: self.organization, campaign: self.campaign }
    }

    fn chosen(&mut self, contact: Contact) -> Option<Recipient> {
        let person = PersonNow { contact: &contact, now: self.now };
        let fits = self.criteria.as_ref().is_none_or(|criteria| criteria.holds(&person));
        let (id, customer) = (contact.id.clone(), described(contact));
        let address = address_of(self.asker(), &customer).filter(|_| fits)?;
        let recipient = Recipient { contact_id: Some(id), customer, listed_before: false };
        self.seen.insert(address).then_some(recipient)
    }
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

/// Takes the next chunk onto the list, in one transaction with its progress. Gives the list as far as it stands; `None` once
/// it stands, or when another worker is at it.
pub(super) async fn take_chunk(
    records: &dyn Records,
    gather: &mut Gather<'_>,
    batch: &Batch,
    now: Timestamp,
) -> Result<Option<Batch>, Fault> {
    let mut work = UnitOfWork::new(records);
    let present = work.get_key::<Batch>(&batch.key()).await?;
    let Some((mut next, gathering)) = present.and_then(|batch| batch.gathering.clone().map(|g| (batch, g)))
    else {
        return Ok(None);
    };
    if next.gathering != batch.gathering {
        return Ok(None);
    }
    let Chunk { people, rest } = gather.chunk(gathering.after.as_ref()).await?;
    let (mut number, mut recipients) = (next.recipients / Batch::PART_SIZE, Vec::new());
    if next.recipients % Batch::PART_SIZE > 0 {
        let id = BatchPart::id_of(number);
        let last = work.get_in::<BatchPart>(&next.organization, next.id.as_str(), &id).await?;
        recipients.extend(last.into_iter().flat_map(|part| part.recipients));
    }
    next.count(people.len(), rest.map(|after| Gathering { after: Some(after), ..gathering }), now);
    recipients.extend(people);
    if next.remark.is_none() {
        for some in recipients.chunks(Batch::PART) {
            work.put(&BatchPart::of(&next, number, some.to_vec()))?;
            number = number.saturating_add(1);
        }
    }
    work.put(&next)?;
    let (done, more) = (work.commit().await? == Committed::Done, next.gathering.is_some());
    Ok((done && more).then_some(next))
}
