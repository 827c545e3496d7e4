//! A few people of the demo's directory.
//! Further ones appear with the first events about them.

use super::parsed;
use jiff::Timestamp;
use relance_application::ports::fault::Fault;
use relance_domain::contact::{Contact, PersonSeen};
use relance_domain::name::{Address, ConnectionId, OrganizationId};
use relance_domain::source::Customer;

struct Invented {
    id: &'static str,
    first: &'static str,
    last: &'static str,
    email: &'static str,
    language: &'static str,
}

const PEOPLE: [Invented; 4] = [
    Invented { id: "C-1", first: "Léa", last: "Roy", email: "lea.roy@example.com", language: "fr-CA" },
    Invented {
        id: "C-2",
        first: "Marc",
        last: "Gagnon",
        email: "marc.gagnon@example.com",
        language: "fr-CA",
    },
    Invented {
        id: "C-3",
        first: "Emily",
        last: "Clark",
        email: "emily.clark@example.com",
        language: "en-CA",
    },
    Invented { id: "C-4", first: "Noah", last: "Singh", email: "noah.singh@example.com", language: "en-CA" },
];

/// The demo's contacts.
pub fn contacts(organization: &OrganizationId, at: Timestamp) -> Result<Vec<Contact>, Fault> {
    let source = parsed(ConnectionId::parse(super::CONNECTION))?;
    PEOPLE.iter().map(|person| contact(organization, &source, person, at)).collect()
}

fn contact(
    organization: &OrganizationId,
    source: &ConnectionId,
    person: &Invented,
    at: Timestamp,
) -> Result<Contact, Fault> {
    let address = parsed(Address::parse(person.email))?;
    let customer = Customer {
        id: Some(person.id.to_owned()),
        first_name: Some(person.first.to_owned()),
        last_name: Some(person.last.to_owned()),
        language: Some(person.language.to_owned()),
        ..Customer::default()
    };
    let id = Contact::id_of(source, &customer, &address);
    let seen = PersonSeen { id, organization, country: None, customer: &customer, address: &address, at };
    Ok(Contact::described_by(None, seen))
}
