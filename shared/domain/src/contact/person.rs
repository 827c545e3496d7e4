//! A person of the directory, as the latest event described them.
//! What binds us about their address lives in `standing`.

use crate::name::{
    Address, CallingCode, ConnectionId, ContactId, EmailAddress, OrganizationId, PhoneNumber, Unique,
};
use crate::source::Customer;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Derived from the tool's id of the person, else from the address.
    pub id: ContactId,
    /// Owner.
    pub organization: OrganizationId,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// Address last used for a survey.
    pub email: Option<EmailAddress>,
    /// Phone, where it is a usable one.
    pub phone: Option<PhoneNumber>,
    /// Language as the tool gave it.
    pub language: Option<String>,
    /// Further attributes.
    pub fields: BTreeMap<String, String>,
    /// Labels that the organization gave them.
    #[serde(default)]
    pub tags: Vec<String>,
    /// When first seen.
    pub created_at: Timestamp,
    /// When last changed.
    pub updated_at: Timestamp,
}

impl Contact {
    /// The id of the person that an event describes.
    #[must_use]
    pub fn id_of(source: &ConnectionId, customer: &Customer, address: &Address) -> ContactId {
        match customer.id.as_deref().filter(|id| !id.trim().is_empty()) {
            Some(id) => ContactId::new(&Unique::derived(&["contact", source.as_str(), id])),
            None => ContactId::new(&Unique::derived(&["contact", address.as_str()])),
        }
    }

    /// The person after one more event: what it says replaces, what it leaves out stays.
    #[must_use]
    pub fn described_by(before: Option<&Self>, seen: PersonSeen<'_>) -> Self {
        let PersonSeen { id, organization, country, customer, address, at } = seen;
        let kept = |new: &Option<String>, old: Option<&Option<String>>| {
            new.clone().filter(|text| !text.trim().is_empty()).or_else(|| old.cloned().flatten())
        };
        let mut fields = before.map(|b| b.fields.clone()).unwrap_or_default();
        fields.extend(customer.fields.clone());
        let phone = customer.phone.as_deref().and_then(|text| PhoneNumber::parse_from(text, country).ok());
        let email = customer.email.as_deref().and_then(|text| EmailAddress::first_in(text).ok());
        Self {
            id,
            organization: organization.clone(),
            first_name: kept(&customer.first_name, before.map(|b| &b.first_name)),
            last_name: kept(&customer.last_name, before.map(|b| &b.last_name)),
            email: address.email().cloned().or(email).or_else(|| before.and_then(|b| b.email.clone())),
            phone: address.phone().cloned().or(phone).or_else(|| before.and_then(|b| b.phone.clone())),
            language: kept(&customer.language, before.map(|b| &b.language)),
            fields,
            tags: before.map(|before| before.tags.clone()).unwrap_or_default(),
            created_at: before.map_or(at, |b| b.created_at),
            updated_at: at,
        }
    }

    /// First and last name, where there are any.
    #[must_use]
    pub fn full_name(&self) -> Option<String> {
        let parts: Vec<_> =
            [&self.first_name, &self.last_name].into_iter().flatten().map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// One sighting of a person in an event.
pub struct PersonSeen<'a> {
    /// Who it is.
    pub id: ContactId,
    /// Owner.
    pub organization: &'a OrganizationId,
    /// Of which country national phone numbers are.
    pub country: Option<&'a CallingCode>,
    /// As the tool describes them.
    pub customer: &'a Customer,
    /// The address chosen for the survey.
    pub address: &'a Address,
    /// When.
    pub at: Timestamp,
}

/// Debug output reaches logs: it names nobody.
impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contact").field("id", &self.id).finish_non_exhaustive()
    }
}
