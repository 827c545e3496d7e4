//! A few people of the demo's directory.
//! Further ones appear with the first events about them.

use super::parsed;
use jiff::Timestamp;
use relance_application::ports::fault::Fault;
use relance_domain::contact::{Contact, PersonSeen};
use relance_domain::name::{Address, ConnectionId, OrganizationId};
use relance_domain::source::Customer;

/// Id, first name, last name, address, language.
const PEOPLE: [(&str, &str, &str, &str, &str); 4] = [
    ("C-1", "Léa", "Roy", "lea.roy@example.com", "fr-CA"),
    ("C-2", "Marc", "Gagnon", "marc.gagnon@example.com", "fr-CA"),
    ("C-3", "Emily", "Clark", "emily.clark@example.com", "en-CA"),
    ("C-4", "Noah", "Singh", "noah.singh@example.com", "en-CA"),
];

/// The demo's contacts.
///
/// # Errors
/// None in practice: the addresses above are good.
pub fn contacts(organization: &OrganizationId, at: Timestamp) -> Result<Vec<Contact>, Fault> {
    let source = parsed(ConnectionId::parse(super::CONNECTION))?;
    PEOPLE.iter().map(|person| contact(organization, &source, person, at)).collect()
}

fn contact(
    organization: &OrganizationId,
    source: &ConnectionId,
    (id, first, last, email, language): &(&str, &str, &str, &str, &str),
    at: Timestamp,
) -> Result<Contact, Fault> {
    let address = parsed(Address::parse(email))?;
    let customer = Customer {
        id: Some((*id).to_owned()),
        first_name: Some((*first).to_owned()),
        last_name: Some((*last).to_owned()),
        language: Some((*language).to_owned()),
        ..Customer::default()
    };
    let id = Contact::id_of(source, &customer, &address);
    let seen = PersonSeen { id, organization, country: None, customer: &customer, address: &address, at };
    Ok(Contact::described_by(None, seen))
}
