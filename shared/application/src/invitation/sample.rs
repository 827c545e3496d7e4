//! An invented person and an invented job, for previews and test mails.
//! Nobody real is ever made up: known people come from the directory.

use crate::ports::fault::Fault;
use jiff::Timestamp;
use relance_domain::campaign::{Campaign, OccasionKind, TriggerRule};
use relance_domain::contact::Contact;
use relance_domain::invitation::{Invitation, JobFacts, Origin, SendProgress};
use relance_domain::name::{
    Address, ConnectionId, ContactId, InvitationId, LanguageTag, OrganizationId, Unique,
};
use std::collections::BTreeMap;

/// An invented person with this address.
#[must_use]
pub fn sample_contact(organization: &OrganizationId, address: &Address, now: Timestamp) -> Contact {
    Contact {
        id: contact_id(address),
        organization: organization.clone(),
        first_name: Some("Léa".to_owned()),
        last_name: Some("Roy".to_owned()),
        email: address.email().cloned(),
        phone: address.phone().cloned(),
        language: None,
        fields: BTreeMap::new(),
        tags: Vec::new(),
        created_at: now,
        updated_at: now,
    }
}

/// A test of the campaign about an invented job that ended now; `tail` makes its id.
pub fn sample_invitation(
    campaign: &Campaign,
    address: &Address,
    language: &LanguageTag,
    tail: &str,
    now: Timestamp,
) -> Result<Invitation, Fault> {
    let source = ConnectionId::parse("test").map_err(|error| Fault::permanent(error.to_string()))?;
    Ok(Invitation {
        id: InvitationId::new(&Unique::minted(tail.to_owned())),
        organization: campaign.organization.clone(),
        campaign_id: campaign.id.clone(),
        contact_id: contact_id(address),
        address: address.clone(),
        language: language.clone(),
        source,
        task_id: None,
        task_type: None,
        agent_name: Some("Sam".to_owned()),
        occurred_at: now,
        send: SendProgress::scheduled(now),
        answer_id: None,
        answered_anonymously: false,
        resend_of: None,
        replaced_by: None,
        created_at: now,
        origin: Origin { test: true, job: sample_job(campaign), ..Origin::default() },
    })
}

/// A job of the kind that the campaign's first trigger waits for.
fn sample_job(campaign: &Campaign) -> JobFacts {
    let kind = match campaign.triggers.first() {
        Some(TriggerRule::RequestClosed { .. }) => OccasionKind::Request,
        Some(TriggerRule::InvoicePaid) => OccasionKind::Invoice,
        _ => OccasionKind::Visit,
    };
    JobFacts { kind, number: Some("1001".to_owned()), ..JobFacts::default() }
}

/// The id of a person who is known by nothing but the address.
fn contact_id(address: &Address) -> ContactId {
    ContactId::new(&Unique::derived(&["contact", address.as_str()]))
}
