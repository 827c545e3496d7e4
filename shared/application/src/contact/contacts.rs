//! The directory: people by name or address, with what binds us about them (E3), also people of whom nothing is
//! known but an opt-out (F30). Contacts are remembered by `invitation`.

use crate::call::{Page, Refusal, Reply, Wanted, found, scan};
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::{Pages, key, load, partition};
use relance_domain::contact::{Contact, Standing};
use relance_domain::name::letters::is_found;
use relance_domain::name::{Address, ContactId, OrganizationId};
use std::collections::BTreeSet;

/// Reads people.
pub struct Contacts<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
}

/// A person as they are shown.
#[derive(Debug, Clone)]
pub struct Person {
    /// The directory's entry; absent for people known by an opt-out only.
    pub contact: Option<Contact>,
    /// Their mailbox and their phone, as far as they are known.
    pub addresses: Vec<Address>,
    /// What binds us about them.
    pub standings: Vec<Standing>,
}

impl Person {
    /// `active`, `unsubscribed`, `bounced` or `complained`; of a mailbox and a phone, whatever there is to know.
    #[must_use]
    pub fn status(&self) -> &'static str {
        let words = || self.standings.iter().map(Standing::status);
        words().find(|word| *word != "active").unwrap_or("active")
    }
}

/// The cursor says which of the two listings it continues.
const CONTACTS: &str = "c.";
const STANDINGS: &str = "s.";

impl Contacts<'_> {
    /// A page of people whose name or address holds `text`: contacts first, then people known otherwise.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        text: Option<&str>,
        wanted: &Wanted,
    ) -> Result<Page<Person>, Fault> {
        let text = text.unwrap_or_default();
        let position = |prefix: &str| wanted.after.as_deref()?.strip_prefix(prefix).map(str::to_owned);
        let mut page = Page { items: Vec::new(), next: None };
        if position(STANDINGS).is_none() {
            let within = Wanted { limit: wanted.limit, after: position(CONTACTS) };
            page = self.known(organization, text, &within).await?;
            if page.next.is_some() {
                return Ok(Page { next: page.next.map(|id| format!("{CONTACTS}{id}")), ..page });
            }
        }
        let left = wanted.limit.saturating_sub(page.items.len()).max(1);
        let within = Wanted { limit: left, after: position(STANDINGS) };
        let others = self.others(organization, text, &within).await?;
        page.items.extend(others.items);
        Ok(Page { next: others.next.map(|digest| format!("{STANDINGS}{digest}")), ..page })
    }

    /// One contact.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<Person> {
        let id = ContactId::parse(id).map_err(|_| Refusal::not_found("contact"))?;
        let key = key::<Contact>(organization, id.as_str());
        let contact = found(load::<Contact>(self.records, &key).await?, "contact")?.value;
        Ok(self.person(contact).await?)
    }

    async fn known(
        &self,
        organization: &OrganizationId,
        text: &str,
        wanted: &Wanted,
    ) -> Result<Page<Person>, Fault> {
        let keep = |contact: &Contact| {
            let addresses = addresses(contact).into_iter().map(String::from);
            let known: Vec<_> = contact.full_name().into_iter().chain(addresses).collect();
            is_found(&known.join(" "), text)
        };
        let page = scan::<Contact>(self.records, organization, false, wanted, &keep).await?;
        let mut items = Vec::new();
        for contact in page.items {
            items.push(self.person(contact).await?);
        }
        Ok(Page { items, next: page.next })
    }

    async fn person(&self, contact: Contact) -> Result<Person, Fault> {
        let (addresses, mut standings) = (addresses(&contact), Vec::new());
        for address in &addresses {
            let digest = address.digest().to_hex();
            let key = key::<Standing>(&contact.organization, &digest);
            standings.extend(load::<Standing>(self.records, &key).await?.map(|stored| stored.value));
        }
        Ok(Person { contact: Some(contact), addresses, standings })
    }

    /// People of whom only a standing is known.
    async fn others(
        &self,
        organization: &OrganizationId,
        text: &str,
        wanted: &Wanted,
    ) -> Result<Page<Person>, Fault> {
        let keep = |standing: &Standing| {
            standing.address.as_ref().is_some_and(|address| is_found(address.as_str(), text))
        };
        let mut page = scan::<Standing>(self.records, organization, false, wanted, &keep).await?;
        if !page.items.is_empty() {
            let listed = self.listed_addresses(organization).await?;
            page.items.retain(|standing| standing.address.as_ref().is_none_or(|at| !listed.contains(at)));
        }
        Ok(page.map(|standing| Person {
            contact: None,
            addresses: standing.address.iter().cloned().collect(),
            standings: vec![standing],
        }))
    }

    /// Every address of the directory: no index leads from an address to its contact.
    async fn listed_addresses(&self, organization: &OrganizationId) -> Result<BTreeSet<Address>, Fault> {
        let mut pages = Pages::whole(self.records, partition::<Contact>(organization));
        let mut listed = BTreeSet::new();
        while let Some(page) = pages.values::<Contact>().await? {
            listed.extend(page.iter().flat_map(addresses));
        }
        Ok(listed)
    }
}

fn addresses(contact: &Contact) -> Vec<Address> {
    let (email, phone) = (contact.email.clone().map(Address::from), contact.phone.clone().map(Address::from));
    email.into_iter().chain(phone).collect()
}
