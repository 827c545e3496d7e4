//! SES's event records in our words: one event is about one mail, to one recipient.
//! The envelope around them is read in `news`.

use jiff::Timestamp;
use relance_adapters::mail::{ATTEMPT_TAG, ORGANIZATION_TAG, SEND_TAG};
use relance_application::invitation::{DeliveryReport, ReportKind};
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::SendTag;
use relance_domain::name::{EmailAddress, OrganizationId, SendId};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SesEvent {
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
    #[serde(rename = "bounceType")]
    kind: String,
    #[serde(rename = "bounceSubType")]
    sub_kind: Option<String>,
    #[serde(default)]
    bounced_recipients: Vec<SesRecipient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    #[serde(rename = "complaintFeedbackType")]
    feedback: Option<String>,
    #[serde(default)]
    complained_recipients: Vec<SesRecipient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SesRecipient {
    email_address: String,
    /// Such as `5.1.1`.
    status: Option<String>,
}

/// The report in one event; none about a mail that is not ours, and of a kind that teaches nothing.
///
/// # Errors
/// A permanent fault for what is no event of SES, or names nobody.
pub(crate) fn report(event: &str) -> Result<Option<DeliveryReport>, Fault> {
    let unreadable = |_| Fault::permanent("the message is not an event of a transport");
    let event: SesEvent = serde_json::from_str(event).map_err(unreadable)?;
    let (Some(kind), Some(tag)) = (kind(&event), tag(&event.mail)) else { return Ok(None) };
    let recipient = recipient(&event).ok_or_else(|| Fault::permanent("the event names no recipient"))?;
    Ok(Some(DeliveryReport {
        tag,
        message_id: event.mail.message_id,
        kind,
        said: said(event.bounce.as_ref(), event.complaint.as_ref()),
        recipient: recipient.into(),
        at: event.mail.timestamp,
    }))
}

fn kind(event: &SesEvent) -> Option<ReportKind> {
    match event.kind.as_str() {
        "Send" => Some(ReportKind::Accepted),
        "Delivery" => Some(ReportKind::Delivered),
        "Complaint" if event.complaint.as_ref().is_some_and(Complaint::is_no_complaint) => None,
        "Complaint" => Some(ReportKind::Complaint),
        "Reject" | "Rendering Failure" => Some(ReportKind::Rejected),
        "Bounce" if event.bounce.as_ref().is_some_and(|bounce| bounce.kind == "Permanent") => {
            Some(ReportKind::HardBounce)
        }
        "Bounce" => Some(ReportKind::SoftBounce),
        _ => None,
    }
}

impl Complaint {
    /// `not-spam`: the person took the mail out of the spam folder. `auth-failure`: a server reports a signature, and
    /// nobody wishes anything (RFC 5965, 7.3; RFC 6591).
    fn is_no_complaint(&self) -> bool {
        let kind = self.feedback.as_deref().unwrap_or_default().trim();
        ["not-spam", "auth-failure"].iter().any(|harmless| kind.eq_ignore_ascii_case(harmless))
    }
}

fn tag(mail: &Mail) -> Option<SendTag> {
    let first = |name: &str| mail.tags.get(name).and_then(|values| values.first());
    let organization = OrganizationId::parse(first(ORGANIZATION_TAG)?).ok()?;
    let send_id = SendId::parse(first(SEND_TAG)?).ok()?;
    Some(SendTag { organization, send_id, attempt: first(ATTEMPT_TAG)?.parse().ok()? })
}

/// SES's own words for it, as far as they are codes: a diagnostic text may quote an address.
fn said(bounce: Option<&Bounce>, complaint: Option<&Complaint>) -> Option<String> {
    let bounce = bounce.into_iter().flat_map(|bounce| {
        let status = bounce.bounced_recipients.first().and_then(|recipient| recipient.status.clone());
        [bounce.sub_kind.clone(), status]
    });
    let complaint = complaint.into_iter().map(|complaint| complaint.feedback.clone());
    let is_code = |word: &String| {
        (1..=40).contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
    };
    let codes: Vec<_> = bounce.chain(complaint).flatten().filter(is_code).collect();
    (!codes.is_empty()).then(|| codes.join(" "))
}

/// Each mail of ours has one recipient: whoever it was written to. A report may name somebody else, to whom it was
/// forwarded and to whom we never wrote: it is believed only where the event does not say to whom the mail went.
fn recipient(event: &SesEvent) -> Option<EmailAddress> {
    let bounced = event.bounce.iter().flat_map(|bounce| &bounce.bounced_recipients);
    let complained = event.complaint.iter().flat_map(|complaint| &complaint.complained_recipients);
    let named = bounced.chain(complained).map(|recipient| &recipient.email_address);
    event.mail.destination.iter().chain(named).find_map(|text| {
        // `rfc822;ada@example.com`, as delivery reports write it (RFC 3464, 2.3.2).
        let address = text.split_once(';').filter(|(kind, _)| kind.trim().eq_ignore_ascii_case("rfc822"));
        EmailAddress::first_in(address.map_or(text, |(_, address)| address)).ok()
    })
}
