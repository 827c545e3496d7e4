//! What came, whoever said it: SES about a mail, AWS End User Messaging about a text, or a person by a reply. The envelope
//! is SNS's, whose `Message` is the event as text.

use crate::{ses_event, sms_event};
use jiff::Timestamp;
use relance_application::contact::InboundText;
use relance_application::invitation::DeliveryReport;
use relance_application::ports::fault::Fault;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Notification {
    message: String,
    timestamp: Option<Timestamp>,
}

/// One message in our words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// What became of mails or texts; empty for what teaches nothing.
    Reports(Vec<DeliveryReport>),
    /// Somebody replied to a text; nothing for what no phone wrote.
    Reply(Option<InboundText>),
}

/// Reads one message.
///
/// # Errors
/// A permanent fault for what is no event in an envelope of SNS.
pub fn news(body: &str) -> Result<News, Fault> {
    let unreadable = |_| Fault::permanent("the message is not an event of a transport");
    let Notification { message, timestamp } = serde_json::from_str(body).map_err(unreadable)?;
    let event: Value = serde_json::from_str(&message).map_err(unreadable)?;
    if event.get("originationNumber").is_some() {
        let inbound = serde_json::from_value(event).map_err(unreadable)?;
        let at =
            timestamp.ok_or_else(|| Fault::permanent("the message does not say when it was published"))?;
        return Ok(News::Reply(sms_event::reply(inbound, at)));
    }
    let of_texts =
        event.get("eventType").and_then(Value::as_str).is_some_and(|kind| kind.starts_with("TEXT_"));
    if of_texts {
        let event = serde_json::from_value(event).map_err(unreadable)?;
        return Ok(News::Reports(sms_event::report(event).into_iter().collect()));
    }
    Ok(News::Reports(ses_event::reports(&message)?))
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "tests state what must hold"
    )]
    use super::*;
    use relance_application::invitation::ReportKind;

    fn body(sample: &str) -> String {
        let event: Value = serde_json::from_str(sample).unwrap();
        event["Records"][0]["body"].as_str().unwrap().to_owned()
    }

    fn kinds(sample: &str) -> Vec<(ReportKind, u32)> {
        let News::Reports(reports) = news(&body(sample)).unwrap() else { panic!("no report: {sample}") };
        reports.into_iter().map(|report| (report.kind, report.tag.attempt)).collect()
    }

    #[test]
    fn the_recorded_samples_are_read() {
        let table = [
            (include_str!("../../../events/record-delivery/delivery.json"), ReportKind::Delivered),
            (include_str!("../../../events/record-delivery/bounce.json"), ReportKind::HardBounce),
            (include_str!("../../../events/record-delivery/complaint.json"), ReportKind::Complaint),
            (include_str!("../../../events/record-delivery/text-delivered.json"), ReportKind::Delivered),
            (include_str!("../../../events/record-delivery/text-invalid.json"), ReportKind::HardBounce),
        ];

        for (sample, kind) in table {
            assert_eq!(kinds(sample), [(kind, 1)], "{sample}");
        }
    }

    #[test]
    fn a_reply_is_read_with_the_instant_of_its_envelope() {
        let sample = include_str!("../../../events/record-delivery/text-reply.json");

        let News::Reply(Some(reply)) = news(&body(sample)).unwrap() else { panic!("no reply") };

        assert_eq!((reply.from.as_str(), reply.text.as_str()), ("+15145550123", "ARRÊT"));
        assert_eq!(reply.at.to_string(), "2026-11-22T19:21:00Z");
    }

    #[test]
    fn what_is_not_an_event_is_parked_and_strangers_are_ignored() {
        assert!(news("{}").is_err());
        assert!(news(r#"{"Message": "hello"}"#).is_err());
        let untagged = r#"{"eventType":"Delivery","mail":{"timestamp":"2026-11-22T10:00:00.000Z","messageId":"m","destination":["a@b.ca"]}}"#;
        let text = r#"{"eventType":"TEXT_DELIVERED","eventTimestamp":1795375200000,"messageId":"m","destinationPhoneNumber":"+15145550123"}"#;
        for stranger in [untagged, text] {
            let body = serde_json::json!({ "Message": stranger }).to_string();
            assert_eq!(news(&body), Ok(News::Reports(Vec::new())), "{stranger}");
        }
        let code = r#"{"originationNumber":"55555","messageBody":"STOP"}"#;
        let body =
            serde_json::json!({ "Message": code, "Timestamp": "2026-11-22T10:00:00.000Z" }).to_string();
        assert_eq!(news(&body), Ok(News::Reply(None)), "a short code is no phone");
    }
}
