//! Events of AWS End User Messaging in our words, and what people reply. The tag of a text travels in its context.
//! The envelope around them is read in `news`.

use jiff::Timestamp;
use relance_adapters::mail::{ATTEMPT_TAG, ORGANIZATION_TAG, SEND_TAG};
use relance_application::contact::InboundText;
use relance_application::invitation::{DeliveryReport, ReportKind};
use relance_application::ports::mail::SendTag;
use relance_domain::name::{OrganizationId, PhoneNumber, SendId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One event about one text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SmsEvent {
    #[serde(rename = "eventType")]
    kind: String,
    /// Milliseconds since 1970.
    #[serde(rename = "eventTimestamp")]
    at_ms: i64,
    message_id: String,
    destination_phone_number: PhoneNumber,
    #[serde(default)]
    context: BTreeMap<String, String>,
}

/// One message from a phone.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Inbound {
    /// A short code writes to us too; it is no phone.
    origination_number: String,
    #[serde(default)]
    message_body: String,
}

/// The report in an event; none when it is about a text that is not ours, or teaches nothing.
pub(crate) fn report(event: SmsEvent) -> Option<DeliveryReport> {
    let tag = |name: &str| event.context.get(name);
    let tag = SendTag {
        organization: OrganizationId::parse(tag(ORGANIZATION_TAG)?).ok()?,
        send_id: SendId::parse(tag(SEND_TAG)?).ok()?,
        attempt: tag(ATTEMPT_TAG)?.parse().ok()?,
    };
    Some(DeliveryReport {
        tag,
        said: Some(event.kind.clone()),
        kind: kind(&event.kind)?,
        message_id: event.message_id,
        recipient: event.destination_phone_number.into(),
        at: Timestamp::from_millisecond(event.at_ms).ok()?,
    })
}

/// A carrier that does not know the number never will; one that blocks or cannot reach it may, another time.
fn kind(event: &str) -> Option<ReportKind> {
    match event {
        "TEXT_QUEUED" | "TEXT_PENDING" | "TEXT_SUCCESSFUL" | "TEXT_UNKNOWN" => Some(ReportKind::Accepted),
        "TEXT_DELIVERED" => Some(ReportKind::Delivered),
        "TEXT_INVALID" => Some(ReportKind::HardBounce),
        "TEXT_UNREACHABLE"
        | "TEXT_CARRIER_UNREACHABLE"
        | "TEXT_BLOCKED"
        | "TEXT_CARRIER_BLOCKED"
        | "TEXT_SPAM"
        | "TEXT_TTL_EXPIRED" => Some(ReportKind::SoftBounce),
        "TEXT_INVALID_MESSAGE" | "TEXT_PROTECT_BLOCKED" => Some(ReportKind::Rejected),
        _ => None,
    }
}

/// The message, where a phone wrote it; `at` is when it was published.
pub(crate) fn reply(inbound: Inbound, at: Timestamp) -> Option<InboundText> {
    let from = PhoneNumber::parse(&inbound.origination_number).ok()?;
    Some(InboundText { from, text: inbound.message_body, at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_that_the_configuration_set_publishes_is_understood() {
        let table = [
            ("TEXT_QUEUED", Some(ReportKind::Accepted)),
            ("TEXT_SUCCESSFUL", Some(ReportKind::Accepted)),
            ("TEXT_DELIVERED", Some(ReportKind::Delivered)),
            ("TEXT_INVALID", Some(ReportKind::HardBounce)),
            ("TEXT_CARRIER_UNREACHABLE", Some(ReportKind::SoftBounce)),
            ("TEXT_SPAM", Some(ReportKind::SoftBounce)),
            ("TEXT_INVALID_MESSAGE", Some(ReportKind::Rejected)),
            ("VOICE_ANSWERED", None),
        ];

        for (event, expected) in table {
            assert_eq!(kind(event), expected, "{event}");
        }
    }
}
