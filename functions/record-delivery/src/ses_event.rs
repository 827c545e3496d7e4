//! SES's event records in our words: one event may be about several recipients, or about none that we know.
//! The envelope is SNS's, whose `Message` is the event as text.

use jiff::Timestamp;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::SendTag;
use relance_application::send::{DeliveryReport, ReportKind};
use relance_domain::name::{EmailAddress, OrganizationId};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Notification {
    message: String,
}

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

/// Tag that names the organization; SES takes no character in a tag that could join two ids.
pub const ORGANIZATION_TAG: &str = "relance-organization";
/// Tag that names the mail.
pub const SEND_TAG: &str = "relance-send";
/// Tag that names the attempt.
pub const ATTEMPT_TAG: &str = "relance-attempt";

/// The reports in one message. Events about mails that are not ours, and kinds that teach nothing, give none.
///
/// # Errors
/// A permanent fault for what is no event of SES in an envelope of SNS.
pub fn reports(body: &str) -> Result<Vec<DeliveryReport>, Fault> {
    let unreadable = |_| Fault::permanent("the message is not an event of the mail transport");
    let notification: Notification = serde_json::from_str(body).map_err(unreadable)?;
    let event: Event = serde_json::from_str(&notification.message).map_err(unreadable)?;
    let (Some(kind), Some(tag)) = (kind(&event), tag(&event.mail)) else { return Ok(Vec::new()) };
    let report = |recipient: EmailAddress| DeliveryReport {
        tag: tag.clone(),
        message_id: event.mail.message_id.clone(),
        kind,
        recipient,
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]
    use super::*;

    fn kinds(sample: &str) -> Vec<(ReportKind, u32)> {
        let event: serde_json::Value = serde_json::from_str(sample).unwrap();
        let body = event["Records"][0]["body"].as_str().unwrap();
        reports(body).unwrap().into_iter().map(|report| (report.kind, report.tag.attempt)).collect()
    }

    #[test]
    fn the_recorded_samples_are_read() {
        assert_eq!(
            kinds(include_str!("../../../events/record-delivery/delivery.json")),
            [(ReportKind::Delivered, 1)]
        );
        assert_eq!(
            kinds(include_str!("../../../events/record-delivery/bounce.json")),
            [(ReportKind::HardBounce, 1)]
        );
        assert_eq!(
            kinds(include_str!("../../../events/record-delivery/complaint.json")),
            [(ReportKind::Complaint, 1)]
        );
    }

    #[test]
    fn what_is_not_an_event_is_parked_and_strangers_are_ignored() {
        assert!(reports("{}").is_err());
        let untagged = r#"{"eventType":"Delivery","mail":{"timestamp":"2026-11-22T10:00:00.000Z","messageId":"m","destination":["a@b.ca"]}}"#;
        let body = serde_json::json!({ "Message": untagged }).to_string();
        assert_eq!(reports(&body).unwrap(), []);
    }
}
