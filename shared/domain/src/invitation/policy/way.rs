//! By which way somebody is asked, and where (A32, B27): a decision of the planning. What is written to a mailbox or a
//! phone that opted out, or that a provider told us not to use, never goes to the other instead.

use crate::campaign::{Campaign, SendBy};
use crate::invitation::{Asker, Candidate, Conclusion, Outcome, moved_into_opening};
use crate::name::{Address, EmailAddress, InvalidEmail, PhoneNumber};
use crate::source::Customer;

/// Where somebody is asked, and where instead once the month's texts are used up.
pub(super) struct Chosen {
    pub(super) address: Address,
    pub(super) fallback: Option<EmailAddress>,
}

impl Chosen {
    fn only(address: impl Into<Address>) -> Self {
        Self { address: address.into(), fallback: None }
    }
}

/// The address by the campaign's ways, in their order: the second one only where the first has no usable address.
pub(super) fn choose_address(asker: Asker<'_>, customer: &Customer) -> Result<Chosen, Conclusion> {
    let phone = || phone(asker, customer);
    let email = || email(asker.campaign, customer);
    match asker.campaign.reach.send_by {
        SendBy::Email => email().map(Chosen::only),
        SendBy::Sms => phone().map(Chosen::only),
        SendBy::SmsThenEmail => match phone() {
            Ok(phone) => Ok(Chosen { address: phone.into(), fallback: email().ok() }),
            Err(_) => email().map(Chosen::only),
        },
        SendBy::EmailThenSms => match email() {
            Ok(email) => Ok(Chosen::only(email)),
            Err(drop) => phone().map(Chosen::only).map_err(|_| drop),
        },
    }
}

/// Where somebody would be asked, if they can be.
#[must_use]
pub fn address_of(asker: Asker<'_>, customer: &Customer) -> Option<Address> {
    choose_address(asker, customer).ok().map(|chosen| chosen.address)
}

fn email(campaign: &Campaign, customer: &Customer) -> Result<EmailAddress, Conclusion> {
    let sources = std::iter::once(&campaign.primary_address).chain(&campaign.secondary_address);
    let mut malformed = false;
    for text in sources.filter_map(|source| source.look_up(customer)) {
        match EmailAddress::first_in(text) {
            Ok(address) => return Ok(address),
            Err(InvalidEmail::Malformed) => malformed = true,
            Err(InvalidEmail::Empty) => {}
        }
    }
    Err(if malformed {
        Conclusion::because(Outcome::InvalidAddress, "the address fields hold no usable address")
    } else {
        Conclusion::because(Outcome::NoAddress, "the address fields are empty")
    })
}

/// F19: no usable phone number is no address.
fn phone(asker: Asker<'_>, customer: &Customer) -> Result<PhoneNumber, Conclusion> {
    let country = asker.organization.contact_policy.sms.calling_code.as_ref();
    let reason = match asker.campaign.reach.phone.look_up(customer) {
        Some(text) => match PhoneNumber::parse_from(text, country) {
            Ok(phone) => return Ok(phone),
            Err(_) => "the phone number is not of the form `+15145550123`, and texts need one that is",
        },
        None => "there is no phone number to text to",
    };
    Err(Conclusion::because(Outcome::NoAddress, reason))
}

/// The same candidate by the clock of their own zone, where the event named none and the directory does.
#[must_use]
pub fn in_own_zone(candidate: Candidate, asker: Asker<'_>, zone: &str) -> Candidate {
    let way = candidate.address.way();
    let due_at = moved_into_opening(asker, way, Some(zone), candidate.wanted_at);
    Candidate { time_zone: Some(zone.to_owned()), due_at, ..candidate }
}

/// Whoever would get a text, now that none may go: by e-mail where the campaign falls back to it and an address is
/// known, else not at all (E20).
///
/// # Errors
/// The reason why nobody is asked.
pub fn without_sms(candidate: Candidate, asker: Asker<'_>) -> Result<Candidate, Conclusion> {
    if candidate.address.phone().is_none() {
        return Ok(candidate);
    }
    let Some(email) = candidate.fallback.clone() else {
        let reason = "the texts of this month are used up, and there is no e-mail address to use instead";
        return Err(Conclusion::because(Outcome::SmsCap, reason));
    };
    let address = Address::from(email);
    let due_at =
        moved_into_opening(asker, address.way(), candidate.time_zone.as_deref(), candidate.wanted_at);
    let remark = candidate.remark.or(Some("by e-mail, because the texts of this month are used up"));
    Ok(Candidate { address, fallback: None, due_at, remark, ..candidate })
}
