//! SES's event records in our words: one event may be about several recipients, or about none that we know.
//! The envelope around them is read in `news`.

use jiff::Timestamp;
use relance_adapters::mail::{ATTEMPT_TAG, ORGANIZATION_TAG, SEND_TAG};
use relance_application::invitation::{DeliveryReport, ReportKind};
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::SendTag;
use relance_domain::name::{EmailAddress, OrganizationId};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    #[serde(rename = "eventType", alias = "notificationType")]
    kind: String,
    mail: Mail,
    bounce: Option<Bounce>,
    complaint: Option<Complaint>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mail {
    timestamp: Timestamp,
    message_id: String,
    #[serde(default)]
    destination: Vec<String>,
    #[serde(default)]
    tags: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    bounce_type: String,
    #[serde(default)]
    bounced_recipients: Vec<Recipient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    #[serde(default)]
    complained_recipients: Vec<Recipient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    email_address: String,
}

/// The reports in one event. Events about mails that are not ours, and kinds that teach nothing, give none.
///
/// # Errors
/// A permanent fault for what is no event of SES.
pub(crate) fn reports(event: &str) -> Result<Vec<DeliveryReport>, Fault> {
    let unreadable = |_| Fault::permanent("the message is not an event of a transport");
    let event: Event = serde_json::from_str(event).map_err(unreadable)?;
    let (Some(kind), Some(tag)) = (kind(&event), tag(&event.mail)) else { return Ok(Vec::new()) };
    let report = |recipient: EmailAddress| DeliveryReport {
        tag: tag.clone(),
        message_id: event.mail.message_id.clone(),
        kind,
        recipient: recipient.into(),
        at: event.mail.timestamp,
    };
    Ok(recipients(&event).into_iter().map(report).collect())
}

fn kind(event: &Event) -> Option<ReportKind> {
    match event.kind.as_str() {
        "Send" => Some(ReportKind::Accepted),
        "Delivery" => Some(ReportKind::Delivered),
        "Complaint" => Some(ReportKind::Complaint),
        "Reject" | "Rendering Failure" => Some(ReportKind::Rejected),
        "Bounce" if event.bounce.as_ref().is_some_and(|bounce| bounce.bounce_type == "Permanent") => {
            Some(ReportKind::HardBounce)
        }
        "Bounce" => Some(ReportKind::SoftBounce),
        _ => None,
    }
}

fn tag(mail: &Mail) -> Option<SendTag> {
    let first = |name: &str| mail.tags.get(name).and_then(|values| values.first());
    let organization = OrganizationId::parse(first(ORGANIZATION_TAG)?).ok()?;
    let (send_id, attempt) = (first(SEND_TAG)?.clone(), first(ATTEMPT_TAG)?.parse().ok()?);
    Some(SendTag { organization, send_id, attempt })
}

fn recipients(event: &Event) -> Vec<EmailAddress> {
    let of =
        |recipients: &[Recipient]| recipients.iter().map(|r| r.email_address.clone()).collect::<Vec<_>>();
    let named = match (&event.bounce, &event.complaint) {
        (Some(bounce), _) => of(&bounce.bounced_recipients),
        (None, Some(complaint)) => of(&complaint.complained_recipients),
        (None, None) => event.mail.destination.clone(),
    };
    named.iter().filter_map(|address| EmailAddress::parse(address).ok()).collect()
}
