//! By which way somebody is asked, and where (A32, B27): a decision of the planning. What is written to a mailbox or a
//! phone that opted out, or that a provider told us not to use, never goes to the other instead.

use crate::account::Organization;
use crate::campaign::{Campaign, SendBy};
use crate::invitation::{Candidate, Conclusion, Outcome, moved_into_opening};
use crate::name::{Address, EmailAddress, InvalidEmail, PhoneNumber};
use crate::source::Customer;

/// Where somebody is asked, and where instead once the month's texts are used up.
pub(super) type Chosen = (Address, Option<EmailAddress>);

/// The address by the campaign's ways, in their order: the second one only where the first has no usable address.
pub(super) fn choose_address(
    (organization, campaign): (&Organization, &Campaign),
    customer: &Customer,
) -> Result<Chosen, Conclusion> {
    let phone = || phone(organization, campaign, customer);
    let email = || email(campaign, customer);
    match campaign.reach.send_by {
        SendBy::Email => Ok((email()?.into(), None)),
        SendBy::Sms => Ok((phone()?.into(), None)),
        SendBy::SmsThenEmail => match phone() {
            Ok(phone) => Ok((phone.into(), email().ok())),
            Err(_) => Ok((email()?.into(), None)),
        },
        SendBy::EmailThenSms => match email() {
            Ok(email) => Ok((email.into(), None)),
            Err(drop) => Ok((phone().map_err(|_| drop)?.into(), None)),
        },
    }
}

/// Where somebody would be asked, if they can be.
#[must_use]
pub fn address_of(ours: (&Organization, &Campaign), customer: &Customer) -> Option<Address> {
    choose_address(ours, customer).ok().map(|(address, _)| address)
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
fn phone(
    organization: &Organization,
    campaign: &Campaign,
    customer: &Customer,
) -> Result<PhoneNumber, Conclusion> {
    let country = organization.contact_policy.sms.calling_code.as_ref();
    let reason = match campaign.reach.phone.look_up(customer) {
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
pub fn in_own_zone(candidate: Candidate, ours: (&Organization, &Campaign), zone: &str) -> Candidate {
    let way = candidate.address.way();
    let due_at = moved_into_opening(ours, (way, Some(zone)), candidate.wanted_at);
    Candidate { time_zone: Some(zone.to_owned()), due_at, ..candidate }
}

/// Whoever would get a text, now that none may go: by e-mail where the campaign falls back to it and an address is
/// known, else not at all (E20).
///
/// # Errors
/// The reason why nobody is asked.
pub fn without_sms(candidate: Candidate, ours: (&Organization, &Campaign)) -> Result<Candidate, Conclusion> {
    if candidate.address.phone().is_none() {
        return Ok(candidate);
    }
    let Some(email) = candidate.fallback.clone() else {
        let reason = "the texts of this month are used up, and there is no e-mail address to use instead";
        return Err(Conclusion::because(Outcome::SmsCap, reason));
    };
    let address = Address::from(email);
    let due_at =
        moved_into_opening(ours, (address.way(), candidate.time_zone.as_deref()), candidate.wanted_at);
    let remark = candidate.remark.or(Some("by e-mail, because the texts of this month are used up"));
    Ok(Candidate { address, fallback: None, due_at, remark, ..candidate })
}
